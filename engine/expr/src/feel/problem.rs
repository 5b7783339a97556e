//! What is wrong with an expression, where, and what to write instead.
//!
//! Not here: what goes wrong while a good expression is evaluated (`fault`).
//! Invariant: every problem speaks Chinese and English and points into the source.

use std::{fmt, ops::Range};

/// One thing wrong with a source; all of them are reported at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code, the name of a page in the documentation.
    pub code: &'static str,
    /// Bytes of the source that this is about.
    pub at: Range<usize>,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to write instead, where that is known.
    pub hint: Option<Box<Hint>>,
}

/// What to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Problem {
    /// Every code an expression or a declared name can be refused with.
    pub const CODES: &'static [&'static str] = &[
        SYNTAX,
        CHARACTER,
        NUMBER,
        TEXT,
        TOO_LARGE,
        NOT_ALLOWED,
        NAME,
        FIELD,
        FUNCTION,
        ARGUMENTS,
        TYPE,
        CONDITION,
        EMPTY,
        DECLARATION,
    ];

    pub(crate) fn new(
        code: &'static str,
        at: Range<usize>,
        (zh, en): (impl Into<String>, impl Into<String>),
    ) -> Self {
        Self { code, at, zh: zh.into(), en: en.into(), hint: None }
    }

    pub(crate) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Box::new(Hint { zh: zh.into(), en: en.into() }));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}: {}", self.at.start, self.at.end, self.en)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {}", hint.en),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

pub(super) const SYNTAX: &str = "expr-syntax";
pub(super) const CHARACTER: &str = "expr-character";
pub(super) const NUMBER: &str = "expr-number";
pub(super) const TEXT: &str = "expr-text";
pub(super) const TOO_LARGE: &str = "expr-too-large";
pub(super) const NOT_ALLOWED: &str = "expr-not-allowed";
pub(super) const NAME: &str = "expr-unknown-name";
pub(super) const FIELD: &str = "expr-unknown-field";
pub(super) const FUNCTION: &str = "expr-unknown-function";
pub(super) const ARGUMENTS: &str = "expr-arguments";
pub(super) const TYPE: &str = "expr-type";
pub(super) const CONDITION: &str = "expr-not-condition";
pub(super) const EMPTY: &str = "expr-compared-with-null";
pub(super) const DECLARATION: &str = "expr-declaration";
