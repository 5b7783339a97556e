//! A store without a disk: the oracle the other adapters are compared with, and the engine's choice
//! for tests and virtual time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::{Failure, Guarded, Medium, Range, Result, Row, Space, Write};

type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// What a memory store keeps. It outlives the store, so that one can be closed and opened again.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    spaces: Arc<RwLock<BTreeMap<Space, Map>>>,
    full: Arc<AtomicBool>,
}

impl MemoryDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the disk is full: while it is, every write fails and changes nothing.
    pub fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }
}

/// A store that keeps everything in memory.
pub type Memory = Guarded<MemoryDisk>;

impl Memory {
    /// An empty store.
    ///
    /// # Errors
    /// None in practice; the signature is that of the other adapters.
    pub fn fresh() -> Result<Self> {
        Self::new(MemoryDisk::new())
    }
}

impl Medium for MemoryDisk {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        let spaces = self.spaces.read().unwrap_or_else(PoisonError::into_inner);
        Ok(spaces.get(&space).and_then(|map| map.get(key)).cloned())
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>, Failure> {
        let spaces = self.spaces.read().unwrap_or_else(PoisonError::into_inner);
        let Some(map) = spaces.get(&range.space) else { return Ok(Vec::new()) };
        let found = map.range((range.from.clone(), range.to.clone()));
        let copy = |(key, value): (&Vec<u8>, &Vec<u8>)| (key.clone(), value.clone());
        Ok(if range.reverse {
            found.rev().take(range.limit).map(copy).collect()
        } else {
            found.take(range.limit).map(copy).collect()
        })
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), Failure> {
        if self.full.load(Ordering::SeqCst) {
            return Err("expected free space, but the memory disk was set full".into());
        }
        let mut spaces = self.spaces.write().unwrap_or_else(PoisonError::into_inner);
        for write in writes {
            let map = spaces.entry(write.space()).or_default();
            match write {
                Write::Put { key, value, .. } => map.insert(key, value),
                Write::Delete { key, .. } => map.remove(&key),
            };
        }
        Ok(())
    }

    fn size_bytes(&self) -> Result<u64, Failure> {
        let spaces = self.spaces.read().unwrap_or_else(PoisonError::into_inner);
        let rows = spaces.values().flatten();
        Ok(rows.map(|(key, value)| (key.len() + value.len()) as u64).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::{Memory, MemoryDisk};
    use crate::{Batch, Error, Space, Store};

    fn batch(value: &str) -> Batch {
        let mut batch = Batch::new();
        batch.put(Space::Log, "row", value);
        batch
    }

    #[test]
    fn a_failed_commit_ends_writing_and_nothing_else() {
        let disk = MemoryDisk::new();
        let store = Memory::new(disk.clone()).expect("memory opens");
        store.commit(batch("1")).expect("there is room");
        disk.set_full(true);
        let error = store.commit(batch("2")).expect_err("the disk is full");
        assert!(matches!(error, Error::Failed { .. }), "{error}");
        disk.set_full(false);
        let error = store.commit(batch("3")).expect_err("the handle is poisoned");
        assert!(matches!(error, Error::Unavailable), "{error}");
        let value = store.get(Space::Log, b"row").expect("reads go on");
        assert_eq!(value, Some(b"1".to_vec()));
        let again = Memory::new(disk).expect("memory opens");
        again.commit(batch("4")).expect("a new handle writes");
    }
}
