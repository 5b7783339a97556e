//! The command line `tongban`, as a library so that tests run the same code.
//!
//! The one place that picks adapters: which store, which plugin host, which clock.
//! Invariants: data goes to standard output, everything else to standard error; with `--json` the
//! data is JSON; a failed verb ends with a code other than 0 and says why in Chinese and English.

mod allocator;

pub mod args;
pub mod guest;
pub mod package;
pub mod plugin_code;
pub mod scenario;
pub mod setup;
pub mod signing;
pub mod table;
pub mod trial;
pub mod trouble;

mod output;
mod verbs;
mod yaml;

pub use verbs::run;
