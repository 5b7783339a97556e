//! Golden scenarios on the bare machine: the scripts of `tongban run`, played through `step` and
//! `apply` with the real plugins, and nothing between.
//!
//! Not here: stores, threads and HTTP; a failure here is the machine's. The scripts, their verbs and
//! their traces are the command line's own (`tongban_cli::scenario`).
//! Invariant: after every command the fold of all records, read back from their bytes, equals the
//! live state and data, and the chain of hashes holds.

mod desk;
mod setting;

pub use desk::MachineDesk;
pub use setting::Setting;
