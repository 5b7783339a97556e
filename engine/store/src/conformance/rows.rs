//! Rows, bounds, order, spaces.

use std::ops::Bound;

use super::{Place, Random, commit, everything, get, open, reopen, scan};
use crate::{KEY_MAX, Range, Row, Space, Store, VALUE_MAX};

pub(super) fn a_new_store_is_empty(place: &dyn Place) {
    let store = open(place);
    for space in Space::ALL.into_iter().filter(|space| *space != Space::Meta) {
        assert_eq!(scan(&*store, &Range::all(space)), [], "{space:?}");
    }
    assert_eq!(get(&*store, Space::Log, b"absent"), None);
}

pub(super) fn rows_are_kept_overwritten_and_removed(place: &dyn Place) {
    let mut store = open(place);
    commit(&*store, |batch| {
        batch.put(Space::Task, "kept", "1");
        batch.put(Space::Task, "changed", "1");
        batch.put(Space::Task, "removed", "1");
        batch.delete(Space::Task, "never there");
    });
    commit(&*store, |batch| {
        batch.put(Space::Task, "changed", "2");
        batch.delete(Space::Task, "removed");
    });
    for _ in 0..2 {
        assert_eq!(get(&*store, Space::Task, b"kept"), Some(b"1".to_vec()));
        assert_eq!(get(&*store, Space::Task, b"changed"), Some(b"2".to_vec()));
        assert_eq!(get(&*store, Space::Task, b"removed"), None);
        assert_eq!(get(&*store, Space::Task, b"never there"), None);
        store = reopen(place, store);
    }
}

pub(super) fn values_of_every_size_come_back(place: &dyn Place) {
    let mut random = Random::new(7);
    // Around every border at which an adapter may change its way of keeping a value.
    let sizes = [0, 1, 4_095, 4_096, 8_000, 8_191, 8_192, 8_193, 16_384, 65_536, 200_000];
    let mut store = open(place);
    let mut wanted: Vec<Row> = sizes
        .into_iter()
        .enumerate()
        .map(|(n, size)| (format!("{n:03}").into_bytes(), random.bytes(size)))
        .collect();
    wanted.push((vec![b'9'; KEY_MAX], vec![3; VALUE_MAX]));
    let write = |store: &dyn Store, rows: &[Row]| {
        commit(store, |batch| {
            for (key, value) in rows {
                batch.put(Space::Artifact, key.clone(), value.clone());
            }
        });
    };
    write(&*store, &wanted);
    for turn in 0..4 {
        assert_eq!(scan(&*store, &Range::all(Space::Artifact)), wanted, "turn {turn}");
        for (key, value) in &wanted {
            assert_eq!(get(&*store, Space::Artifact, key).as_ref(), Some(value), "turn {turn}");
        }
        if turn == 1 {
            // Every size is overwritten by another one, larger or smaller.
            let values: Vec<_> = wanted.iter().rev().map(|(_, value)| value.clone()).collect();
            wanted.iter_mut().zip(values).for_each(|(row, value)| row.1 = value);
            write(&*store, &wanted);
        }
        store = reopen(place, store);
    }
    commit(&*store, |batch| {
        for (key, _) in &wanted {
            batch.delete(Space::Artifact, key.clone());
        }
    });
    let only_meta = everything(&*store).iter().all(|(space, _)| *space == Space::Meta);
    assert!(only_meta, "every row was removed");
}

pub(super) fn scans_follow_byte_order_and_bounds(place: &dyn Place) {
    let store = open(place);
    let keys: [&[u8]; 8] =
        [&[0], &[0, 0], &[0, 255], &[1], &[127, 3], &[128], &[255], &[255, 255, 255]];
    commit(&*store, |batch| {
        keys.iter().rev().for_each(|key| batch.put(Space::Timer, *key, *key));
    });
    let bounds = |key: &[u8]| {
        [Bound::Unbounded, Bound::Included(key.to_vec()), Bound::Excluded(key.to_vec())]
    };
    let inside = |range: &Range, key: &[u8]| {
        let key = key.to_vec();
        std::ops::RangeBounds::contains(&(range.from.clone(), range.to.clone()), &key)
    };
    let absent: &[u8] = &[2];
    for (low, high) in keys.iter().chain([&absent]).flat_map(|a| keys.map(|b| (*a, b))) {
        for (from, to) in bounds(low).into_iter().flat_map(|a| bounds(high).map(|b| (a.clone(), b)))
        {
            for (reverse, limit) in [(false, 3), (true, 3), (false, 100), (true, 100)] {
                let range = Range {
                    space: Space::Timer,
                    from: from.clone(),
                    to: to.clone(),
                    reverse,
                    limit,
                };
                let mut wanted: Vec<_> =
                    keys.iter().filter(|key| inside(&range, key)).map(|key| key.to_vec()).collect();
                if reverse {
                    wanted.reverse();
                }
                wanted.truncate(limit);
                let found: Vec<_> = scan(&*store, &range).into_iter().map(|(key, _)| key).collect();
                assert_eq!(found, wanted, "{range:?}");
            }
        }
    }
    let prefixed = scan(&*store, &Range::prefix(Space::Timer, [255]));
    assert_eq!(prefixed.len(), 2, "a prefix of 0xFF has no end");
    let paged = crate::rows(&*store, Range::all(Space::Timer).reversed().limited(3));
    let paged: Vec<_> = paged.map(|row| row.expect("the store is open").0).collect();
    assert!(paged.iter().rev().eq(keys.iter()), "pages join without gap or overlap");
}

pub(super) fn spaces_do_not_meet(place: &dyn Place) {
    let store = open(place);
    let spaces = || Space::ALL.into_iter().filter(|space| *space != Space::Meta);
    commit(&*store, |batch| {
        for space in spaces() {
            batch.put(space, [0], [space.number()]);
            batch.put(space, vec![255; KEY_MAX], [space.number()]);
        }
    });
    commit(&*store, |batch| batch.delete(Space::Feed, [0]));
    for space in spaces() {
        let found = scan(&*store, &Range::all(space));
        assert_eq!(found.len(), if space == Space::Feed { 1 } else { 2 }, "{space:?}");
        assert!(found.iter().all(|(_, value)| *value == [space.number()]), "{space:?}");
    }
}

pub(super) fn a_batch_settles_its_own_conflicts(place: &dyn Place) {
    let mut store = open(place);
    commit(&*store, |batch| {
        batch.put(Space::Lookup, "a", "1");
        batch.delete(Space::Lookup, "a");
        batch.put(Space::Lookup, "b", "1");
        batch.delete(Space::Lookup, "b");
        batch.put(Space::Lookup, "b", "2");
        batch.put(Space::Lookup, "b", "3");
    });
    for _ in 0..2 {
        let found = scan(&*store, &Range::all(Space::Lookup));
        assert_eq!(found, [(b"b".to_vec(), b"3".to_vec())]);
        store = reopen(place, store);
    }
}
