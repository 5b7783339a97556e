//! Whether an answer is what its point declares.
//!
//! Invariant: an answer that does not fit joins to nothing. A wrong type would fail later, in a
//! gateway far from the plugin that gave it.

use tongban_expr::{Type, Value};
use tongban_model::{Combine, Point, World};

use crate::call::Answer;

/// What in an answer is not as the point declares it, in English; none for one that fits. A named
/// value that is not given is empty.
pub fn misfit(point: &Point, answer: &Answer) -> Option<String> {
    let wrong = point.outputs.iter().find_map(|(name, kind)| {
        let value = answer.values.get(name).filter(|value| !value.is_of(kind))?;
        Some(expected(name, word(kind), value))
    });
    wrong.or_else(|| bounded(point, answer))
}

/// A value inside bounds is a number, and a whole one where it counts something.
fn bounded(point: &Point, answer: &Answer) -> Option<String> {
    let Combine::Bounded(_) = &point.combine else { return None };
    debug_assert!(matches!(point.world, World::Parameter | World::Amount), "the model saw to it");
    match answer.values.get("value") {
        Some(Value::Number(value)) if point.is_whole() && !value.is_integer() => {
            Some(format!("expected a whole number as `value`, but got {value}"))
        }
        Some(Value::Number(_)) => None,
        Some(other) => Some(expected("value", "a number", other)),
        None => Some("expected a number as `value`, but there is none".to_owned()),
    }
}

fn expected(name: &str, kind: &str, value: &Value) -> String {
    let found = match value {
        Value::Null => "nothing",
        Value::Boolean(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::Date(_) => "a day",
        Value::Instant(_) => "a moment",
        Value::List(_) => "a list",
        Value::Record(_) => "a record",
    };
    format!("expected {kind} as `{name}`, but got {found}")
}

fn word(kind: &Type) -> &'static str {
    match kind {
        Type::Boolean => "true or false",
        Type::Number => "a number",
        Type::Text => "a text",
        Type::Date => "a day",
        Type::Instant => "a moment",
        Type::List(_) => "a list",
        Type::Record(_) => "a record",
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;
    use tongban_model::Bounds;

    use super::*;
    use crate::layer::tests;

    fn point(world: World, combine: Combine) -> Point {
        let outputs = IndexMap::from([("类别".into(), Type::Text)]);
        Point { outputs, ..tests::point(world, combine) }
    }

    fn told(point: &Point, name: &str, value: Value) -> String {
        let answer =
            Answer { values: [(name.into(), value)].into_iter().collect(), ..Answer::default() };
        misfit(point, &answer).unwrap_or_default()
    }

    #[test]
    fn a_value_of_another_type_than_declared_does_not_fit() {
        let rule = point(World::Rule, Combine::Replace);
        assert_eq!(told(&rule, "类别", Value::Text("A".into())), "");
        assert_eq!(told(&rule, "类别", Value::Null), "");
        assert_eq!(told(&rule, "别的", Value::Boolean(true)), "", "nobody declared it");
        let wrong = told(&rule, "类别", Value::Number(1.into()));
        assert_eq!(wrong, "expected a text as `类别`, but got a number");
    }

    #[test]
    fn what_counts_is_whole() {
        let bounds = |max: &str| {
            Combine::Bounded(Bounds { min: 0.into(), max: max.parse().expect("a number") })
        };
        let half = || Value::Number("7.5".parse().expect("a number"));
        let days = point(World::Parameter, bounds("10"));
        let expected = "expected a whole number as `value`, but got 7.5";
        assert_eq!(told(&days, "value", half()), expected);
        assert_eq!(told(&days, "value", Value::Number("7.0".parse().expect("a number"))), "");
        assert_eq!(told(&point(World::Parameter, bounds("0.5")), "value", half()), "");
        assert_eq!(told(&point(World::Amount, bounds("10")), "value", half()), "");
        let expected = "expected a number as `value`, but got a text";
        assert_eq!(told(&days, "value", Value::Text("七".into())), expected);
        let expected = "expected a number as `value`, but there is none";
        assert_eq!(misfit(&days, &Answer::default()).as_deref(), Some(expected));
    }
}
