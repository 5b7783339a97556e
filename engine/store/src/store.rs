//! The promise every store makes.

use crate::{Batch, Epoch, Partition, Range, Result, Row, Space};

/// Ordered bytes in named spaces, kept by one adapter. Used as `Arc<dyn Store>`.
///
/// **Atomic.** All writes of a batch become visible together, to readers and after a crash.
/// **Durable.** When [`Store::commit`] returns `Ok`, the batch survives the loss of power.
/// **Ordered.** If a batch survives, every batch acknowledged before it survives too.
/// **Poisoned by failure.** After a failed commit it is unknown whether that batch survives. The
/// handle takes no further write ([`crate::Error::Unavailable`]), reads go on, and the next opening
/// finds out. Nothing that was acknowledged is lost.
pub trait Store: Send + Sync + 'static {
    /// The value of a key. Any thread, any time. May see a batch whose commit has not returned yet,
    /// so an answer that leaves the process must wait for that commit.
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// One page of an ordered scan, in byte order of the keys. Fewer rows than the limit: there are
    /// no more. A page never shows half a batch; between two pages anything may happen. Any thread,
    /// any time, as [`Store::get`]. [`crate::rows`] fetches page after page.
    fn scan(&self, range: &Range) -> Result<Vec<Row>>;

    /// Applies a batch and returns when it is on disk. One committer per process calls it, so that
    /// what waits meanwhile is merged into the next batch; concurrent callers queue.
    ///
    /// Each partition named by [`Batch::owned`] is checked: if the store knows a newer epoch, the
    /// whole batch is refused and nothing changes ([`crate::Error::Fenced`]). An empty batch is
    /// checked too, and writes nothing.
    fn commit(&self, batch: Batch) -> Result<()>;

    /// Takes ownership of a partition: raises its epoch, durably, and returns the new one. From
    /// then on batches with an older epoch are refused. Called once per partition at start-up.
    fn claim(&self, partition: Partition) -> Result<Epoch>;

    /// Disk space the store takes now, in bytes (what it holds in memory, if it has no disk).
    fn size_bytes(&self) -> Result<u64>;

    /// Ends the store: later calls give [`crate::Error::Closed`], background work stops, and when
    /// this returns the directory can be opened again. Closing twice is nothing. Needed only for an
    /// orderly end; a store that is dropped or killed loses no acknowledged batch.
    fn close(&self) -> Result<()>;
}
