//! Expressions in FEEL: parsed, checked and fenced once; evaluated often.
//!
//! ```text
//! source ──token──► tokens ──parse──► tree ──lower──► checked AST ──prepare──► evaluator
//!            every problem carries the bytes it is about        (dsntk evaluates, nothing else)
//! ```
//! The front end is our own, because a diagnostic must name its place and because the reference
//! lexer guesses where a name ends. The meaning is the library's: the tree is lowered to its AST
//! and evaluated by it, and the tests hold both readings of every accepted source together.
//!
//! Not here: decision tables (`table`), and any use of clock, environment or network.
//!
//! Invariants: what passes the fence cannot loop long, recurse deeply, allocate without bound or
//! call out; names are rewritten, so that nothing a user declares can shadow a function; an empty
//! value never turns into `false`: it is equal to `null`, and every other use of it is a fault.

mod convert;
mod expression;
mod fault;
mod functions;
mod fuzz;
mod kind;
mod limits;
mod literal;
mod lower;
mod names;
mod parse;
mod problem;
mod quiet;
mod token;
mod tree;

pub use expression::{Expression, Today, Values};
pub use fault::Fault;
pub use fuzz::fuzz_expression;
pub(crate) use limits::{DIGITS_MAX as DECIMAL_DIGITS_MAX, ITEMS_MAX};
pub use names::Names;
pub use problem::{Hint, Problem};

#[cfg(test)]
mod tests;
