//! What the demo and the end-to-end tests share: building `tongban`, running it as a child, acting
//! on it over HTTP as the people of the bundled register do, and the walk through real cases.
//!
//! Not here: the tasks of `cargo xtask` (the program).

#![expect(clippy::print_stdout, reason = "a walk tells what it does")]

pub mod drive;
pub mod process;
pub mod walk;
