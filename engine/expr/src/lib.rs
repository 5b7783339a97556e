//! Expressions (FEEL) and decision tables: parsed and checked once, evaluated often.

mod feel;
mod json;
pub mod table;
mod value;

pub use feel::{Expression, Fault, Hint, Names, Problem, Today, Values, fuzz_expression};
pub use json::{Misfit, value_from_json, value_to_json};
pub use table::{Matched, RuleHit, Table, TableFault, TableProblem};
pub use value::{Type, Value};
