//! Forms: JSON Schema documents whose fields are the names that expressions see.
//!
//! ```text
//! schema ──types──► fields for expressions        (source::forms puts problems in their place)
//!        └─validator─► read(document) ──► problems for people, or a record of values
//! ```
//! Invariants: compiled once; no reference is ever fetched; patterns run in linear time; a field
//! that the schema does not name is a problem, whatever the schema says of additional ones.

mod message;
mod read;
mod types;

use std::sync::Arc;

use indexmap::IndexMap;
use jsonschema::{PatternOptions, Validator};
use tongban_expr::{Type, Value};

/// Largest filled-in form, in bytes of JSON: a document is committed with its command.
pub(crate) const DOCUMENT_BYTES_MAX: usize = 64 << 10;
/// Largest regular expression of a form once compiled, in bytes.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// A compiled form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The schema as written; the console renders it.
    pub schema: Arc<serde_json::Value>,
    /// Field name → type, in the order of the schema.
    pub fields: IndexMap<Arc<str>, Type>,
    validator: Arc<Validator>,
}

/// One thing wrong with a form, filled in or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormProblem {
    /// JSON pointer of the field; of the schema's part, when the schema itself is wrong.
    pub pointer: String,
    /// What is wrong.
    pub message: crate::Text,
}

impl FormProblem {
    fn new(pointer: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: crate::Text::new(zh, en) }
    }
}

impl Form {
    /// Compiles a schema: an object whose properties have types that expressions know.
    pub fn compile(schema: serde_json::Value) -> Result<Self, Vec<FormProblem>> {
        let fields = types::fields_of(&schema)?;
        let options = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .with_pattern_options(PatternOptions::regex().size_limit(PATTERN_BYTES_MAX));
        let validator = options.build(&schema).map_err(|error| {
            let reason = error.to_string();
            vec![FormProblem::new(
                error.instance_path().as_str(),
                format!("JSON Schema 写法有误：{reason}"),
                format!("expected a JSON Schema (draft 2020-12), but {reason}"),
            )]
        })?;
        Ok(Self { schema: Arc::new(schema), fields, validator: Arc::new(validator) })
    }

    /// Checks a filled-in form and converts it to values: a record with every field of the schema,
    /// null where the document leaves one out.
    ///
    /// All problems at once, in the order of the document. Numbers are decimals: a JSON number of
    /// more than 15 significant digits is a problem, and the same number as text is taken.
    pub fn read(&self, document: &serde_json::Value) -> Result<Value, Vec<FormProblem>> {
        read::read(self, document)
    }

    /// The title of the field at a pointer into a document; its name where it has none.
    pub fn title(&self, pointer: &str) -> String {
        message::title(&self.schema, pointer)
    }
}

#[cfg(test)]
mod tests;
