//! Plugins are asked beside the writers: a slow one stops only the case that asks.

use std::{
    future::Future as _,
    sync::atomic::Ordering,
    task::{Context, Waker},
};

use sha2::{Digest as _, Sha256};
use tongban_core::{
    Command, Moment,
    call::{Digest, Outcome},
    event::Event,
    id::{InstanceId, Partition},
};
use tongban_model::{
    PointId,
    organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF},
};
use tongban_runtime::{Engine, Ground, Registration, Request, Target};

use crate::stage::{
    DAY_MS, MONDAY, Stage, accept, assert_sound, begin, decide, decision, open, person, plugin,
    register, trial,
};

/// A case of a certain partition: they take turns.
async fn begin_in(engine: &Engine, partition: u8) -> InstanceId {
    loop {
        let id = begin(engine).await.instance;
        if id.partition == Partition(partition) {
            return id;
        }
    }
}

#[tokio::test]
async fn a_slow_plugin_stops_only_the_case_that_asks() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let slow = begin_in(&engine, 5).await;
    let quick = begin_in(&engine, 5).await;
    let view = engine.case(slow).await.expect("it is there");
    let element = open(&view, "accept").expect("open");
    stage.plugins.gate.close();
    let mut cx = Context::from_waker(Waker::noop());
    let mut asks = Box::pin(accept(&engine, slow));
    assert!(asks.as_mut().poll(&mut cx).is_pending());
    // A later command of the same case waits behind it …
    let late = Request::new(Target::Existing(slow), Command::ClaimTask(element), person("bai-yun"));
    let other = engine.clone();
    let mut late = Box::pin(async move { other.submit(late).await });
    assert!(late.as_mut().poll(&mut cx).is_pending());
    // … while another case of the same partition goes on.
    let again = decision(&engine, quick, ("accept", "later", "bai-yun")).await;
    engine.submit(again).await.expect("its partition goes on");
    assert!(late.as_mut().poll(&mut cx).is_pending());
    stage.plugins.gate.open();
    asks.await.expect("the plugin answered");
    let late = late.await.expect_err("the task was decided before");
    assert_eq!(late.code(), "task-not-open");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn an_absent_host_is_asked_twice_then_a_human() {
    for word in ["absent", "panic"] {
        let stage = Stage::new();
        let engine = stage.ready(word).await;
        let id = begin(&engine).await.instance;
        let accepted = accept(&engine, id).await.expect("the clerk accepts");
        assert_eq!(stage.plugins.calls.load(Ordering::SeqCst), 2, "{word}");
        assert_eq!(accepted.summary.stuck[0].code, "plugin-unavailable");
        let incidents = engine.incidents(tongban_runtime::query::Slice::default()).await;
        assert_eq!(incidents.expect("lists are read").items.len(), 1);
        assert_sound(&engine).await;
    }
}

#[tokio::test]
async fn answers_are_recorded_and_never_asked_again() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let calls = stage.plugins.calls.load(Ordering::SeqCst);
    engine.close().await;
    let engine = stage.reopen();
    let view = engine.case(id).await.expect("it is read back");
    assert!(open(&view, "review").is_some());
    let history = engine.history(id, 2, 1).await.expect("it is read");
    let layers = history[0].record.events.iter().find_map(|event| match event {
        Event::PointAnswered(answered) => Some(&answered.layers),
        _ => None,
    });
    let layers = layers.expect("it was asked");
    assert!(matches!(layers[0].outcome, Outcome::Answered(_)));
    assert_eq!(stage.plugins.calls.load(Ordering::SeqCst), calls);
}

