//! Kinds of columns, and how a value becomes one comparable number.
//!
//! Not here: conditions (`cell`) and formulas (`formula`). Encoding: an integer is itself, a date
//! is days since 1970-01-01, a boolean is 0 or 1, a text is its place among the column's words
//! (−1 for any other). A decimal of scale *n* is `2 × floor(v × 10ⁿ)`, plus one if digits were cut
//! off: so a value finer than the column declares still compares exactly with every bound, and the
//! odd number shows that it must not be calculated with.

use std::{fmt, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::Value;

use super::fault::InputFault;

/// Most decimals that a column may declare: ¥0.000001 is finer than any legal amount.
pub const SCALE_MAX: u32 = 6;
/// Largest magnitude of a decimal in units of its scale, so that the doubled form fits an `i64`.
const UNITS_MAX: i64 = i64::MAX / 4;

/// The kind of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number of at most this many decimals.
    Decimal(u32),
    /// A legal day.
    Date,
    /// Words; `closed` if no others are allowed.
    Text {
        /// The words that the table knows, in order of declaration.
        words: Vec<Arc<str>>,
        /// Whether the list was declared by the title.
        closed: bool,
    },
}

impl Kind {
    /// Whether `<` means something.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_) | Self::Date)
    }

    /// Whether one can calculate with it.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_))
    }

    /// Decimals of a number; 0 for everything else.
    pub fn scale(&self) -> u32 {
        if let Self::Decimal(scale) = self { *scale } else { 0 }
    }

    /// The encoded values that can come at all.
    pub(super) fn domain(&self) -> (i64, i64) {
        match self {
            Self::Boolean => (0, 1),
            Self::Integer => (i64::MIN, i64::MAX),
            Self::Decimal(_) => (-2 * UNITS_MAX, 2 * UNITS_MAX + 1),
            Self::Date => (days(Date::MIN), days(Date::MAX)),
            Self::Text { words, closed } => {
                let last = i64::try_from(words.len()).expect("words are fewer than cells") - 1;
                (if *closed { 0 } else { -1 }, last)
            }
        }
    }

    /// Encodes a literal of a cell that is already in units of the column's scale.
    pub(super) fn encode_units(&self, units: i64) -> Option<i64> {
        match self {
            Self::Decimal(_) => (units.abs() <= UNITS_MAX).then_some(units * 2),
            Self::Boolean | Self::Integer | Self::Date | Self::Text { .. } => Some(units),
        }
    }

    /// Encodes a value; `None` is null.
    pub(super) fn encode(&self, value: &Value) -> Result<Option<i64>, InputFault> {
        match (self, value) {
            (_, Value::Null) => Ok(None),
            (Self::Boolean, Value::Boolean(value)) => Ok(Some(i64::from(*value))),
            (Self::Date, Value::Date(date)) => Ok(Some(days(*date))),
            (Self::Text { words, closed }, Value::Text(text)) => {
                match words.iter().position(|word| word == text) {
                    Some(at) => Ok(Some(i64::try_from(at).expect("words are few"))),
                    None if *closed => Err(InputFault::NotAllowed),
                    None => Ok(Some(-1)),
                }
            }
            (Self::Integer, Value::Number(number)) => {
                let exact = number.fract().is_zero();
                let whole = i64::try_from(number.trunc()).ok();
                if exact {
                    whole.map(Some).ok_or(InputFault::TooLarge)
                } else {
                    Err(InputFault::NotInteger)
                }
            }
            (Self::Decimal(scale), Value::Number(number)) => {
                encode_decimal(*number, *scale).map(Some).ok_or(InputFault::TooLarge)
            }
            _ => Err(InputFault::WrongKind),
        }
    }

    /// The value that an encoded number stands for; a cut-off decimal comes back with a 5 behind.
    pub(super) fn decode(&self, encoded: i64) -> Value {
        match self {
            Self::Boolean => Value::Boolean(encoded != 0),
            Self::Integer => Value::Number(Decimal::from(encoded)),
            Self::Date => Value::Date(date(encoded)),
            Self::Decimal(scale) => {
                let tenths = i128::from(encoded) * 5;
                Value::Number(Decimal::from_i128_with_scale(tenths, scale + 1).normalize())
            }
            Self::Text { words, .. } => {
                let known = usize::try_from(encoded).ok().and_then(|at| words.get(at));
                Value::Text(known.map_or_else(|| "…".into(), Arc::clone))
            }
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => write!(f, "boolean"),
            Self::Integer => write!(f, "integer"),
            Self::Decimal(scale) => write!(f, "decimal({scale})"),
            Self::Date => write!(f, "date"),
            Self::Text { words, closed: true } => write!(f, "text({})", words.join("|")),
            Self::Text { closed: false, .. } => write!(f, "text"),
        }
    }
}

fn encode_decimal(number: Decimal, scale: u32) -> Option<i64> {
    let factor = 10_i128.pow(number.scale().abs_diff(scale));
    let (units, exact) = if number.scale() <= scale {
        (number.mantissa().checked_mul(factor)?, true)
    } else {
        let units = number.mantissa().div_euclid(factor);
        (units, number.mantissa().rem_euclid(factor) == 0)
    };
    let units = i64::try_from(units).ok().filter(|units| units.abs() <= UNITS_MAX)?;
    Some(units * 2 + i64::from(!exact))
}

/// Days since 1970-01-01.
pub(super) fn days(date: Date) -> i64 {
    let since = date.duration_since(Date::constant(1970, 1, 1));
    since.as_secs() / 86_400
}

/// The day this many days after 1970-01-01, held inside the calendar.
pub(super) fn date(days: i64) -> Date {
    let days = jiff::Span::new().try_days(days).ok();
    days.and_then(|days| Date::constant(1970, 1, 1).checked_add(days).ok()).unwrap_or(Date::MAX)
}
