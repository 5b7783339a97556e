//! Values and their types: what expressions and tables read and give.
//!
//! Not here: FEEL's own value type, which never leaves this crate.
//! Invariants: numbers are decimals of at most 28 digits, never binary floats; a record keeps the
//! order in which its author wrote it.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

/// A value of a form field, an expression, a table cell or a plugin's answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value: the field was left empty.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A decimal of at most 28 digits; money is a number in yuan.
    Number(Decimal),
    /// Text, at most [`Value::TEXT_MAX`] characters when it comes from outside.
    Text(Arc<str>),
    /// A legal day (+08:00).
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// Several values of one type.
    List(Vec<Value>),
    /// Named values, in the order in which they were written.
    Record(IndexMap<Arc<str>, Value>),
}

/// The type of a declared name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// [`Value::Boolean`]
    Boolean,
    /// [`Value::Number`]
    Number,
    /// [`Value::Text`]
    Text,
    /// [`Value::Date`]
    Date,
    /// [`Value::Instant`]
    Instant,
    /// [`Value::List`] of at most 200 items
    List(Box<Type>),
    /// [`Value::Record`] with these fields
    Record(IndexMap<Arc<str>, Type>),
}

impl Value {
    /// Longest text taken from outside, in characters: a form field is a paragraph, not a file.
    pub const TEXT_MAX: usize = 10_000;

    /// True if this may stand where `kind` is declared; null may stand everywhere.
    pub fn is_of(&self, kind: &Type) -> bool {
        match (self, kind) {
            (Self::Null, _)
            | (Self::Boolean(_), Type::Boolean)
            | (Self::Number(_), Type::Number)
            | (Self::Text(_), Type::Text)
            | (Self::Date(_), Type::Date)
            | (Self::Instant(_), Type::Instant) => true,
            (Self::List(items), Type::List(kind)) => items.iter().all(|item| item.is_of(kind)),
            (Self::Record(fields), Type::Record(kinds)) => fields
                .iter()
                .all(|(name, value)| kinds.get(name).is_some_and(|kind| value.is_of(kind))),
            _ => false,
        }
    }
}
