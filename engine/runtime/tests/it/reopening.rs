//! A crash is dropping everything in memory: what was acknowledged is there, and ids go on.

use std::{
    future::Future as _,
    task::{Context, Waker},
};

use tongban_runtime::Refusal;

use crate::{
    seams::Seam,
    stage::{Stage, accept, approve, assert_sound, begin, start},
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
