//! What the fence lets through, what it refuses, and what comes out.
//!
//! One table for each boundary: source, then verdict.

mod differential;
mod evaluation;
mod fence;
mod fuzzing;
mod problems;
mod speed;
mod traps;

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use jiff::{Timestamp, civil::date};

use super::{
    Expression, Fault, Names, Problem, Today,
    fuzz::{sample_names, sample_values},
};
use crate::{Value, value_to_json};

/// 2026-03-02, half past ten in China.
fn clock() -> Today {
    let instant: Timestamp = "2026-03-02T02:30:00Z".parse().expect("a literal instant");
    Today { date: date(2026, 3, 2), instant }
}

/// The full document.
fn full() -> BTreeMap<String, Value> {
    sample_values().swap_remove(0)
}

/// The document with gaps.
fn gaps() -> BTreeMap<String, Value> {
    sample_values().swap_remove(1)
}

fn parsed(source: &str) -> Expression {
    match Expression::parse(source, &sample_names()) {
        Ok(expression) => expression,
        Err(problems) => panic!("`{source}` is refused: {problems:?}"),
    }
}

fn problems(source: &str) -> Vec<Problem> {
    match Expression::parse(source, &sample_names()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems,
    }
}

/// The answer as JSON text, or the code of the refusal or the fault.
fn answer(source: &str, values: &BTreeMap<String, Value>) -> String {
    match Expression::parse(source, &sample_names()) {
        Err(problems) => problems[0].code.to_owned(),
        Ok(expression) => match expression.evaluate(values, clock()) {
            Ok(value) => value_to_json(&value).to_string(),
            Err(fault) => fault.code().to_owned(),
        },
    }
}

/// Runs a table of (source, answer) on one document and shows every miss at once.
fn check(values: &BTreeMap<String, Value>, rows: &[(&str, &str)]) {
    let misses: Vec<String> = rows
        .iter()
        .map(|(source, wanted)| (source, wanted, answer(source, values)))
        .filter(|(_, wanted, found)| found != *wanted)
        .map(|(source, wanted, found)| format!("{source}\n  wanted {wanted}\n  found  {found}"))
        .collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

fn record(fields: &[(&str, Value)]) -> Value {
    let fields: IndexMap<Arc<str>, Value> =
        fields.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect();
    Value::Record(fields)
}
