//! What goes wrong while a checked expression is evaluated: an incident for a human, never false.
//!
//! Not here: mistakes in the source ([`super::Problem`]).
//! Invariant: a fault names names, not values: it is written to the log, and values are personal.

use std::sync::Arc;

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The result needs a value that was not entered.
    #[error("expected values of {}, but nothing was entered (in `{source_text}`)", list(empty))]
    Empty {
        /// The expression.
        source_text: Arc<str>,
        /// The names that were empty: one of them, at least, was needed.
        empty: Vec<Arc<str>>,
    },
    /// A condition gave neither true nor false.
    #[error("expected true or false, but `{source_text}` gave neither")]
    NotBoolean {
        /// The expression.
        source_text: Arc<str>,
    },
    /// A division by zero.
    #[error("expected a divisor, but it is zero in `{source_text}`")]
    DivisionByZero {
        /// The expression.
        source_text: Arc<str>,
    },
    /// A number or a date is too large to be kept exactly.
    #[error("expected a result of at most 28 digits, but `{source_text}` leaves that range")]
    OutOfRange {
        /// The expression.
        source_text: Arc<str>,
    },
    /// A value is not of its name's declared type, or too large.
    #[error("expected a value of the declared type for `{name}`, but there is another")]
    WrongValue {
        /// The name.
        name: Arc<str>,
    },
    /// The values given allow no result: the 31st of February, the minimum of nothing.
    #[error("expected a result, but the values allow none (in `{source_text}`)")]
    NoResult {
        /// The expression.
        source_text: Arc<str>,
    },
    /// The library failed; nothing else is affected.
    #[error("expected a result, but the evaluator failed in `{source_text}`")]
    Failed {
        /// The expression.
        source_text: Arc<str>,
    },
}

impl Fault {
    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "expr-fault-empty",
        "expr-fault-not-boolean",
        "expr-fault-division-by-zero",
        "expr-fault-out-of-range",
        "expr-fault-wrong-value",
        "expr-fault-no-result",
        "expr-fault-failed",
    ];

    /// Stable code, the name of a page in the documentation.
    pub fn code(&self) -> &'static str {
        Self::CODES[match self {
            Self::Empty { .. } => 0,
            Self::NotBoolean { .. } => 1,
            Self::DivisionByZero { .. } => 2,
            Self::OutOfRange { .. } => 3,
            Self::WrongValue { .. } => 4,
            Self::NoResult { .. } => 5,
            Self::Failed { .. } => 6,
        }]
    }

    /// The message in Chinese; `Display` gives it in English.
    pub fn zh(&self) -> String {
        match self {
            Self::Empty { source_text, empty } => {
                format!("{}没有填写，“{source_text}”得不出结果", list(empty))
            }
            Self::NotBoolean { source_text } => format!("条件“{source_text}”既非真也非假"),
            Self::DivisionByZero { source_text } => format!("“{source_text}”中除数为零"),
            Self::OutOfRange { source_text } => format!("“{source_text}”的结果超过 28 位"),
            Self::WrongValue { name } => format!("“{name}”的值与声明的类型不符，或者过大"),
            Self::NoResult { source_text } => format!("按给定的值，“{source_text}”没有结果"),
            Self::Failed { source_text } => format!("计算“{source_text}”时出错"),
        }
    }
}

fn list(names: &[Arc<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
