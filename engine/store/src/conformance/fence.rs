//! Ownership: who claimed last, writes.

use super::{Place, get, open, reopen};
use crate::{Batch, Epoch, Error, Partition, Space};

fn partition(number: u8) -> Partition {
    Partition::new(number).expect("the number is below 16")
}

fn owned(owners: &[(u8, Epoch)], value: &str) -> Batch {
    let mut batch = Batch::new();
    for (number, epoch) in owners {
        batch.owned(partition(*number), *epoch);
    }
    batch.put(Space::Log, "row", value);
    batch
}

pub(super) fn an_older_epoch_is_refused_for_ever(place: &dyn Place) {
    let store = open(place);
    let first = store.claim(partition(3)).expect("a partition can be claimed");
    let other = store.claim(partition(4)).expect("a partition can be claimed");
    store.commit(owned(&[(3, first), (4, other)], "first")).expect("both epochs are the newest");
    let second = store.claim(partition(3)).expect("a partition can be claimed");
    assert!(second > first);

    let store = reopen(place, store);
    let error = store.commit(owned(&[(4, other), (3, first)], "late")).expect_err("3 has moved on");
    assert!(
        matches!(error, Error::Fenced { given, known, .. } if given == first && known == second),
        "{error}"
    );
    let mut empty = Batch::new();
    empty.owned(partition(3), first);
    store.commit(empty).expect_err("an empty batch is checked too");
    assert_eq!(get(&*store, Space::Log, b"row"), Some(b"first".to_vec()));

    store.commit(owned(&[(4, other)], "other")).expect("partition 4 was not claimed again");
    store.commit(owned(&[(3, second)], "second")).expect("a refusal does not poison");
    assert_eq!(get(&*store, Space::Log, b"row"), Some(b"second".to_vec()));
    let third = store.claim(partition(3)).expect("a partition can be claimed");
    assert!(third > second, "epochs go on after opening again");
}
