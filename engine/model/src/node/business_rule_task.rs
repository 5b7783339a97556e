//! `businessRuleTask`: a decision table of the definition itself.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::{Expression, Table};

/// Evaluates a table; its outputs are `<node>.<output>` in expressions.
#[derive(Clone, Debug)]
pub struct BusinessRuleTask {
    /// The table.
    pub table: Arc<Table>,
    /// The file it came from.
    pub file: String,
    /// The table's inputs, each as an expression over the case's data; an input of the same name
    /// where the author gave none.
    pub inputs: IndexMap<Arc<str>, Expression>,
}
