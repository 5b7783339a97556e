//! Evaluation: which rules match, and what they say.
//!
//! Not here: the check that exactly one can match (`analysis`). Laws: the same inputs give the
//! same answer; a compiled component answers the same, down to the words of a fault.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::Value;

use super::{
    Aggregate, Column, HITS_MAX, InputFault, Kind, Policy, Rule, Table, TableFault,
    formula::Formula, kind::date, rule::Output,
};

/// What a table said of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// The rules that matched, in the order of the hit policy.
    pub rules: Vec<RuleHit>,
    /// Each output by name; under `C`, `R` and `O` a list with one item for each rule.
    pub outputs: IndexMap<Arc<str>, Value>,
}

/// A rule that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleHit {
    /// Line of the file, from 1.
    pub row: u32,
    /// The author's id, or the row.
    pub id: Arc<str>,
    /// The article behind it.
    pub law: Option<Arc<str>>,
    /// In words for the applicant.
    pub reason: Option<Arc<str>>,
}

impl Table {
    /// Answers for one case. `input` gives the value of a column by its name; `None` is null.
    ///
    /// Fails if an input cannot be read by its column, if no rule matches under a policy that
    /// needs one, if matching rules disagree, or if a formula does not fit.
    pub fn evaluate(&self, input: &dyn Fn(&str) -> Option<Value>) -> Result<Matched, TableFault> {
        let values = self.encoded(input)?;
        let matching = self.matching(&values)?;
        let outputs = match self.policy {
            Policy::Unique | Policy::First | Policy::Priority | Policy::Any => {
                let rule = matching.first().ok_or_else(|| self.no_match())?;
                self.single(rule, &values)?
            }
            Policy::Collect | Policy::OutputOrder => self.lists(&matching, &values)?,
            Policy::Aggregate(how) => self.aggregated(how, &matching, &values)?,
        };
        Ok(Matched { rules: matching.into_iter().map(RuleHit::of).collect(), outputs })
    }

    fn encoded(
        &self,
        input: &dyn Fn(&str) -> Option<Value>,
    ) -> Result<Vec<Option<i64>>, TableFault> {
        let one = |column: &Column| {
            column
                .encode(&input(&column.name).unwrap_or(Value::Null))
                .map_err(|fault| TableFault::Input { name: Arc::clone(&column.name), fault })
        };
        self.inputs.iter().map(one).collect()
    }

    fn matching(&self, values: &[Option<i64>]) -> Result<Vec<&Rule>, TableFault> {
        let stops = matches!(self.policy, Policy::First | Policy::Priority);
        let mut places: Vec<usize> = Vec::new();
        for &at in &self.order {
            if !self.rules[at].matches(values) {
                continue;
            }
            let agrees = match (self.policy, places.first()) {
                (Policy::Unique, Some(_)) => false,
                (Policy::Any, Some(first)) => self.same[*first] == self.same[at],
                _ => true,
            };
            if !agrees {
                return Err(TableFault::Conflict { table: Arc::clone(&self.id) });
            }
            if places.len() == HITS_MAX {
                return Err(TableFault::TooMany { table: Arc::clone(&self.id) });
            }
            places.push(at);
            if stops {
                break;
            }
        }
        if places.is_empty() {
            return Ok(self.default.iter().collect());
        }
        Ok(places.into_iter().map(|at| &self.rules[at]).collect())
    }

    fn no_match(&self) -> TableFault {
        TableFault::NoMatch { table: Arc::clone(&self.id) }
    }

    fn single(
        &self,
        rule: &Rule,
        values: &[Option<i64>],
    ) -> Result<IndexMap<Arc<str>, Value>, TableFault> {
        let outputs = self.outputs.iter().zip(&rule.outputs);
        outputs
            .map(|(column, output)| {
                let value = self.value(rule, (column, output), values)?;
                Ok((Arc::clone(&column.name), value))
            })
            .collect()
    }

