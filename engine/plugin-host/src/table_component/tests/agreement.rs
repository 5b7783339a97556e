//! The sheets of the repository: every bound, random values, values that no column can read.

use std::sync::Arc;

use jiff::{Timestamp, civil::date};
use rust_decimal::Decimal;
use tongban_core::call::Outcome;
use tongban_expr::{
    Value,
    table::{Kind, Table},
};

use super::{Case, Draw, SHEETS, admitted, agree, amount_of_work, questions, sound};

/// All combinations are tried up to this many; beyond, as many are drawn.
fn combinations_max() -> usize {
    amount_of_work(2_000, 200_000)
}

fn cases_at_bounds(table: &Table, draw: &mut Draw) -> Vec<Case> {
    let inputs = table.inputs();
    let values: Vec<Vec<Value>> =
        (0..inputs.len()).map(|input| table.boundary_values(input)).collect();
    let all = values.iter().try_fold(1_usize, |all, values| all.checked_mul(values.len()));
    let complete = all.filter(|all| *all <= combinations_max());
    let case = |number: Option<usize>, draw: &mut Draw| {
        let mut rest = number.unwrap_or_default();
        let pairs = inputs.iter().zip(&values).map(|(column, values)| {
            let at = if number.is_some() { rest % values.len() } else { draw.below(values.len()) };
            rest /= values.len();
            (Arc::clone(&column.name), values[at].clone())
        });
        pairs.collect()
    };
    match complete {
        Some(all) => (0..all).map(|number| case(Some(number), draw)).collect(),
        None => (0..combinations_max()).map(|_| case(None, draw)).collect(),
    }
}

#[test]
fn native_and_component_agree_at_every_bound() {
    let mut draw = Draw(3);
    for (name, source) in SHEETS {
        let table = sound(source);
        let cases = cases_at_bounds(&table, &mut draw);
        let components = questions(&table);
        let is_native_only = matches!(name, "home_care" | "notice_days" | "benefit");
        assert!(is_native_only || !components.is_empty(), "{name} fits no world");
        for (question, component) in components {
            let plugin = (question, admitted(&component));
            let mut answered = 0_usize;
            for case in &cases {
                let outcome = agree(&table, plugin, case.clone());
                answered += usize::from(matches!(outcome, Outcome::Answered(_)));
            }
            assert!(answered > 0, "{name} never answers {question:?} of {} cases", cases.len());
        }
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

fn strange(draw: &mut Draw) -> Value {
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

#[test]
fn native_and_component_agree_on_random_cases() {
    let mut draw = Draw(5);
    for (_, source) in SHEETS {
        let table = sound(source);
        for (question, component) in questions(&table) {
            let plugin = (question, admitted(&component));
            for _ in 0..amount_of_work(2_000, 100_000) {
                let mut case = Case::new();
                for column in table.inputs() {
                    if draw.below(40) > 0 {
                        case.insert(Arc::clone(&column.name), value(&column.kind, &mut draw));
                    }
                }
                case.insert("无关".into(), strange(&mut draw));
                if draw.below(2) == 0 {
                    case.reverse();
                }
                agree(&table, plugin, case);
            }
        }
    }
}
