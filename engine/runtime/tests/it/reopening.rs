//! A crash is dropping everything in memory: what was acknowledged is there, and ids go on.

use std::{
    fmt::Write as _,
    future::Future as _,
    task::{Context, Waker},
};

use tongban_model::Bundle;
use tongban_runtime::{Refusal, Registration};

use crate::{
    seams::Seam,
    stage::{Stage, accept, approve, assert_sound, begin, register, start, trial},
};

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_crash() {
    let stage = Stage::new();
    let mut acknowledged = Vec::new();
    for round in 0..5 {
        let engine = match round {
            0 => stage.ready("approve").await,
            _ => stage.reopen(),
        };
        for accepted in &acknowledged {
            let (id, sequence) = *accepted;
            let view = engine.case(id).await.expect("it is there");
            assert_eq!(view.sequence, sequence, "round {round}");
        }
        let id = begin(&engine).await.instance;
        let accepted = accept(&engine, id).await.expect("the clerk accepts");
        acknowledged.push((id, accepted.sequence));
        assert_sound(&engine).await;
        drop(engine);
    }
}

#[tokio::test]
async fn what_never_reached_the_disk_never_happened() {
    let stage = Stage::new();
    stage.ready("approve").await.close().await;
    let seam = Seam::over(stage.store());
    let engine = stage.open_over(seam.clone());
    let id = begin(&engine).await.instance;
    seam.commits.close();
    let mut cx = Context::from_waker(Waker::noop());
    let mut decision = Box::pin(accept(&engine, id));
    assert!(decision.as_mut().poll(&mut cx).is_pending());
    seam.broken.store(true, std::sync::atomic::Ordering::SeqCst);
    seam.commits.open();
    assert_eq!(decision.await, Err(Refusal::StoreUnavailable));
    engine.close().await;

    let engine = stage.reopen();
    assert_eq!(engine.case(id).await.expect("it is there").sequence, 1);
    accept(&engine, id).await.expect("it is decided now");
    approve(&engine, id).await.expect("and approved");
    assert_sound(&engine).await;
}

/// A process whose start takes more transitions than one commit makes: three tokens run along a
/// chain of 400 nodes each.
fn long() -> Bundle {
    let mut yaml = String::from(
        "process: trial\ntitle: { zh: 长链, en: Chain }\nlaw: { id: 试办规定（2020年） }\n\
         at: village\nform: application.schema.json\nnodes:\n  \
         apply: { type: startEvent, next: fork }\n  \
         fork: { type: parallelGateway, next: [one, two, three] }\n",
    );
    for branch in ["one", "two", "three"] {
        writeln!(yaml, "  {branch}: {{ type: exclusiveGateway, flows: [{{ to: n0 }}] }}")
            .expect("writing to a string cannot fail");
    }
    for n in 0..400 {
        writeln!(yaml, "  n{n}: {{ type: exclusiveGateway, flows: [{{ to: n{} }}] }}", n + 1)
            .expect("writing to a string cannot fail");
    }
    yaml.push_str("  n400: { type: endEvent, ending: done }\n");
    trial().with("workflow.yaml", yaml.into_bytes())
}

#[tokio::test]
async fn a_long_run_goes_on_in_the_next_commit_also_after_a_crash() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let from = engine.now().day();
    register(&engine, Registration::Release { bundle: long(), from }).await;
    let id = begin(&engine).await.instance;
    engine.idle().await;
    let view = engine.case(id).await.expect("it is there");
    assert!(view.state.ended() && view.sequence == 2, "one commit and one more");
    assert_sound(&engine).await;
    engine.close().await;

    // The first commit is on disk, and the engine dies before the next.
    let seam = Seam::over(stage.store());
    let engine = stage.open_over(seam.clone());
    seam.break_after(1);
    let id = begin(&engine).await.instance;
    engine.idle().await;
    drop(engine);
    let engine = stage.reopen();
    engine.idle().await;
    assert!(engine.case(id).await.expect("it is there").state.ended(), "it was taken up again");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_case_that_never_waits_is_stopped_and_listed() {
    let mut stage = Stage::new();
    stage.limits.continues_max = 0;
    let engine = stage.ready("approve").await;
    let from = engine.now().day();
    register(&engine, Registration::Release { bundle: long(), from }).await;
    let id = begin(&engine).await.instance;
    engine.idle().await;
    assert_eq!(engine.damaged().iter().map(|item| item.instance).collect::<Vec<_>>(), [id]);
    assert!(!engine.case(id).await.expect("it is readable").state.ended());
    engine.close().await;
    // With room to go on, the next start carries on where it stopped.
    stage.limits.continues_max = 100;
    let engine = stage.reopen();
    engine.idle().await;
    assert!(engine.case(id).await.expect("it is there").state.ended());
}

#[tokio::test]
async fn an_older_owner_is_fenced() {
    let stage = Stage::new();
    let store = stage.store();
    let older = stage.ready_over(store.clone(), "approve").await;
    let newer = stage.open_over(store);
    let refused = older.submit(start(&older)).await;
    assert_eq!(refused, Err(Refusal::StoreUnavailable));
    begin(&newer).await;
}

#[tokio::test]
async fn a_run_in_virtual_time_can_be_repeated() {
    let mut heads = Vec::new();
    for _ in 0..2 {
        let stage = Stage::new();
        let engine = stage.ready("approve").await;
        let id = begin(&engine).await.instance;
        accept(&engine, id).await.expect("the clerk accepts");
        approve(&engine, id).await.expect("the leader approves");
        let to = tongban_core::Moment(stage.start.0 + 30 * crate::stage::DAY_MS);
        engine.advance(to).await.expect("time passes");
        heads.push(engine.case(id).await.expect("it is there").head);
    }
    assert_eq!(heads[0], heads[1]);
}
