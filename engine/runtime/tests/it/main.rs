//! The runtime from outside: its promises, over a memory store with seams for slowness and failure.
//!
//! Invariant of these tests: no sleeps, no wall clock but where the real clock is what is tested.

mod acknowledgement;
mod admission;
mod budget;
mod cases;
mod damage;
mod idempotency;
mod layers;
mod limits;
mod lists;
mod plugins;
mod references;
mod registry;
mod reopening;
mod seams;
mod stage;
mod time;
mod verification;
mod worlds;