#[tokio::test]
async fn a_plugin_installed_meanwhile_does_not_change_the_question() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    let view = engine.case(id).await.expect("it is there");
    let element = open(&view, "accept").expect("open");
    stage.plugins.gate.close();
    let request = decide(id, element, ("accept", "bai-yun"));
    let mut asks = Box::pin(engine.submit(request));
    let mut cx = Context::from_waker(Waker::noop());
    assert!(asks.as_mut().poll(&mut cx).is_pending());
    // Only once the plugin is being asked has the command seen its world.
    stage.plugins.gate.somebody_waits();
    register(&engine, plugin("reject")).await;
    stage.plugins.gate.open();
    let accepted = asks.await.expect("the first world answered");
    assert_eq!(accepted.summary.opened.len(), 1, "approved by the plugin of its world");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_case_without_a_plugin_goes_on_once_one_is_installed() {
    let stage = Stage::new();
    let engine = stage.open_over(stage.store());
    let (divisions, staff) = (BUNDLED_DIVISIONS.to_owned(), BUNDLED_STAFF.to_owned());
    register(&engine, Registration::LoadOrganisation { divisions, staff }).await;
    register(&engine, Registration::Release { bundle: trial(), from: MONDAY.day() }).await;
    let id = begin(&engine).await.instance;
    let accepted = accept(&engine, id).await.expect("the clerk accepts");
    assert_eq!(accepted.summary.stuck[0].code, "plugin-missing");
    register(&engine, plugin("absent")).await;
    engine.idle().await;
    let view = engine.case(id).await.expect("it is there");
    assert!(open(&view, "review").is_none(), "that one does not answer either");
    register(&engine, withdraw("absent", Moment(MONDAY.0 - DAY_MS))).await;
    register(&engine, plugin("approve")).await;
    engine.idle().await;
    let view = engine.case(id).await.expect("it is there");
    assert!(open(&view, "review").is_some(), "the case went on by itself");
    let incidents = engine.incidents(tongban_runtime::query::Slice::default()).await;
    assert!(incidents.expect("lists are read").items.is_empty());
    assert_sound(&engine).await;
}

/// What keeps a case, with the reason in words.
async fn stuck(engine: &Engine, id: InstanceId) -> Option<(String, String)> {
    let view = engine.case(id).await.expect("it is there");
    view.state.incidents().next().map(|(_, _, it)| (it.code.clone(), it.detail.clone()))
}

fn withdraw(word: &str, to: Moment) -> Registration {
    let digest = Digest(Sha256::digest(word).into());
    Registration::WithdrawPlugin { digest, place: None, to, reason: "到期".into() }
}

#[tokio::test]
async fn without_the_only_layer_later_cases_wait_until_another_is_installed() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let earlier = begin(&engine).await.instance;
    accept(&engine, earlier).await.expect("the clerk accepts");
    let tomorrow = Moment(MONDAY.0 + DAY_MS);
    register(&engine, withdraw("approve", tomorrow)).await;
    let today = begin(&engine).await.instance;
    accept(&engine, today).await.expect("it applies to the end of the day");
    assert_eq!(stuck(&engine, today).await, None);
    engine.advance(tomorrow).await.expect("time passes");
    let later = begin(&engine).await.instance;
    let accepted = accept(&engine, later).await.expect("the clerk accepts");
    assert_eq!(accepted.summary.stuck[0].code, "plugin-missing");
    let (code, detail) = stuck(&engine, later).await.expect("it waits");
    assert_eq!((&*code, &*detail), ("plugin-missing", "no layer applies on that day"));
    let slice = tongban_runtime::query::Slice::default;
    let listed = engine.incidents(slice()).await.expect("lists are read").items;
    let listed: Vec<_> = listed.iter().map(|item| (item.instance, &*item.code)).collect();
    assert_eq!(listed, [(later, "plugin-missing")], "the earlier cases went on");

    register(&engine, plugin("approve-again")).await;
    engine.idle().await;
    assert_eq!(stuck(&engine, later).await, None);
    let view = engine.case(later).await.expect("it is there");
    assert!(open(&view, "review").is_some(), "the case went on by itself");
    assert!(engine.incidents(slice()).await.expect("lists are read").items.is_empty());
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_case_keeps_what_it_was_told_and_says_that_the_rule_has_ended() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let told = || {
        let engine = engine.clone();
        async move {
            let told = engine.explain(id, PointId::from("means")).await.expect("it is read");
            told.expect("the process has it")
        }
    };
    register(&engine, withdraw("approve", Moment(MONDAY.0 + DAY_MS))).await;
    let before = told().await;
    assert!(before.layers[0].in_force, "it ends tomorrow");
    register(&engine, withdraw("approve", MONDAY)).await;
    let after = told().await;
    assert!(matches!(after.basis, Ground::Recorded { .. }));
    assert_eq!(after.joined, before.joined);
    assert!(!after.layers[0].in_force, "what was recorded stays, and its rule has ended");
    assert_sound(&engine).await;
}
