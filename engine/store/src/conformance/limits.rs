//! Limits, closing, and who may open.

use super::{Place, commit, everything, get, open, scan};
use crate::{BATCH_BYTES_MAX, Batch, Error, KEY_MAX, Partition, Range, Space, VALUE_MAX};

pub(super) fn what_is_too_large_changes_nothing(place: &dyn Place) {
    let store = open(place);
    commit(&*store, |batch| batch.put(Space::Log, "there", "1"));
    let before = everything(&*store);
    let refused = |fill: &dyn Fn(&mut Batch)| {
        let mut batch = Batch::new();
        batch.put(Space::Log, "beside", "1");
        fill(&mut batch);
        let error = store.commit(batch).expect_err("the batch breaks a limit");
        assert_eq!(everything(&*store), before, "a refused batch changes nothing");
        error
    };
    let error = refused(&|batch| batch.put(Space::Log, vec![1; KEY_MAX + 1], "1"));
    assert!(matches!(error, Error::KeyLength { length, .. } if length == KEY_MAX + 1), "{error}");
    let error = refused(&|batch| batch.delete(Space::Log, ""));
    assert!(matches!(error, Error::KeyLength { length: 0, .. }), "{error}");
    let error = refused(&|batch| batch.put(Space::Log, "a", vec![1; VALUE_MAX + 1]));
    assert!(matches!(error, Error::ValueLength { .. }), "{error}");
    let error = refused(&|batch| batch.put(Space::Meta, "a", "1"));
    assert!(matches!(error, Error::Reserved), "{error}");
    let error = refused(&|batch| {
        for n in 0..=BATCH_BYTES_MAX / VALUE_MAX {
            batch.put(Space::Log, format!("{n}"), vec![1; VALUE_MAX]);
        }
    });
    assert!(matches!(error, Error::BatchLength { .. }), "{error}");
    commit(&*store, |batch| batch.put(Space::Log, "there", "2"));
    assert_eq!(get(&*store, Space::Log, b"there"), Some(b"2".to_vec()), "the store goes on");
}

pub(super) fn a_closed_store_says_so_and_opens_again(place: &dyn Place) {
    let store = open(place);
    commit(&*store, |batch| batch.put(Space::Log, "there", "1"));
    assert!(store.size_bytes().expect("an open store has a size") > 0);
    store.close().expect("an open store can be closed");
    store.close().expect("closing twice is nothing");
    let partition = Partition::new(0).expect("there is a partition 0");
    let mut batch = Batch::new();
    batch.put(Space::Log, "there", "2");
    assert!(matches!(store.commit(batch), Err(Error::Closed)));
    assert!(matches!(store.get(Space::Log, b"there"), Err(Error::Closed)));
    assert!(matches!(store.scan(&Range::all(Space::Log)), Err(Error::Closed)));
    assert!(matches!(store.claim(partition), Err(Error::Closed)));
    // The old handle is still held: closing alone frees the place.
    let again = open(place);
    assert_eq!(scan(&*again, &Range::all(Space::Log)).len(), 1);
    assert_eq!(get(&*again, Space::Log, b"there"), Some(b"1".to_vec()));
}

pub(super) fn a_place_is_opened_once_at_a_time(place: &dyn Place) {
    if !place.is_exclusive() {
        return;
    }
    let store = open(place);
    let Err(error) = place.open() else { panic!("the place is open already") };
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    commit(&*store, |batch| batch.put(Space::Log, "there", "1"));
    drop(store);
    assert_eq!(get(&*open(place), Space::Log, b"there"), Some(b"1".to_vec()));
}
