//! How the database is set up. The figures behind each number are in `engine/docs/store.md`.

use std::path::Path;

use fjall::config::{BlockSizePolicy, CompressionPolicy};
use fjall::{CompressionType, Database, KeyspaceCreateOptions};
use tongban_store::Space;

/// Journals on disk before the spaces that hold the oldest one are flushed, in bytes. It bounds the
/// journal that is read again at opening; fjall takes no less than 64 MiB.
const JOURNAL_BYTES_MAX: u64 = 96 << 20;

/// How much memory the store may take. Most installations never touch this.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// Cache of blocks read from disk, in bytes: shared by all spaces.
    pub cache_bytes: u64,
    /// Unsorted part of a busy space that is kept in memory, in bytes; a third of it for a space
    /// with small or rare rows, for eleven spaces must stay far below 500 MiB together. Fixed when
    /// a store is made.
    pub memtable_bytes: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { cache_bytes: 96 << 20, memtable_bytes: 24 << 20 }
    }
}

/// Opens or makes the database; the keyspaces are opened one by one.
pub(crate) fn open(path: &Path, tuning: &Tuning) -> fjall::Result<Database> {
    Database::builder(path)
        .cache_size(tuning.cache_bytes)
        .max_journaling_size(JOURNAL_BYTES_MAX)
        // The journal stays in plain form: it is short-lived, and `journal` has to read it.
        .journal_compression(CompressionType::None)
        .manual_journal_persist(true)
        .worker_threads(2)
        .open()
}

/// How a space is kept. Stored by fjall when the space is made; later changes do not reach it.
pub(crate) fn keyspace(space: Space, tuning: &Tuning) -> KeyspaceCreateOptions {
    let memtable = match space {
        Space::Log | Space::Snapshot | Space::Artifact => tuning.memtable_bytes,
        Space::Meta
        | Space::Feed
        | Space::Timer
        | Space::Task
        | Space::Instance
        | Space::Outbox
        | Space::Idempotency
        | Space::Lookup => tuning.memtable_bytes / 3,
    };
    KeyspaceCreateOptions::default()
        .max_memtable_size(memtable)
        .manual_journal_persist(true)
        .data_block_size_policy(BlockSizePolicy::all(8 << 10))
        .data_block_compression_policy(CompressionPolicy::new([
            CompressionType::None,
            CompressionType::Lz4,
        ]))
}
