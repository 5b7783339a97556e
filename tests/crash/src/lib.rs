//! Crashes of three kinds, done to the real adapters in real processes: killed at any moment, power
//! lost with any part of the unsynced writes, disk full.
//!
//! Not here: the engine. The workload is rows that must agree with each other, so that a missing or
//! half-written batch shows. The tests are in `tests/suite`; the program `tongban-crash` is the
//! process that is killed, and the one that records and replays.
//!
//! Invariant: a seed decides the rows of every batch, so any process can check any other's work.

pub mod stores;
pub mod workload;

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub mod torn;
