//! What every store promises beyond its medium: limits, the ownership fence, one writer at a time,
//! no write after a failed one, an orderly end.
//!
//! Invariant: [`Medium::apply`] is never called again once it has failed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::meta::Fence;
use crate::{
    Batch, Epoch, Error, Failure, Medium, Partition, Range, Result, Row, Space, Store, Write,
};

/// A [`Store`] over a medium. Adapters open their medium and wrap it in this.
pub struct Guarded<M> {
    /// None once closed. Readers clone the handle, so that no one waits for another's disk.
    medium: RwLock<Option<Arc<M>>>,
    /// Its lock is the queue of writers.
    fence: Mutex<Fence>,
    poisoned: AtomicBool,
}

impl<M: Medium> Guarded<M> {
    /// Takes over a medium: reads its meta rows, or writes them if it is new.
    ///
    /// # Errors
    /// [`Error::NewerFormat`], or [`Error::Failed`] if the medium does.
    pub fn new(medium: M) -> Result<Self> {
        let fence = Fence::open(&medium)?;
        Ok(Self {
            medium: RwLock::new(Some(Arc::new(medium))),
            fence: Mutex::new(fence),
            poisoned: AtomicBool::new(false),
        })
    }

    fn medium(&self) -> Result<Arc<M>> {
        let medium = self.medium.read().unwrap_or_else(PoisonError::into_inner);
        medium.clone().ok_or(Error::Closed)
    }

    fn writer(&self) -> MutexGuard<'_, Fence> {
        // A panic below the lock poisons the store itself, see `apply`.
        self.fence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The caller holds the writers' lock.
    fn apply(&self, medium: &M, writes: Vec<Write>, doing: &'static str) -> Result<()> {
        // Set first and taken back on success, so that a panic of the medium poisons as well.
        if self.poisoned.swap(true, Ordering::SeqCst) {
            return Err(Error::Unavailable);
        }
        medium.apply(writes).map_err(|source| Error::Failed { doing, source })?;
        self.poisoned.store(false, Ordering::SeqCst);
        Ok(())
    }
}

fn failed(doing: &'static str) -> impl FnOnce(Failure) -> Error {
    move |source| Error::Failed { doing, source }
}

impl<M: Medium> Store for Guarded<M> {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.medium()?.get(space, key).map_err(failed("read a row"))
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>> {
        let medium = self.medium()?;
        if range.is_void() {
            return Ok(Vec::new());
        }
        medium.scan(range).map_err(failed("scan rows"))
    }

    fn commit(&self, batch: Batch) -> Result<()> {
        batch.check()?;
        let fence = self.writer();
        let medium = self.medium()?;
        if self.poisoned.load(Ordering::SeqCst) {
            return Err(Error::Unavailable);
        }
        for (partition, epoch) in batch.owners() {
            fence.check(partition, epoch)?;
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.apply(&medium, batch.into_settled(), "commit a batch")
    }

    fn claim(&self, partition: Partition) -> Result<Epoch> {
        let mut fence = self.writer();
        let medium = self.medium()?;
        let epoch = fence.epoch(partition).next();
        self.apply(&medium, vec![Fence::row(partition, epoch)], "claim a partition")?;
        fence.raise(partition, epoch);
        Ok(epoch)
    }

    fn size_bytes(&self) -> Result<u64> {
        self.medium()?.size_bytes().map_err(failed("measure the store"))
    }

    fn close(&self) -> Result<()> {
        // The running commit ends first.
        let _writer = self.writer();
        let medium = self.medium.write().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut medium) = medium else { return Ok(()) };
        // Readers hold the medium for one call; wait for the last, so that the directory is free.
        loop {
            match Arc::try_unwrap(medium) {
                Ok(last) => {
                    drop(last);
                    return Ok(());
                }
                Err(shared) => {
                    medium = shared;
                    std::thread::yield_now();
                }
            }
        }
    }
}
