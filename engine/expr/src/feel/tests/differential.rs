//! The library's own reading of a source, held against ours.
//!
//! The names are given to its parser as FEEL wants them; where both give an answer from full
//! values, it is one answer. Empty values are left out: there we differ on purpose.

use std::collections::BTreeMap;

use dsntk_feel::{FeelNumber, FeelScope, Name, context::FeelContext, values};

use super::{clock, full, sample_names};
use crate::{
    Expression, Value,
    feel::{convert, quiet, tests::fuzzing::corpus},
};

/// What the library says by itself; none if it refuses, fails or panics.
pub(super) fn reference(source: &str, values: &BTreeMap<String, Value>) -> Option<values::Value> {
    let mut context = FeelContext::new();
    for (name, value) in values {
        context.set_entry(&Name::from(name.as_str()), plain(value));
    }
    let scope = FeelScope::from(context);
    quiet::run(|| {
        let ast = dsntk_feel_parser::parse_expression(&scope, source, false).ok()?;
        Some(dsntk_feel_evaluator::evaluate(&scope, &ast))
    })
    .flatten()
    .filter(|answer| !matches!(answer, values::Value::Null(_)))
}

/// Without our dots and dollars.
fn plain(value: &Value) -> values::Value {
    match value {
        Value::Null => values::Value::Null(None),
        Value::Boolean(value) => values::Value::Boolean(*value),
        Value::Number(number) => number
            .to_string()
            .parse::<FeelNumber>()
            .map_or(values::Value::Null(None), values::Value::Number),
        Value::Text(text) => values::Value::String(text.to_string()),
        Value::Date(date) => {
            convert::day(*date).map_or(values::Value::Null(None), values::Value::Date)
        }
        Value::Instant(time) => {
            convert::time(*time).map_or(values::Value::Null(None), values::Value::DateTime)
        }
        Value::List(items) => values::Value::List(items.iter().map(plain).collect()),
        Value::Record(fields) => {
            let mut context = FeelContext::new();
            for (name, value) in fields {
                context.set_entry(&Name::from(&**name), plain(value));
            }
            values::Value::Context(context)
        }
    }
}

/// Sources on which the two differ, each for a reason given in `lower` or in the traps.
fn differs_on_purpose(source: &str) -> bool {
    let own = [".days", "today()", "now()", "accepted_at", "date and time(", "@\"2026-02-27T"];
    source == "survey" || own.iter().any(|part| source.contains(part))
}

/// True if both say the same, none if one of them says nothing.
pub(super) fn agree(source: &str, values: &BTreeMap<String, Value>) -> Option<bool> {
    if differs_on_purpose(source) {
        return None;
    }
    let expression = Expression::parse(source, &sample_names()).ok()?;
    let ours = expression.evaluate(values, clock()).ok().filter(|value| *value != Value::Null)?;
    Some(same(&ours, &reference(source, values)?))
}

/// Equal, where numbers are compared as decimals: the library keeps 34 digits.
fn same(ours: &Value, theirs: &values::Value) -> bool {
    match (ours, theirs) {
        (Value::Number(ours), values::Value::Number(theirs)) => {
            convert::decimal(*theirs) == Ok(*ours)
        }
        (Value::List(ours), values::Value::List(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        (ours, theirs) => plain(ours) == *theirs,
    }
}

#[test]
fn the_library_reads_our_corpus_as_we_do() {
    let values = full();
    let corpus = corpus();
    let verdicts: Vec<_> = corpus.iter().map(|source| (source, agree(source, &values))).collect();
    let differing: Vec<_> =
        verdicts.iter().filter(|(_, verdict)| *verdict == Some(false)).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    let compared = verdicts.iter().filter(|(_, verdict)| verdict.is_some()).count();
    assert!(compared >= 80, "only {compared} of {} sources were compared", corpus.len());
}
