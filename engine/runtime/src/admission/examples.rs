//! Of many inputs that show the same, the plainest: what a clerk can read at a glance.
//!
//! Invariant: the same inputs in the same order give the same examples.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tongban_expr::Value;

use super::{
    cases::Input,
    report::{Examination, Loosening},
};

/// The plainest example of each kind.
#[derive(Default)]
pub(super) struct Examples(BTreeMap<String, (u32, Loosening)>);

impl Examples {
    /// Notes an example; of each kind and set of rules the plainest stays.
    pub(super) fn add(&mut self, example: Loosening) {
        let rules = example.candidate.answer.findings.iter().map(|finding| finding.rule.as_str());
        let key = format!("{:?} {}", example.kind, rules.collect::<Vec<_>>().join("、"));
        let oddness = oddness(&example.input);
        match self.0.get(&key) {
            Some((known, _)) if *known <= oddness => {}
            None if self.0.len() >= Examination::EXAMPLES_MAX => {}
            _ => drop(self.0.insert(key, (oddness, example))),
        }
    }

    /// All of them, the plainest first.
    pub(super) fn into_list(self) -> Vec<Loosening> {
        let mut list: Vec<_> = self.0.into_values().collect();
        list.sort_by_key(|(oddness, _)| *oddness);
        list.into_iter().map(|(_, example)| example).collect()
    }
}

/// How odd an input looks: what is empty or unknown weighs most, then numbers that nobody has.
pub(super) fn oddness(input: &Input) -> u32 {
    input.values().map(of_value).sum()
}

fn of_value(value: &Value) -> u32 {
    match value {
        Value::Null => 100,
        Value::Text(text) if matches!(&**text, "" | "…") => 100,
        Value::Number(number) => {
            let digits = u32::try_from(number.to_string().len()).unwrap_or(u32::MAX);
            let huge = number.abs() > Decimal::from(1_000_000);
            let debt = number.is_sign_negative();
            digits + u32::from(huge) * 500 + u32::from(debt) * 5
        }
        Value::List(items) => items.iter().map(of_value).sum(),
        Value::Record(fields) => fields.values().map(of_value).sum(),
        Value::Boolean(_) | Value::Text(_) | Value::Date(_) | Value::Instant(_) => 0,
    }
}
