//! A filled-in form becomes a record of values.
//!
//! Invariant: no number passes through a binary float: its text is read as a decimal, and the
//! validator sees a rounded copy only to compare it with limits.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};
use tongban_expr::{Type, Value};

use super::{DOCUMENT_BYTES_MAX, Form, FormProblem, message, types::escaped};

/// Digits that a JSON number keeps in every program that may have handled it.
const NUMBER_DIGITS_MAX: usize = 15;
/// Most problems that are told of one document.
const PROBLEMS_MAX: usize = 100;

pub(super) fn read(form: &Form, document: &Json) -> Result<Value, Vec<FormProblem>> {
    let bytes = serde_json::to_vec(document).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > DOCUMENT_BYTES_MAX {
        return Err(vec![FormProblem::new(
            "",
            format!("表单内容应不超过 {DOCUMENT_BYTES_MAX} 字节，实为 {bytes} 字节"),
            format!("expected at most {DOCUMENT_BYTES_MAX} bytes, but the form has {bytes}"),
        )]);
    }
    let Some(written) = document.as_object() else {
        return Err(vec![FormProblem::new(
            "",
            "表单应为一组字段",
            "expected an object with the fields of the form, but it is something else",
        )]);
    };
    let mut reader = Reader { form, problems: Vec::new() };
    let record = reader.record(written, (String::new(), &form.fields));
    let compared = comparable(document, &Type::Record(form.fields.clone()));
    for error in form.validator.iter_errors(&compared) {
        if let Some(problem) = message::of(&form.schema, &error) {
            reader.problems.push(problem);
        }
    }
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(Value::Record(record));
    }
    let place = |pointer: &str| form.fields.get_index_of(first_part(pointer)).unwrap_or(usize::MAX);
    problems.sort_by_key(|problem| place(&problem.pointer));
    problems.truncate(PROBLEMS_MAX);
    Err(problems)
}

fn first_part(pointer: &str) -> &str {
    pointer.trim_start_matches('/').split('/').next().unwrap_or_default()
}

struct Reader<'f> {
    form: &'f Form,
    problems: Vec<FormProblem>,
}

impl Reader<'_> {
    /// Every field of the type, and a problem for every field that is none.
    fn record(
        &mut self,
        written: &Map<String, Json>,
        (pointer, fields): (String, &IndexMap<Arc<str>, Type>),
    ) -> IndexMap<Arc<str>, Value> {
        for name in written.keys().filter(|name| !fields.contains_key(name.as_str())) {
            let shown: String = name.chars().take(64).collect();
            self.problems.push(FormProblem::new(
                format!("{pointer}/{}", escaped(&shown)),
                format!("表单没有“{shown}”这一项"),
                format!("expected a field of the form, but there is no field `{shown}`"),
            ));
        }
        let read = |(name, kind): (&Arc<str>, &Type)| {
            let at = format!("{pointer}/{}", escaped(name));
            let value = written.get(&**name).map(|json| self.value(json, (at, kind)));
            (Arc::clone(name), value.unwrap_or(Value::Null))
        };
        fields.iter().map(read).collect()
    }

    /// The value; null where the validator has something to say about it.
    fn value(&mut self, json: &Json, (pointer, kind): (String, &Type)) -> Value {
        match (kind, json) {
            (Type::Boolean, Json::Bool(value)) => Value::Boolean(*value),
            (Type::Number, Json::Number(number)) => self.number(&number.to_string(), &pointer),
            (Type::Number, Json::String(text)) if is_decimal(text) => self.exact(text, &pointer),
            (Type::Text, Json::String(text)) => self.text(text, &pointer),
            (Type::Date, Json::String(text)) => text.parse().map_or(Value::Null, Value::Date),
            (Type::Instant, Json::String(text)) => text.parse().map_or(Value::Null, Value::Instant),
            (Type::List(of), Json::Array(items)) => self.list(items, (pointer, of)),
            (Type::Record(fields), Json::Object(written)) => {
                Value::Record(self.record(written, (pointer, fields)))
            }
            _ => Value::Null,
        }
    }

    fn list(&mut self, items: &[Json], (pointer, of): (String, &Type)) -> Value {
        if items.len() > ITEMS_MAX {
            self.add(&pointer, |title| {
                (
                    format!("“{title}”应不超过 {ITEMS_MAX} 项"),
                    format!("expected at most {ITEMS_MAX} items, but there are {}", items.len()),
                )
            });
            return Value::Null;
        }
        let item = |(at, item): (usize, &Json)| self.value(item, (format!("{pointer}/{at}"), of));
        Value::List(items.iter().enumerate().map(item).collect())
    }

    fn text(&mut self, text: &str, pointer: &str) -> Value {
        if text.chars().count() > Value::TEXT_MAX {
            self.add(pointer, |title| {
                let most = Value::TEXT_MAX;
                (
                    format!("“{title}”应不超过 {most} 字"),
                    format!("expected at most {most} characters, but there are more"),
                )
            });
            return Value::Null;
        }
        Value::Text(text.into())
    }

    fn number(&mut self, text: &str, pointer: &str) -> Value {
        let digits = text.split(['e', 'E']).next().unwrap_or_default();
        let significant = digits.trim_start_matches(['-', '0', '.']).bytes();
        let count = significant.filter(u8::is_ascii_digit).count();
        let scientific = text.len() != digits.len();
        let value = if scientific {
            Decimal::from_scientific(text).ok()
        } else {
            Decimal::from_str_exact(text).ok()
        };
        match value {
            Some(value) if count <= NUMBER_DIGITS_MAX => Value::Number(value.normalize()),
            _ => {
                self.add(pointer, |title| {
                    (
                        format!("“{title}”的数字超过 {NUMBER_DIGITS_MAX} 位，请用引号以文字提交"),
                        format!(
                            "expected a number of at most {NUMBER_DIGITS_MAX} digits, but it has \
                             more: send it as a string"
                        ),
                    )
                });
                Value::Null
            }
        }
    }

    fn exact(&mut self, text: &str, pointer: &str) -> Value {
        if let Ok(value) = Decimal::from_str_exact(text) {
            Value::Number(value.normalize())
        } else {
            self.add(pointer, |title| {
                (
                    format!("“{title}”的数字应不超过 28 位"),
                    "expected a number of at most 28 digits, but it has more".to_owned(),
                )
            });
            Value::Null
        }
    }

    fn add(&mut self, pointer: &str, message: impl FnOnce(&str) -> (String, String)) {
        let (zh, en) = message(&self.form.title(pointer));
        self.problems.push(FormProblem::new(pointer, zh, en));
    }
}

/// Most items of a list: what expressions may walk over.
const ITEMS_MAX: usize = 200;

/// `-12.50`; no exponent, no sign but minus.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The document with numbers that came as text written as numbers, for the validator.
fn comparable(json: &Json, kind: &Type) -> Json {
    match (kind, json) {
        (Type::Number, Json::String(text)) if is_decimal(text) => {
            let number = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
            let whole = text.parse::<i64>().ok().map(serde_json::Number::from);
            whole.or(number).map_or_else(|| json.clone(), Json::Number)
        }
        (Type::List(of), Json::Array(items)) => {
            Json::Array(items.iter().map(|item| comparable(item, of)).collect())
        }
        (Type::Record(fields), Json::Object(written)) => {
            let field = |(name, json): (&String, &Json)| {
                let known = fields.get(name.as_str());
                (name.clone(), known.map_or_else(|| json.clone(), |kind| comparable(json, kind)))
            };
            Json::Object(written.iter().map(field).collect())
        }
        _ => json.clone(),
    }
}
