//! Random values for a column, and values that no column can read.
//!
//! Not here: asking (`differential`).

use std::sync::Arc;

use jiff::{Timestamp, civil::date};
use rust_decimal::Decimal;
use tongban_expr::{
    Value,
    table::{Column, Kind},
};

use super::Draw;

/// A value that the column can read: one at its bounds, or any inside its range.
pub(super) fn fitting(column: &Column, bounds: &[Value], draw: &mut Draw) -> Value {
    let inside = |draw: &mut Draw| {
        let (low, high) = (i128::from(column.domain.0), i128::from(column.domain.1));
        // A range without declared ends is explored around zero.
        let (low, high) = if column.bounded { (low, high) } else { (-20_000, 2_000_000) };
        let span = usize::try_from((high - low).clamp(1, 1 << 40)).expect("40 bits");
        low + i128::try_from(draw.below(span)).expect("40 bits")
    };
    match &column.kind {
        Kind::Integer if draw.below(2) == 0 => {
            Value::Number(Decimal::from_i128_with_scale(inside(draw), 0))
        }
        // Half units of the column's scale: every second one is finer than it declares.
        Kind::Decimal(scale) if draw.below(2) == 0 => {
            let fine = if draw.below(8) == 0 { 5 } else { 10 };
            Value::Number(Decimal::from_i128_with_scale(inside(draw) / 2 * fine, scale + 1))
        }
        _ => bounds[draw.below(bounds.len())].clone(),
    }
}

/// A value for a column: mostly of its kind, now and then hostile to it.
pub(super) fn value(kind: &Kind, draw: &mut Draw) -> Value {
    match draw.below(20) {
        0 => return Value::Null,
        1 => return strange(draw),
        _ => {}
    }
    match kind {
        Kind::Boolean => Value::Boolean(draw.below(2) == 0),
        Kind::Date => Value::Date(date(2024, 1, 1).saturating_add(
            jiff::Span::new().days(i64::try_from(draw.below(800)).expect("small") - 400),
        )),
        Kind::Text { words, .. } if !words.is_empty() && draw.below(8) > 0 => {
            Value::Text(Arc::clone(&words[draw.below(words.len())]))
        }
        Kind::Text { .. } => Value::Text("别的".into()),
        Kind::Integer | Kind::Decimal(_) => number(draw),
    }
}

/// Numbers around bounds, of every length and scale.
fn number(draw: &mut Draw) -> Value {
    let digits = i128::try_from(draw.below(1 << 48)).expect("48 bits");
    let digits = digits * i128::try_from(draw.below(1 << 44)).expect("44 bits");
    let kept = 10_i128.pow(u32::try_from(1 + draw.below(28)).expect("small"));
    let digits = digits % kept;
    let sign = if draw.below(5) == 0 { -1 } else { 1 };
    let scale = match draw.below(6) {
        0..=2 => 0,
        3 => 2,
        _ => u32::try_from(draw.below(29)).expect("small"),
    };
    let small = i128::try_from(draw.below(2_000)).expect("small");
    let mantissa = sign * if draw.below(2) == 0 { small } else { digits };
    Value::Number(Decimal::from_i128_with_scale(mantissa, scale))
}

pub(super) fn strange(draw: &mut Draw) -> Value {
    match draw.below(7) {
        0 => Value::Text("70".into()),
        1 => Value::Boolean(true),
        2 => Value::Date(date(-9_999, 1, 1)),
        3 => Value::Instant(Timestamp::UNIX_EPOCH),
        4 => Value::List(vec![Value::Text("男".into())]),
        5 => Value::List(vec![Value::Boolean(true), Value::Null]),
        _ => Value::Number(Decimal::MAX),
    }
}
