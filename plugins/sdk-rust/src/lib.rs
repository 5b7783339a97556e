//! Write plugins for Tongban (通办) in Rust.
//!
//! ```text
//! fields ─► your function ─► answer        one fresh sandbox per call
//! ```
//!
//! A plugin is one function from the fields of a case to an answer, and one line that exports it:
//!
//! ```ignore
//! use tongban_plugin::{Decision, Finding, Input, Refusal};
//!
//! tongban_plugin::rule!(answer);
//!
//! fn answer(input: &Input) -> Result<Decision, Refusal> {
//!     if input.number("人均月收入")? > 900 {
//!         let why = Finding::new("收入超标", "人均月收入高于标准").law("示例第三条");
//!         return Ok(Decision::reject().because(why));
//!     }
//!     Ok(Decision::approve())
//! }
//! ```
//!
//! Not here: how a plugin is built, tested and signed; `tongban plugin` does that.
//! Invariants: no binary floats; what a plugin does depends on its input alone; a panic ends the
//! call, and a human takes over.

mod answer;
#[doc(hidden)]
pub mod bindings;
mod date;
mod decimal;
mod input;
mod refusal;
mod world;

pub use answer::{Assessment, Choice, Decision, Verdict};
pub use bindings::types::{Decimal, Field, Finding, Value};
pub use date::Date;
pub use input::Input;
pub use refusal::Refusal;
