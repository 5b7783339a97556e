//! What the demo and the end-to-end tests share: building `tongban`, running it as a child, acting
//! on it over HTTP as the people of the bundled register do, the walk through real cases, and pages
//! of commands as data.
//!
//! Not here: the tasks of `cargo xtask` (the program).

#![expect(clippy::print_stdout, reason = "a walk tells what it does")]

pub mod drive;
pub mod page;
pub mod process;
pub mod walk;
