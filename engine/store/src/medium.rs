//! What an adapter has to bring. Everything else is in [`crate::Guarded`].

use crate::{Failure, Range, Result, Row, Space, Write};

/// Bytes on some medium. [`crate::Guarded`] calls it: reads from any thread, [`Medium::apply`] from
/// one thread at a time and never again after it failed, nothing once the store is closed.
/// Closing is dropping.
pub trait Medium: Send + Sync + 'static {
    /// The value of a key.
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, Failure>;

    /// One page. The range is not void; the page shows no half batch.
    fn scan(&self, range: &Range) -> Result<Vec<Row>, Failure>;

    /// Applies all writes or none and returns when they are on disk. Each key comes once, in order.
    fn apply(&self, writes: Vec<Write>) -> Result<(), Failure>;

    /// Space taken, in bytes.
    fn size_bytes(&self) -> Result<u64, Failure>;
}
