//! The port to durable storage: ordered bytes in named spaces, changed by atomic batches that are
//! on disk when they are acknowledged.
//!
//! Not here: what the bytes mean (`runtime`), and any decision. Adapters only keep records.

/// A named, ordered key space. The number is part of the stored format: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Space {
    /// Format version, partition count, ownership epochs.
    Meta = 0,
    /// The truth: one row per commit of an instance, by (instance, sequence): the hashed record, and
    /// beside it the documents that came with the command, which can be erased without touching
    /// the hash.
    Log = 1,
    /// Where each position of a partition is: (partition, first position) → the rows of one group
    /// commit, in order; derived.
    Feed = 2,
    /// State snapshots by instance; derived.
    Snapshot = 3,
    /// Plugin components, definitions and other large immutable things, by digest.
    Artifact = 4,
    /// Armed timers by (partition, due, instance, element, n); derived.
    Timer = 5,
    /// Open tasks by who may act, due date and instance; derived.
    Task = 6,
    /// Instances by process, status and division; derived.
    Instance = 7,
    /// Effects that were recorded and not yet delivered, by (partition, position, n).
    Outbox = 8,
    /// Recorded responses for idempotency keys.
    Idempotency = 9,
    /// Cases by receipt number, public notices, and other look-ups; derived.
    Lookup = 10,
}

/// One change of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Sets a key.
    Put {
        /// Where.
        space: Space,
        /// At most [`KEY_MAX`] bytes.
        key: Vec<u8>,
        /// At most [`VALUE_MAX`] bytes.
        value: Vec<u8>,
    },
    /// Removes a key; nothing happens when it is not there.
    Delete {
        /// Where.
        space: Space,
        /// At most [`KEY_MAX`] bytes.
        key: Vec<u8>,
    },
}

/// Longest key, in bytes: composite keys of ids, dates and short names stay far below it.
pub const KEY_MAX: usize = 512;

/// Longest value, in bytes: a form document is at most 64 KiB, a plugin component 4 MiB.
pub const VALUE_MAX: usize = 8 << 20;