    fn lists(
        &self,
        rules: &[&Rule],
        values: &[Option<i64>],
    ) -> Result<IndexMap<Arc<str>, Value>, TableFault> {
        let mut lists: Vec<Vec<Value>> = vec![Vec::new(); self.outputs.len()];
        for rule in rules {
            for (at, cell) in self.outputs.iter().zip(&rule.outputs).enumerate() {
                lists[at].push(self.value(rule, cell, values)?);
            }
        }
        let names = self.outputs.iter().map(|column| Arc::clone(&column.name));
        Ok(names.zip(lists.into_iter().map(Value::List)).collect())
    }

    fn aggregated(
        &self,
        how: Aggregate,
        rules: &[&Rule],
        values: &[Option<i64>],
    ) -> Result<IndexMap<Arc<str>, Value>, TableFault> {
        let column = &self.outputs[0];
        let mut total: Option<i64> = (how == Aggregate::Sum).then_some(0);
        for rule in rules {
            let Output::Number(formula) = &rule.outputs[0] else { continue };
            let units = self.units(rule, (column, formula), values)?;
            total = Some(match (how, total) {
                (Aggregate::Sum, Some(sum)) => sum
                    .checked_add(units)
                    .ok_or_else(|| TableFault::Sum { table: Arc::clone(&self.id) })?,
                (Aggregate::Min, Some(least)) => least.min(units),
                (Aggregate::Max, Some(most)) => most.max(units),
                (_, _) => units,
            });
        }
        let value = match (how, total) {
            (Aggregate::Count, _) => Value::Number(Decimal::from(rules.len())),
            (_, Some(units)) => Value::Number(Decimal::new(units, column.kind.scale())),
            (_, None) => Value::Null,
        };
        Ok([(Arc::clone(&column.name), value)].into_iter().collect())
    }

    fn value(
        &self,
        rule: &Rule,
        (column, output): (&Column, &Output),
        values: &[Option<i64>],
    ) -> Result<Value, TableFault> {
        Ok(match output {
            Output::Null => Value::Null,
            Output::Text(text) => Value::Text(Arc::clone(text)),
            Output::Boolean(value) => Value::Boolean(*value),
            Output::Date(days) => Value::Date(date(*days)),
            Output::Number(formula) => {
                let units = self.units(rule, (column, formula), values)?;
                Value::Number(Decimal::new(units, column.kind.scale()))
            }
        })
    }

    fn units(
        &self,
        rule: &Rule,
        (column, formula): (&Column, &Formula),
        values: &[Option<i64>],
    ) -> Result<i64, TableFault> {
        formula.units(values, &self.inputs).map_err(|fault| TableFault::Output {
            row: rule.row,
            name: Arc::clone(&column.name),
            fault,
        })
    }
}

impl Rule {
    pub(super) fn matches(&self, values: &[Option<i64>]) -> bool {
        self.accepted.iter().zip(values).all(|(accepted, value)| accepted.accepts(*value))
    }
}

impl RuleHit {
    fn of(rule: &Rule) -> Self {
        let Rule { row, id, law, reason, .. } = rule;
        Self { row: *row, id: Arc::clone(id), law: law.clone(), reason: reason.clone() }
    }
}

impl Column {
    /// Encodes a value for this column; `None` is null.
    pub(super) fn encode(&self, value: &Value) -> Result<Option<i64>, InputFault> {
        let encoded = self.kind.encode(value)?;
        let (low, high) = self.domain;
        let outside = |at: i64| self.bounded && !(low <= at && at <= high);
        if encoded.is_some_and(outside) { Err(InputFault::NotAllowed) } else { Ok(encoded) }
    }

    /// A value of this column as a clerk would type it.
    pub(super) fn spelled(&self, encoded: Option<i64>) -> String {
        let Some(encoded) = encoded else { return "null".to_owned() };
        match self.kind.decode(encoded) {
            Value::Boolean(value) => value.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Text(text) => text.to_string(),
            Value::Null | Value::Instant(_) | Value::List(_) | Value::Record(_) => String::new(),
        }
    }

    /// Whether it is a text column that takes any word.
    pub fn is_open_text(&self) -> bool {
        matches!(self.kind, Kind::Text { closed: false, .. })
    }
}
