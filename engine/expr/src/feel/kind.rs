//! What kind of value a part of an expression has, as far as it is known before evaluation.
//!
//! Not here: values. Wider than [`Type`]: durations exist inside expressions only.
//! Invariant: [`Kind::Unknown`] stands for a part that already has a problem, and fits anywhere,
//! so that one mistake is reported once.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::Type;

/// The kind of a part of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has a problem of its own.
    Unknown,
    /// The literal `null`.
    Null,
    Boolean,
    Number,
    Text,
    Date,
    Instant,
    /// Days, hours, minutes, seconds.
    Span,
    /// Years and months.
    Period,
    List(Box<Kind>),
    Record(IndexMap<Arc<str>, Kind>),
}

impl Kind {
    /// True if both may be compared, chosen between or put into one list.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            (Self::List(a), Self::List(b)) => a.fits(b),
            _ => self == other,
        }
    }

    /// True if `<` has a meaning.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Unknown
                | Self::Number
                | Self::Text
                | Self::Date
                | Self::Instant
                | Self::Span
                | Self::Period
        )
    }

    /// True if `=` has a meaning.
    pub(super) fn is_scalar(&self) -> bool {
        self.is_ordered() || *self == Self::Boolean
    }

    /// The type of a result; none for what exists inside expressions only.
    pub(super) fn to_type(&self) -> Option<Type> {
        Some(match self {
            Self::Boolean => Type::Boolean,
            Self::Number => Type::Number,
            Self::Text => Type::Text,
            Self::Date => Type::Date,
            Self::Instant => Type::Instant,
            Self::List(item) => Type::List(Box::new(item.to_type()?)),
            Self::Record(fields) => Type::Record(
                fields
                    .iter()
                    .map(|(name, kind)| Some((Arc::clone(name), kind.to_type()?)))
                    .collect::<Option<_>>()?,
            ),
            Self::Unknown | Self::Null | Self::Span | Self::Period => return None,
        })
    }

    /// Chinese and English, for messages.
    pub(super) fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Unknown => ("未知", "something unknown"),
            Self::Null => ("空值", "null"),
            Self::Boolean => ("是非", "a boolean"),
            Self::Number => ("数字", "a number"),
            Self::Text => ("文本", "a text"),
            Self::Date => ("日期", "a date"),
            Self::Instant => ("时刻", "an instant"),
            Self::Span => ("时长", "a duration"),
            Self::Period => ("年月时长", "a duration of years and months"),
            Self::List(_) => ("列表", "a list"),
            Self::Record(_) => ("记录", "a record"),
        }
    }
}

impl From<&Type> for Kind {
    fn from(value: &Type) -> Self {
        match value {
            Type::Boolean => Self::Boolean,
            Type::Number => Self::Number,
            Type::Text => Self::Text,
            Type::Date => Self::Date,
            Type::Instant => Self::Instant,
            Type::List(item) => Self::List(Box::new(Self::from(&**item))),
            Type::Record(fields) => Self::Record(
                fields.iter().map(|(name, kind)| (Arc::clone(name), kind.into())).collect(),
            ),
        }
    }
}
