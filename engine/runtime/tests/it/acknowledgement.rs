//! Nobody hears of what is not on disk; a full queue says so; a failed commit stops writing alone.

use std::{
    future::Future as _,
    pin::pin,
    sync::atomic::Ordering,
    task::{Context, Poll, Waker},
};

use tongban_core::Rejection;
use tongban_runtime::Refusal;

use crate::stage::{Stage, accept, assert_sound, begin, decision, start};

#[tokio::test]
async fn an_answer_waits_for_the_disk() {
    let stage = Stage::new();
    let (engine, seam) = stage.seamed("approve").await;
    let id = begin(&engine).await.instance;
    seam.commits.close();
    let mut decision = pin!(accept(&engine, id));
    let mut cx = Context::from_waker(Waker::noop());
    // The decision is under way, and readers still see the case as it is on disk.
    assert!(decision.as_mut().poll(&mut cx).is_pending());
    tokio::task::yield_now().await;
    let seen = engine.case(id).await.expect("it is there");
    assert_eq!(seen.sequence, 1);
    assert!(decision.as_mut().poll(&mut cx).is_pending());
    seam.commits.open();
    let accepted = decision.await.expect("it is on disk now");
    assert_eq!(accepted.sequence, 2);
    assert_eq!(engine.case(id).await.expect("it is there").sequence, 2);
}

#[tokio::test]
async fn a_full_queue_refuses_at_once() {
    let mut stage = Stage::new();
    stage.limits.in_flight_max = 1;
    let (engine, seam) = stage.seamed("approve").await;
    seam.commits.close();
    let mut waiting = Vec::new();
    let mut cx = Context::from_waker(Waker::noop());
    for _ in 0..16 {
        let engine = engine.clone();
        let mut begin = Box::pin(async move { engine.submit(start(&engine)).await });
        assert!(begin.as_mut().poll(&mut cx).is_pending());
        waiting.push(begin);
    }
    let refused = engine.submit(start(&engine)).await;
    assert_eq!(refused, Err(Refusal::Busy));
    seam.commits.open();
    for begin in waiting {
        begin.await.expect("it was accepted and is on disk");
    }
    begin(&engine).await;
}

#[tokio::test]
async fn a_failed_commit_stops_writing_and_nothing_else() {
    let stage = Stage::new();
    let (engine, seam) = stage.seamed("approve").await;
    let id = begin(&engine).await.instance;
    seam.broken.store(true, Ordering::SeqCst);
    assert_eq!(accept(&engine, id).await, Err(Refusal::StoreUnavailable));
    seam.broken.store(false, Ordering::SeqCst);
    assert_eq!(accept(&engine, id).await, Err(Refusal::StoreUnavailable), "it stays so");
    assert!(!engine.is_writing());
    assert_eq!(engine.case(id).await.expect("reads go on").sequence, 1);
    assert_eq!(engine.history(id, 1, 10).await.expect("reads go on").len(), 1);
    engine.close().await;

    let engine = stage.reopen();
    let accepted = accept(&engine, id).await.expect("a new handle writes");
    assert_eq!(accepted.sequence, 2);
    assert_sound(&engine).await;
}

#[tokio::test]
async fn a_closed_engine_answers() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let other = engine.clone();
    engine.close().await;
    assert_eq!(other.submit(start(&other)).await, Err(Refusal::StoreUnavailable));
}

#[tokio::test]
async fn whoever_goes_away_leaves_no_place_taken() {
    let mut stage = Stage::new();
    stage.limits.in_flight_max = 1;
    let (engine, seam) = stage.seamed("approve").await;
    let id = begin(&engine).await.instance;
    let request = decision(&engine, id, ("accept", "accept", "bai-yun")).await;
    seam.commits.close();
    let mut cx = Context::from_waker(Waker::noop());
    {
        let mut gone = Box::pin(engine.submit(request.clone()));
        assert!(matches!(gone.as_mut().poll(&mut cx), Poll::Pending));
    }
    seam.commits.open();
    loop {
        match engine.submit(request.clone()).await {
            Err(Refusal::Busy) => tokio::task::yield_now().await,
            answer => {
                // The one that went away was carried out: its task is decided.
                let rejected = matches!(&answer, Err(Refusal::Rejected(Rejection::NotOpen(_))));
                assert!(rejected, "{answer:?}");
                return;
            }
        }
    }
}
