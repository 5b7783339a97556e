//! What a store asked of the file system, in the order in which it happened.

use std::path::PathBuf;

/// One effect on the directory under test. Paths are those at the time.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// A file appeared.
    Create(PathBuf),
    /// A directory appeared.
    MakeDir(PathBuf),
    /// A name changed; what had the new name is gone.
    Rename(PathBuf, PathBuf),
    /// A file or directory lost its name.
    Remove(PathBuf),
    /// Bytes were written.
    Write {
        /// The file.
        path: PathBuf,
        /// Where in it.
        offset: u64,
        /// What.
        data: Vec<u8>,
    },
    /// A file got another length.
    SetLength(PathBuf, u64),
    /// A file or directory was synced.
    Sync {
        /// Which.
        path: PathBuf,
        /// How many operations had happened when the sync began: it covers these and no more.
        covers: usize,
        /// Whether only the data were asked for (`fdatasync`).
        is_data_only: bool,
    },
    /// The process acknowledged a batch.
    Ack(u64),
}
