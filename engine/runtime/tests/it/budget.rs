//! The write budget of a human decision, and what opening costs.

use std::sync::{Arc, atomic::Ordering};

use tongban_core::call::Digest;
use tongban_runtime::Idempotency;
use tongban_store::Counting;

use crate::{
    seams::Seam,
    stage::{Stage, accept, begin, decision},
};

const WRITES_MAX: u64 = 4;
const BYTES_MAX: u64 = 1_536;

#[tokio::test]
async fn a_decision_costs_four_writes() {
    let stage = Stage::new();
    let store = Arc::new(Counting::new(stage.store()));
    let engine = stage.ready_over(store.clone(), "approve").await;
    let id = begin(&engine).await.instance;
    for keys in 0..2 {
        accept(&engine, id).await.expect("the clerk accepts");
        let mut again = decision(&engine, id, ("review", "again", "zhang-li")).await;
        again.idempotency = (keys == 1).then(|| Idempotency {
            principal: "zhang-li".into(),
            key: "a-key-of-usual-length-0123456789".into(),
            body: Digest([1; 32]),
        });
        store.take();
        engine.submit(again).await.expect("the leader sends it round");
        let cost = store.take_total();
        assert_eq!(cost.commits, 1);
        assert!(cost.writes() <= WRITES_MAX + keys && cost.bytes <= BYTES_MAX, "{cost:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_reads_no_case() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let mut begun = Vec::new();
    for _ in 0..100 {
        let hundred: Vec<_> = (0..100)
            .map(|_| {
                let engine = engine.clone();
                tokio::spawn(async move { begin(&engine).await.instance })
            })
            .collect();
        for one in hundred {
            begun.push(one.await.expect("it began"));
        }
    }
    engine.close().await;

    let seam = Seam::over(stage.store());
    let engine = stage.open_over(seam.clone());
    let reads = seam.reads.load(Ordering::SeqCst);
    assert!(reads < 100, "opening over {} cases took {reads} reads", begun.len());
    assert_eq!(engine.case(begun[0]).await.expect("it is there").sequence, 1);
    let after = begin(&engine).await.instance;
    assert!(!begun.contains(&after), "ids are never given twice");
}
