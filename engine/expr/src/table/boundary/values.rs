//! The values of one input that are worth trying, over all tables that read it.
//!
//! Not here: combining inputs. Law: between two values that are next to each other no table's
//! condition changes its mind, at any scale that a table declares. Null comes last.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::Value;

use super::super::{Column, Kind, Table, analysis};

/// A word that no table knows.
const UNKNOWN: &str = "…";

/// Values of an input that each of `readers` has at the given place.
pub(super) fn of(readers: &[(&Table, usize)]) -> Vec<Value> {
    let mut values = Values::default();
    let scales: Vec<u32> = readers
        .iter()
        .map(|(table, at)| &table.inputs[*at].kind)
        .filter(|kind| kind.is_number())
        .map(Kind::scale)
        .collect();
    for (table, at) in readers {
        values.add_column(table, *at, &scales);
    }
    let mut all: Vec<Value> = values.by_key.into_values().collect();
    all.push(Value::Null);
    all
}

/// Values without repetition, numbers and dates in order.
#[derive(Default)]
struct Values {
    by_key: BTreeMap<Key, Value>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Boolean(bool),
    Number(Decimal),
    Date(jiff::civil::Date),
    Text(String),
}

impl Values {
    fn add_column(&mut self, table: &Table, at: usize, scales: &[u32]) {
        let column = &table.inputs[at];
        match &column.kind {
            Kind::Boolean => [false, true].into_iter().for_each(|it| self.add(Value::Boolean(it))),
            Kind::Text { words, .. } => {
                for word in words {
                    self.add(Value::Text(word.clone()));
                }
                self.add(Value::Text(UNKNOWN.into()));
            }
            Kind::Date | Kind::Integer | Kind::Decimal(_) => {
                for start in analysis::starts(table, at).into_iter().chain([column.domain.1]) {
                    self.add_around(column, start);
                    self.add_at_scales(column, (start, scales));
                }
            }
        }
    }

    /// The encoded value, what stands just below and above, and one unit of the scale further.
    fn add_around(&mut self, column: &Column, start: i64) {
        let reach = if matches!(column.kind, Kind::Decimal(_)) { 2 } else { 1 };
        // Outside a declared range a value is refused, which is worth seeing; outside the kind's
        // own range there is nothing.
        let (least, most) = column.kind.domain();
        for step in -reach..=reach {
            let near = start.checked_add(step).filter(|near| (least..=most).contains(near));
            if let Some(near) = near {
                self.add(column.kind.decode(near));
            }
        }
    }

    /// The first two numbers from `start` on that other tables' scales can write.
    fn add_at_scales(&mut self, column: &Column, (start, scales): (i64, &[u32])) {
        let Value::Number(number) = column.kind.decode(start) else { return };
        for scale in scales.iter().filter(|scale| **scale != column.kind.scale()) {
            let next = number.round_dp_with_strategy(*scale, RoundingStrategy::ToPositiveInfinity);
            let after = next.checked_add(Decimal::new(1, *scale));
            [Some(next), after].into_iter().flatten().for_each(|it| self.add(Value::Number(it)));
        }
    }

    fn add(&mut self, value: Value) {
        let key = match &value {
            Value::Boolean(value) => Key::Boolean(*value),
            Value::Number(number) => Key::Number(*number),
            Value::Date(date) => Key::Date(*date),
            Value::Text(text) => Key::Text(text.to_string()),
            Value::Null | Value::Instant(_) | Value::List(_) | Value::Record(_) => return,
        };
        self.by_key.entry(key).or_insert(value);
    }
}
