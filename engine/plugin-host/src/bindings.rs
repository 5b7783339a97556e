//! Rust types and callers generated from `plugins/wit/v1`, one module per world.
//!
//! Not here: meaning. [`crate::input`] and [`crate::answer`] translate to and from the core's types,
//! so nothing of this module leaves the crate.

pub(crate) mod amount;
pub(crate) mod parameter;
pub(crate) mod rule;

#[expect(unreachable_pub, reason = "the other worlds' generated code re-exports it as `pub`")]
pub use rule::tongban::plugin::types;
