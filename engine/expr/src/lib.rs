//! Expressions (FEEL) and decision tables: parsed and checked once, evaluated often.

mod value;

pub use value::{Type, Value};
