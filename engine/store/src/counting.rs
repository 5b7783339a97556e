//! Counts what commits write, so that tests can hold them to a budget.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{Batch, Epoch, Partition, Range, Result, Row, Space, Store, Write};

/// What one commit, or several together, wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Acknowledged batches.
    pub commits: u64,
    /// Keys set.
    pub puts: u64,
    /// Keys removed.
    pub deletes: u64,
    /// Bytes of all keys and values.
    pub bytes: u64,
}

impl Cost {
    /// Puts and deletes together.
    pub const fn writes(&self) -> u64 {
        self.puts + self.deletes
    }

    fn of(batch: &Batch) -> Self {
        let puts = batch.writes().iter().filter(|write| matches!(write, Write::Put { .. })).count();
        Self {
            commits: 1,
            puts: puts as u64,
            deletes: (batch.len() - puts) as u64,
            bytes: batch.bytes() as u64,
        }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            commits: self.commits + other.commits,
            puts: self.puts + other.puts,
            deletes: self.deletes + other.deletes,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// A store that passes everything on and remembers the cost of each acknowledged batch.
pub struct Counting {
    inner: Arc<dyn Store>,
    costs: Mutex<Vec<Cost>>,
}

impl Counting {
    /// Counts what goes to `inner`.
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, costs: Mutex::new(Vec::new()) }
    }

    /// The cost of each batch since the last call, oldest first; forgets them.
    pub fn take(&self) -> Vec<Cost> {
        std::mem::take(&mut *self.costs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The sum of [`Counting::take`].
    pub fn take_total(&self) -> Cost {
        self.take().into_iter().fold(Cost::default(), Cost::plus)
    }
}

impl Store for Counting {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.inner.get(space, key)
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>> {
        self.inner.scan(range)
    }

    fn commit(&self, batch: Batch) -> Result<()> {
        let cost = Cost::of(&batch);
        self.inner.commit(batch)?;
        self.costs.lock().unwrap_or_else(PoisonError::into_inner).push(cost);
        Ok(())
    }

    fn claim(&self, partition: Partition) -> Result<Epoch> {
        self.inner.claim(partition)
    }

    fn size_bytes(&self) -> Result<u64> {
        self.inner.size_bytes()
    }

    fn close(&self) -> Result<()> {
        self.inner.close()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Cost, Counting};
    use crate::{Batch, Memory, Space, Store};

    #[test]
    fn counts_acknowledged_batches_only() {
        let store = Counting::new(Arc::new(Memory::fresh().expect("memory opens")));
        let mut batch = Batch::new();
        batch.put(Space::Log, "key", "value");
        batch.delete(Space::Task, "k");
        store.commit(batch).expect("the batch is legal");
        let mut refused = Batch::new();
        refused.put(Space::Log, "", "value");
        store.commit(refused).expect_err("an empty key is refused");
        let cost = Cost { commits: 1, puts: 1, deletes: 1, bytes: 9 };
        assert_eq!(store.take(), [cost]);
        assert_eq!(store.take_total(), Cost::default());
    }
}
