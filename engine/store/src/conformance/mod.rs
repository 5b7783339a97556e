//! What every store must do, as plain functions that panic when one does not. Each adapter's tests
//! call [`all`]; the crash suites are in `tests/crash`, because they need processes to kill.
//!
//! The memory store is the oracle of the random histories, and passes the suite itself.

mod fence;
mod histories;
mod limits;
mod random;
mod readers;
mod rows;

use std::sync::Arc;

pub use histories::history;
pub use random::Random;

use crate::{Batch, Range, Result, Row, Space, Store};

/// A place where one store lives: a directory, or a memory disk.
pub trait Place {
    /// Opens the store; the first time makes it.
    ///
    /// # Errors
    /// Those of the adapter.
    fn open(&self) -> Result<Arc<dyn Store>>;

    /// Whether the place refuses to be opened twice at a time. Memory does not.
    fn is_exclusive(&self) -> bool {
        true
    }
}

/// Runs the whole suite; `fresh` makes places that have not been used.
pub fn all(fresh: &dyn Fn() -> Box<dyn Place>) {
    let checks: [fn(&dyn Place); 11] = [
        rows::a_new_store_is_empty,
        rows::rows_are_kept_overwritten_and_removed,
        rows::values_of_every_size_come_back,
        rows::scans_follow_byte_order_and_bounds,
        rows::spaces_do_not_meet,
        rows::a_batch_settles_its_own_conflicts,
        limits::what_is_too_large_changes_nothing,
        limits::a_closed_store_says_so_and_opens_again,
        fence::an_older_epoch_is_refused_for_ever,
        readers::no_reader_sees_half_a_batch,
        limits::a_place_is_opened_once_at_a_time,
    ];
    for check in checks {
        check(fresh().as_ref());
    }
    for seed in 1..=3 {
        history(fresh().as_ref(), seed, 300);
    }
}

fn open(place: &dyn Place) -> Arc<dyn Store> {
    place.open().expect("the place can be opened")
}

fn reopen(place: &dyn Place, store: Arc<dyn Store>) -> Arc<dyn Store> {
    store.close().expect("an open store can be closed");
    drop(store);
    open(place)
}

fn commit(store: &dyn Store, fill: impl FnOnce(&mut Batch)) {
    let mut batch = Batch::new();
    fill(&mut batch);
    store.commit(batch).expect("a legal batch is committed");
}

fn get(store: &dyn Store, space: Space, key: &[u8]) -> Option<Vec<u8>> {
    store.get(space, key).expect("an open store can be read")
}

fn scan(store: &dyn Store, range: &Range) -> Vec<Row> {
    store.scan(range).expect("an open store can be scanned")
}

fn everything(store: &dyn Store) -> Vec<(Space, Row)> {
    Space::ALL
        .into_iter()
        .flat_map(|space| {
            crate::rows(store, Range::all(space).limited(37))
                .map(move |row| (space, row.expect("an open store can be scanned")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Place, all};
    use crate::{Memory, MemoryDisk, Result, Store};

    impl Place for MemoryDisk {
        fn open(&self) -> Result<Arc<dyn Store>> {
            Ok(Arc::new(Memory::new(self.clone())?))
        }

        fn is_exclusive(&self) -> bool {
            false
        }
    }

    #[test]
    fn the_memory_store_conforms() {
        all(&|| Box::new(MemoryDisk::new()));
    }
}
