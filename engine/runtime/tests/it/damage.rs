//! One damaged case stops itself, and nothing else.

use tongban_core::id::InstanceId;
use tongban_runtime::{Engine, OpenError, Refusal};
use tongban_store::{Batch, Range, Space, Store};

use crate::stage::{DAY_MS, MONDAY, Stage, accept, assert_sound, begin};

fn log_key(id: InstanceId, sequence: u64) -> Vec<u8> {
    [&id.to_key()[..], &sequence.to_be_bytes()].concat()
}

fn overwrite(store: &dyn Store, (space, key): (Space, Vec<u8>), change: impl Fn(&mut Vec<u8>)) {
    let mut value = store.get(space, &key).expect("it is read").expect("it is there");
    change(&mut value);
    let mut batch = Batch::new();
    batch.put(space, key, value);
    store.commit(batch).expect("it is written");
}

#[tokio::test]
async fn a_damaged_case_refuses_and_all_others_go_on() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let damaged = begin(&engine).await.instance;
    let sound = begin(&engine).await.instance;
    engine.close().await;
    overwrite(stage.store().as_ref(), (Space::Log, log_key(damaged, 1)), |row| row.truncate(20));

    let engine = stage.reopen();
    let refused = engine.case(damaged).await.expect_err("it is damaged");
    assert!(matches!(refused, Refusal::Damaged { instance, .. } if instance == damaged));
    accept(&engine, sound).await.expect("it goes on");
    // Its alarm, if any, is passed over: time goes on for all others.
    engine.advance(tongban_core::Moment(MONDAY.0 + 30 * DAY_MS)).await.expect("time passes");
    let listed = engine.damaged();
    assert_eq!(listed.iter().map(|item| item.instance).collect::<Vec<_>>(), [damaged]);
    let report = engine.verify().await.expect("the store is read");
    let problems: Vec<_> = report.problems().map(ToString::to_string).collect();
    assert!(problems.iter().any(|line| line.contains(&damaged.to_string())), "{problems:?}");
}

#[tokio::test]
async fn a_changed_byte_in_a_record_breaks_the_chain() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    engine.close().await;
    overwrite(stage.store().as_ref(), (Space::Log, log_key(id, 1)), |row| {
        let at = row.windows(7).position(|bytes| bytes == b"bai-yun").expect("the actor");
        row[at] = b'c';
    });
    let engine = stage.reopen();
    let refused = engine.case(id).await.expect_err("the chain is broken");
    assert_eq!(refused.code(), "instance-damaged");
    assert!(!engine.verify().await.expect("the store is read").is_sound());
}

#[tokio::test]
async fn a_changed_document_is_found() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    engine.close().await;
    overwrite(stage.store().as_ref(), (Space::Log, log_key(id, 1)), |row| {
        let name = "岩罕".as_bytes();
        let at = row.windows(name.len()).position(|bytes| bytes == name).expect("the name");
        row[at..at + name.len()].copy_from_slice("岩温".as_bytes());
    });
    let engine = stage.reopen();
    let report = engine.verify().await.expect("the store is read");
    let problems: Vec<_> = report.problems().map(ToString::to_string).collect();
    assert!(problems.iter().any(|line| line.contains("document")), "{problems:?}");
}

#[tokio::test]
async fn a_damaged_registry_keeps_the_engine_from_opening() {
    let stage = Stage::new();
    stage.ready("approve").await.close().await;
    let store = stage.store();
    let registry = tongban_core::registry::REGISTRY;
    overwrite(store.as_ref(), (Space::Log, log_key(registry, 1)), |row| row[30] ^= 1);
    let opened = Engine::open(stage.config(stage.store()));
    assert!(matches!(opened.err(), Some(OpenError::Registry(_))));
}

#[tokio::test]
async fn rebuilding_makes_lost_and_wrong_rows_good() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    for _ in 0..20 {
        let id = begin(&engine).await.instance;
        accept(&engine, id).await.expect("the clerk accepts");
    }
    engine.close().await;
    let store = stage.store();
    let mut batch = Batch::new();
    for space in [Space::Task, Space::Instance, Space::Timer, Space::Lookup, Space::Feed] {
        let rows = store.scan(&Range::all(space)).expect("it is read");
        assert!(!rows.is_empty(), "{space:?}");
        // Not the last: it says which position comes next.
        for (key, _) in rows.iter().rev().skip(1).step_by(2) {
            batch.delete(space, key.clone());
        }
    }
    batch.put(Space::Task, "no such row", "");
    store.commit(batch).expect("it is written");

    let engine = stage.reopen();
    assert!(!engine.verify().await.expect("the store is read").is_sound());
    engine.rebuild().await.expect("the store is written");
    assert_sound(&engine).await;
    let again = engine.rebuild().await.expect("the store is read");
    let facts: Vec<_> = again.facts().map(ToString::to_string).collect();
    assert!(facts[0].contains(" 0 changed"), "{facts:?}");
    begin(&engine).await;
    assert_sound(&engine).await;
}
