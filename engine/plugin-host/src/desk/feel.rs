//! `host-feel`: one expression, behind the same fence as those of processes.
//!
//! The fence takes names of known types, so a field without a value cannot be named; the guest sees
//! it in its own input. Invariant: the world is not asked, so nothing has to be written down.

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexMap;
use tongban_calendar::end_of;
use tongban_core::call::HostFunction;
use tongban_expr::{Expression, Names, Today, Type, Value, Values};

use super::{Desk, Served};
use crate::{
    answer::Reader,
    bindings::{
        host_feel::Host,
        types::{Field, HostError, Value as WitValue},
    },
    input,
    sandbox::Seat,
};

impl Host for Seat {
    fn evaluate(&mut self, expression: String, fields: Vec<Field>) -> Served<WitValue> {
        let desk = self.desk();
        let bytes = fields.iter().map(bytes_of).fold(expression.len(), usize::saturating_add);
        desk.charge(HostFunction::Feel, bytes)?;
        Ok(desk.evaluate(&expression, fields).map_err(HostError::Invalid))
    }
}

fn bytes_of(field: &Field) -> usize {
    let value = match &field.value {
        WitValue::Text(text) | WitValue::Json(text) => text.len(),
        WitValue::Texts(texts) => texts.iter().map(String::len).sum(),
        _ => 8,
    };
    field.name.len().saturating_add(value)
}

struct Fields(IndexMap<Arc<str>, Value>);

impl Values for Fields {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.0.get(name).map(Cow::Borrowed)
    }
}

impl Desk {
    fn evaluate(&self, expression: &str, fields: Vec<Field>) -> Result<WitValue, String> {
        let mut reader = Reader::new(&self.answer);
        let mut values = IndexMap::new();
        for field in fields {
            if field.name.len() > self.answer.name_bytes_max {
                return Err(format!(
                    "expected names of at most {} bytes",
                    self.answer.name_bytes_max
                ));
            }
            let value = reader.value(field.value).map_err(|problem| problem.to_string())?;
            nest(&mut values, &field.name, value);
        }
        let mut names = Names::new();
        for (name, value) in &values {
            if let Some(kind) = kind_of(value) {
                names.declare(name, kind).map_err(|problem| problem.to_string())?;
            }
        }
        let expression = Expression::parse(expression, &names)
            .map_err(|problems| problems.first().map_or_else(String::new, ToString::to_string))?;
        let day = self.scene.day;
        let today = Today { date: day, instant: end_of(day) };
        let value = expression.evaluate(&Fields(values), today);
        value.map(|value| input::encode(&value)).map_err(|fault| fault.to_string())
    }
}

/// Puts `a.b.c` into the records that its name means.
fn nest(values: &mut IndexMap<Arc<str>, Value>, name: &str, value: Value) {
    let Some((head, rest)) = name.split_once('.') else {
        values.insert(name.into(), value);
        return;
    };
    let record = values.entry(head.into()).or_insert_with(|| Value::Record(IndexMap::new()));
    if let Value::Record(fields) = record {
        nest(fields, rest, value);
    }
}

/// The type under which a value is declared; none for what has no type of its own.
fn kind_of(value: &Value) -> Option<Type> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(_) => Type::Boolean,
        Value::Number(_) => Type::Number,
        Value::Text(_) => Type::Text,
        Value::Date(_) => Type::Date,
        Value::Instant(_) => Type::Instant,
        Value::List(items) => {
            Type::List(Box::new(items.first().map_or(Some(Type::Text), kind_of)?))
        }
        Value::Record(fields) => {
            let typed = |(name, value): (&Arc<str>, &Value)| {
                kind_of(value).map(|kind| (Arc::clone(name), kind))
            };
            Type::Record(fields.iter().filter_map(typed).collect())
        }
    })
}
