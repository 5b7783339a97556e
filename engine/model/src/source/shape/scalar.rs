//! Reading single values: one function for each shape, used by the checker and by the readers.
//!
//! Invariant: what the checker accepts, the readers can read, as both call the same function.

use rust_decimal::Decimal;
use tongban_calendar::{Date, MonthDay, Term};

use super::Choice;
use crate::{
    DueRule, Span,
    source::yaml::{Resolved, Scalar, Yaml},
};

/// Longest name of a node, point, outcome or process.
pub(crate) const NAME_MAX: usize = 64;
/// Longest id of a flow: two names, an outcome and what joins them.
pub(crate) const FLOW_NAME_MAX: usize = 200;
/// Longest name of a file.
const FILE_NAME_MAX: usize = 200;

/// Whether a text is a name.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=NAME_MAX).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is the id of a flow.
pub(crate) fn is_flow_name(text: &str) -> bool {
    (1..=FLOW_NAME_MAX).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

/// Whether a text is a role.
pub(crate) fn is_role(text: &str) -> bool {
    text.len() <= NAME_MAX && text.split('.').all(is_name)
}

/// Whether a text names a file inside the bundle.
pub(crate) fn is_file(text: &str) -> bool {
    (1..=FILE_NAME_MAX).contains(&text.len())
        && !text.contains('\\')
        && text.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

/// A whole number between the two, both included.
pub(crate) fn integer(yaml: &Yaml, (least, most): (u32, u32)) -> Option<u32> {
    let Resolved::Number(digits) = yaml.scalar()?.resolve() else { return None };
    digits.parse().ok().filter(|number| (least..=most).contains(number))
}

/// A decimal; written as a number or, to keep every digit, as a text.
pub(crate) fn decimal(yaml: &Yaml) -> Option<Decimal> {
    match yaml.scalar()?.resolve() {
        Resolved::Number(text) | Resolved::Text(text) => Decimal::from_str_exact(text).ok(),
        Resolved::Null | Resolved::Boolean(_) => None,
    }
}

/// `true` or `false`.
pub(crate) fn boolean(yaml: &Yaml) -> Option<bool> {
    match yaml.scalar()?.resolve() {
        Resolved::Boolean(value) => Some(value),
        Resolved::Null | Resolved::Number(_) | Resolved::Text(_) => None,
    }
}

/// The source of an expression: a text, or a plain number or boolean.
pub(crate) fn expression(yaml: &Yaml) -> Option<&str> {
    let scalar: &Scalar = yaml.scalar()?;
    match scalar.resolve() {
        Resolved::Null | Resolved::Text("") => None,
        Resolved::Boolean(_) | Resolved::Number(_) | Resolved::Text(_) => Some(&scalar.text),
    }
}

/// `30 working days`
pub(crate) fn term(text: &str) -> Option<Term> {
    text.parse().ok()
}

/// A term or a day of the month.
pub(crate) fn due(text: &str) -> Option<DueRule> {
    let day = || text.parse::<MonthDay>().ok().map(DueRule::MonthDay);
    let within = |term| DueRule::Within { span: Span::Term(term), since: Vec::new() };
    term(text).map(within).or_else(day)
}

/// The unit and roll of a term whose number comes from elsewhere.
pub(crate) fn unit(text: &str) -> Option<Term> {
    let starts_with_number = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if starts_with_number { None } else { term(&format!("1 {text}")) }
}

/// `2021-07-01`
pub(crate) fn date(text: &str) -> Option<Date> {
    text.parse().ok().filter(|_| text.len() == "2021-07-01".len())
}

/// The place of a word in its list.
pub(crate) fn word(text: &str, words: &[Choice]) -> Option<usize> {
    words.iter().position(|choice| choice.word == text)
}
