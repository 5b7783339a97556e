//! A store on `sled` 0.34.7, for those who ask for it by name.
//!
//! Not here: promises shared by all stores; they are in [`tongban_store::Guarded`].
//!
//! Invariants: one tree, one writer; a commit ends in an `fdatasync` of our own, because sled's
//! flush ends in `sync_file_range`; no value is large enough for sled to keep it in a file of its
//! own, which it would not sync; an unfinished snapshot is removed before sled sees it.

mod keys;
mod medium;
mod pieces;

pub use medium::Sled;
