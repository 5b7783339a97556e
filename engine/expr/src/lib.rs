//! Expressions (FEEL) and decision tables: parsed and checked once, evaluated often.

pub mod table;
mod value;

pub use table::{Matched, RuleHit, Table, TableFault, TableProblem};
pub use value::{Type, Value};
