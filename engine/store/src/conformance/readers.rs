//! Readers beside the committer.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Place, commit, open, scan};
use crate::{Range, Space};

const KEYS: u8 = 20;
const TURNS: u32 = 60;

pub(super) fn no_reader_sees_half_a_batch(place: &dyn Place) {
    let store = open(place);
    let ended = AtomicBool::new(false);
    let write = |turn: u32| {
        commit(&*store, |batch| {
            for key in 0..KEYS {
                // Every other turn leaves out some keys, so that rows come and go as well.
                if turn.is_multiple_of(2) || !key.is_multiple_of(3) {
                    batch.put(Space::Instance, [key], turn.to_be_bytes());
                } else {
                    batch.delete(Space::Instance, [key]);
                }
            }
        });
    };
    write(0);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut pages = 0;
            let mut newest = Vec::new();
            while !ended.load(Ordering::SeqCst) || pages == 0 {
                let page = scan(&*store, &Range::all(Space::Instance));
                let turn = page.first().expect("some keys are always there").1.clone();
                let even = turn.last().is_some_and(|byte| byte.is_multiple_of(2));
                let count = (0..KEYS).filter(|key| even || !key.is_multiple_of(3)).count();
                assert_eq!(page.len(), count, "turn {turn:?}");
                assert!(page.iter().all(|(_, value)| *value == turn), "a page of two turns");
                assert!(turn >= newest, "a reader went back in time");
                newest = turn;
                pages += 1;
            }
        });
        (1..=TURNS).for_each(write);
        ended.store(true, Ordering::SeqCst);
        reader.join().expect("the reader saw whole batches only");
    });
}
