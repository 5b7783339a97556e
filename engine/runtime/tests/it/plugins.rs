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
use tongban_model::organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF};
use tongban_runtime::{Engine, Registration, Request, Target};

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
    let withdraw = Registration::WithdrawPlugin {
        digest: Digest(Sha256::digest("absent").into()),
        place: None,
        to: Moment(MONDAY.0 - DAY_MS),
        reason: "没有应答".into(),
    };
    register(&engine, withdraw).await;
    register(&engine, plugin("approve")).await;
    engine.idle().await;
    let view = engine.case(id).await.expect("it is there");
    assert!(open(&view, "review").is_some(), "the case went on by itself");
    let incidents = engine.incidents(tongban_runtime::query::Slice::default()).await;
    assert!(incidents.expect("lists are read").items.is_empty());
    assert_sound(&engine).await;
}
