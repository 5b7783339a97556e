//! A repeated request gets the recorded response; a key belongs to one request.

use std::{
    future::Future as _,
    task::{Context, Waker},
};

use tongban_core::{Moment, call::Digest};
use tongban_runtime::{Idempotency, Refusal, Request};

use crate::stage::{DAY_MS, MONDAY, Stage, start};

fn keyed(mut request: Request, body: u8) -> Request {
    let principal = "bai-yun".to_owned();
    request.idempotency =
        Some(Idempotency { principal, key: "k".into(), body: Digest([body; 32]) });
    request
}

#[tokio::test]
async fn the_same_request_gets_the_same_response() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let first = engine.submit(keyed(start(&engine), 1)).await.expect("it begins");
    let second = engine.submit(keyed(start(&engine), 1)).await.expect("it is replayed");
    assert!(!first.replayed && second.replayed);
    assert_eq!((first.instance, &first.summary), (second.instance, &second.summary));
    let other = engine.submit(keyed(start(&engine), 2)).await;
    assert_eq!(other, Err(Refusal::KeyReused));
    let mut stranger = keyed(start(&engine), 2);
    if let Some(idempotency) = &mut stranger.idempotency {
        idempotency.principal = "li-hong".into();
    }
    let stranger = engine.submit(stranger).await.expect("another's key is another key");
    assert_ne!(stranger.instance, first.instance);
    engine.close().await;

    let engine = stage.reopen();
    let third = engine.submit(keyed(start(&engine), 1)).await.expect("it is replayed");
    assert_eq!(third.instance, first.instance, "it survives the engine");
    engine.advance(Moment(MONDAY.0 + 9 * DAY_MS)).await.expect("time passes");
    let fourth = engine.submit(keyed(start(&engine), 1)).await.expect("it begins");
    assert_ne!(fourth.instance, first.instance, "seven days are over");
}

#[tokio::test]
async fn a_key_whose_request_is_under_way_is_taken() {
    let stage = Stage::new();
    let (engine, seam) = stage.seamed("approve").await;
    seam.commits.close();
    let first = engine.clone();
    let mut first = Box::pin(async move { first.submit(keyed(start(&first), 1)).await });
    let mut cx = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut cx).is_pending());
    let second = engine.submit(keyed(start(&engine), 1)).await;
    assert_eq!(second, Err(Refusal::KeyInFlight));
    seam.commits.open();
    let first = first.await.expect("it begins");
    let third = engine.submit(keyed(start(&engine), 1)).await.expect("it is replayed");
    assert_eq!(third.instance, first.instance);
}

#[tokio::test]
async fn a_rejected_request_keeps_no_response() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let mut wrong = keyed(start(&engine), 1);
    wrong.expected = Some(9);
    engine.submit(wrong).await.expect_err("a new case is at 0");
    let right = engine.submit(keyed(start(&engine), 1)).await.expect("it begins");
    assert!(!right.replayed);
}
