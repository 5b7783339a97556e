//! A store that keeps a copy of each batch it passes on, so that the same writes can be made again.

use std::sync::{Arc, Mutex, PoisonError};

use tongban_store::{Batch, Epoch, Partition, Range, Result, Row, Space, Store};

/// Passes everything on and remembers what was written since [`Recording::take`].
pub(crate) struct Recording {
    inner: Arc<dyn Store>,
    batches: Mutex<Vec<Batch>>,
}

impl Recording {
    pub(crate) fn over(inner: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { inner, batches: Mutex::default() })
    }

    /// The acknowledged batches since the last call, oldest first, without their owners: the store
    /// that takes them again has other epochs.
    pub(crate) fn take(&self) -> Vec<Batch> {
        std::mem::take(&mut *self.batches.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store for Recording {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.inner.get(space, key)
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>> {
        self.inner.scan(range)
    }

    fn commit(&self, batch: Batch) -> Result<()> {
        let mut copy = Batch::new();
        batch.writes().iter().for_each(|write| copy.push(write.clone()));
        self.inner.commit(batch)?;
        self.batches.lock().unwrap_or_else(PoisonError::into_inner).push(copy);
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
