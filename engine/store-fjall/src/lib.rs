//! The embedded default store: `fjall` 3, a log-structured merge tree with one journal.
//!
//! Not here: promises shared by all stores; they are in [`tongban_store::Guarded`].
//!
//! Invariants: one keyspace per [`tongban_store::Space`]; a commit is one journal batch, synced
//! before it becomes visible; before fjall reads the journal, [`journal`] has cut off a torn tail.

mod journal;
mod medium;
mod options;

pub use medium::Fjall;
pub use options::Tuning;
