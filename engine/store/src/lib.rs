//! The port to durable storage: ordered bytes in named spaces, changed by atomic batches that are
//! on disk when they are acknowledged.
//!
//! Not here: what the bytes mean (`runtime`), and any decision. Adapters only keep records: each
//! one implements [`Medium`], and [`Guarded`] adds to it, once for all, what every store promises:
//! limits, the ownership fence, and no write after a failed one. The promises are written down at
//! [`Store`], tried by [`conformance`], and argued case by case in `engine/docs/store.md`.

pub mod conformance;

mod batch;
mod counting;
mod directory;
mod error;
mod guarded;
mod medium;
mod memory;
mod meta;
mod partition;
mod range;
mod space;
mod store;

pub use batch::{BATCH_BYTES_MAX, Batch, KEY_MAX, VALUE_MAX, Write};
pub use counting::{Cost, Counting};
pub use directory::Directory;
pub use error::{Error, Failure, Result};
pub use guarded::Guarded;
pub use medium::Medium;
pub use memory::{Memory, MemoryDisk};
pub use meta::FORMAT;
pub use partition::{Epoch, PARTITIONS, Partition};
pub use range::{Range, Row, Rows, rows};
pub use space::Space;
pub use store::Store;
