//! Lines kept beside the case's record, for the plugin's author and for auditors. 日志
//!
//! What goes beyond 50 lines or 4 KiB is cut, and how many lines were cut is recorded.

use crate::bindings::host_log::{Level, write};

/// For the plugin's author.
pub fn debug(text: &str) {
    write(Level::Debug, text);
}

/// What the plugin did.
pub fn info(text: &str) {
    write(Level::Info, text);
}

/// What looked odd.
pub fn warning(text: &str) {
    write(Level::Warning, text);
}
