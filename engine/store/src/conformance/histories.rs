//! Random histories: the same batches to a store and to the memory oracle, with openings between.

use std::ops::Bound;

use super::{Place, Random, everything, open, reopen, scan};
use crate::{Batch, Memory, Range, Space, Store};

/// Drives a store and the oracle through `steps` random batches, scans and openings, and panics at
/// the first difference. The seed decides everything.
pub fn history(place: &dyn Place, seed: u64, steps: usize) {
    let oracle = Memory::fresh().expect("memory opens");
    let mut random = Random::new(seed);
    let mut store = open(place);
    for step in 0..steps {
        let batch = random_batch(&mut random);
        oracle.commit(batch.clone()).expect("the batch is legal");
        store.commit(batch).expect("the batch is legal");
        for _ in 0..3 {
            let range = random_range(&mut random);
            let found = scan(&*store, &range);
            assert_eq!(found, scan(&oracle, &range), "seed {seed}, step {step}, {range:?}");
        }
        if random.one_in(40) {
            store = reopen(place, store);
            assert_same(&*store, &oracle, seed);
        }
    }
    assert_same(&*store, &oracle, seed);
}

fn assert_same(store: &dyn Store, oracle: &dyn Store, seed: u64) {
    let (found, wanted) = (everything(store), everything(oracle));
    assert_eq!(found.len(), wanted.len(), "seed {seed}: number of rows");
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!((found.0, &found.1.0), (wanted.0, &wanted.1.0), "seed {seed}: keys");
        assert!(found.1.1 == wanted.1.1, "seed {seed}: value of {:?} {:?}", found.0, found.1.0);
    }
}

fn random_batch(random: &mut Random) -> Batch {
    let mut batch = Batch::new();
    for _ in 0..random.below(12) {
        let (space, key) = (random_space(random), random_key(random));
        if random.one_in(4) {
            batch.delete(space, key);
        } else {
            let value = random_value(random);
            batch.put(space, key, value);
        }
    }
    batch
}

fn random_space(random: &mut Random) -> Space {
    // Few spaces, so that keys meet.
    [Space::Log, Space::Task, Space::Artifact][random.below(3)]
}

/// Few keys, many of them prefixes of others.
fn random_key(random: &mut Random) -> Vec<u8> {
    let alphabet = [0, 1, b'a', 254, 255];
    (0..=random.below(3)).map(|_| alphabet[random.below(alphabet.len())]).collect()
}

fn random_value(random: &mut Random) -> Vec<u8> {
    let length = match random.below(20) {
        0 => 8_192 + random.below(30_000),
        1 => random.below(9_000),
        _ => random.below(200),
    };
    random.bytes(length)
}

fn random_range(random: &mut Random) -> Range {
    let mut bound = || match random.below(3) {
        0 => Bound::Unbounded,
        1 => Bound::Included(random_key(random)),
        _ => Bound::Excluded(random_key(random)),
    };
    let (from, to) = (bound(), bound());
    let limit = random.below(30);
    Range { space: random_space(random), from, to, reverse: random.one_in(2), limit }
}
