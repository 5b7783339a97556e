//! Rust types and callers generated from `plugins/wit/v1`, one module per world.
//!
//! Not here: meaning. [`crate::input`] and [`crate::answer`] translate from and to the core,
//! [`crate::desk`] serves the host functions, so nothing of this module leaves the crate.

pub(crate) mod amount;
pub(crate) mod checklist;
pub(crate) mod parameter;
pub(crate) mod rule;
pub(crate) mod validator;

#[expect(
    unreachable_pub,
    reason = "the other worlds' generated code re-exports them as `pub`"
)]
pub use rule::tongban::plugin::{
    host_calendar, host_division, host_feel, host_log, host_reference, types,
};
