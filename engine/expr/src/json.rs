//! Values from JSON and to JSON.
//!
//! Not here: whole documents and their schemas.
//! Invariants: a number crosses as the digits it is written in, so one with more than 15 of them
//! is refused: other readers would already have rounded it; what is read and written again is
//! equal.

use std::{fmt, sync::Arc};

use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde_json::{Map, Number, Value as Json};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    Type, Value,
    feel::{DECIMAL_DIGITS_MAX, Hint, ITEMS_MAX},
};

/// Most significant digits of a JSON number that every reader keeps.
const DIGITS_MAX: usize = 15;

/// A JSON value that does not fit its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Stable code, the name of a page in the documentation.
    pub code: &'static str,
    /// Where, as a JSON pointer: `/成员/0/年龄`.
    pub path: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to send instead.
    pub hint: Option<Box<Hint>>,
}

impl Misfit {
    /// Its one code.
    pub const CODE: &'static str = "value-misfit";

    fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: Self::CODE, path: String::new(), zh: zh.into(), en: en.into(), hint: None }
    }

    fn hint(mut self, zh: &str, en: &str) -> Self {
        self.hint = Some(Box::new(Hint { zh: zh.to_owned(), en: en.to_owned() }));
        self
    }

    fn inside(mut self, step: &str) -> Self {
        let escaped = step.replace('~', "~0").replace('/', "~1");
        self.path.insert_str(0, &format!("/{escaped}"));
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}", self.en)?;
        match &self.hint {
            Some(hint) => write!(f, "\nhint: {}", hint.en),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Misfit {}

/// `json` as a value of `kind`; `null` is a value of every type, and a text is read as a number, a
/// date (`2024-01-31`) or an instant (RFC 3339, with an offset) where one is wanted.
pub fn value_from_json(json: &Json, kind: &Type) -> Result<Value, Misfit> {
    Ok(match (json, kind) {
        (Json::Null, _) => Value::Null,
        (Json::Bool(value), Type::Boolean) => Value::Boolean(*value),
        (Json::Number(number), Type::Number) => Value::Number(from_number(number)?),
        (Json::String(text), Type::Number) => Value::Number(from_digits(text)?),
        (Json::String(text), Type::Text) => from_text(text)?,
        (Json::String(text), Type::Date) => from_date(text)?,
        (Json::String(text), Type::Instant) => from_instant(text)?,
        (Json::Array(items), Type::List(kind)) => from_items(items, kind)?,
        (Json::Object(fields), Type::Record(kinds)) => from_fields(fields, kinds)?,
        (json, kind) => {
            let ((zh, en), (found_zh, found_en)) = (type_words(kind), json_words(json));
            return Err(Misfit::new(
                format!("这里应当是{zh}，却是{found_zh}"),
                format!("expected {en}, but found {found_en}"),
            ));
        }
    })
}

/// `value` as JSON: numbers of at most 15 digits as numbers, others as texts.
pub fn value_to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(*value),
        Value::Number(number) => to_number(*number),
        Value::Text(text) => Json::String(text.to_string()),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Instant(instant) => Json::String(instant.to_string()),
        Value::List(items) => Json::Array(items.iter().map(value_to_json).collect()),
        Value::Record(fields) => Json::Object(
            fields.iter().map(|(name, value)| (name.to_string(), value_to_json(value))).collect(),
        ),
    }
}

fn from_number(number: &Number) -> Result<Decimal, Misfit> {
    let written = number.to_string();
    let mantissa = written.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
    if significant > DIGITS_MAX {
        return Err(Misfit::new(
            format!("数字最多 {DIGITS_MAX} 位有效数字，这里有 {significant} 位"),
            format!("expected at most {DIGITS_MAX} significant digits, but found {significant}"),
        )
        .hint("请用字符串发送，例如 \"12345678901234567.89\"", "send a string instead"));
    }
    Decimal::from_scientific(&written)
        .or_else(|_| Decimal::from_str_exact(&written))
        .map_err(|_| out_of_range(&written))
}

/// Digits with one point and a sign; no exponent, no grouping.
fn from_digits(text: &str) -> Result<Decimal, Misfit> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = [before, after]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if !plain {
        return Err(Misfit::new(
            format!("“{text}”不是数字"),
            format!("expected a number, but found `{text}`"),
        )
        .hint("例如 \"1234.50\"", "as \"1234.50\""));
    }
    let decimals = if digits.contains('.') { after.len() } else { 0 };
    let significant = before.trim_start_matches('0').len() + decimals;
    if significant > DECIMAL_DIGITS_MAX {
        return Err(out_of_range(text));
    }
    Decimal::from_str_exact(text).map_err(|_| out_of_range(text))
}

fn out_of_range(written: &str) -> Misfit {
    Misfit::new(
        format!("数字“{written}”超过 28 位"),
        format!("expected at most 28 digits, but found `{written}`"),
    )
}

fn from_text(text: &str) -> Result<Value, Misfit> {
    let length = text.chars().count();
    if length > Value::TEXT_MAX {
        return Err(Misfit::new(
            format!("文本最多 {} 字，这里有 {length} 字", Value::TEXT_MAX),
            format!("expected at most {} characters, but found {length}", Value::TEXT_MAX),
        ));
    }
    Ok(Value::Text(text.into()))
}

fn from_date(text: &str) -> Result<Value, Misfit> {
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    date.map(Value::Date).ok_or_else(|| {
        Misfit::new(format!("“{text}”不是日期"), format!("expected a date, but found `{text}`"))
            .hint("例如 \"2024-01-31\"", "as \"2024-01-31\"")
    })
}

fn from_instant(text: &str) -> Result<Value, Misfit> {
    text.parse::<Timestamp>().map(Value::Instant).map_err(|_| {
        Misfit::new(
            format!("“{text}”不是带时区的时刻"),
            format!("expected an instant with its offset, but found `{text}`"),
        )
        .hint("例如 \"2024-01-31T09:00:00+08:00\"", "as \"2024-01-31T09:00:00+08:00\"")
    })
}

fn from_items(items: &[Json], kind: &Type) -> Result<Value, Misfit> {
    if items.len() > ITEMS_MAX {
        return Err(Misfit::new(
            format!("列表最多 {ITEMS_MAX} 项，这里有 {} 项", items.len()),
            format!("expected at most {ITEMS_MAX} items, but found {}", items.len()),
        ));
    }
    let read = |(index, item): (usize, &Json)| {
        value_from_json(item, kind).map_err(|misfit| misfit.inside(&index.to_string()))
    };
    Ok(Value::List(items.iter().enumerate().map(read).collect::<Result<_, _>>()?))
}

/// Fields in the order of their type; absent ones are null, undeclared ones are refused.
fn from_fields(
    fields: &Map<String, Json>,
    kinds: &IndexMap<Arc<str>, Type>,
) -> Result<Value, Misfit> {
    let mut record: IndexMap<Arc<str>, Value> =
        kinds.keys().map(|name| (Arc::clone(name), Value::Null)).collect();
    for (written, json) in fields {
        let name: String = written.nfkc().collect();
        let Some((name, kind)) = kinds.get_key_value(name.as_str()) else {
            let declared = kinds.keys().map(|name| &**name).collect::<Vec<_>>().join(", ");
            return Err(Misfit::new(
                format!("没有声明字段“{written}”，只有 {declared}"),
                format!("expected one of the fields {declared}, but found `{written}`"),
            )
            .inside(written));
        };
        let value = value_from_json(json, kind).map_err(|misfit| misfit.inside(written))?;
        record.insert(Arc::clone(name), value);
    }
    Ok(Value::Record(record))
}

fn to_number(number: Decimal) -> Json {
    let text = number.normalize().to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0').len();
    if significant > DIGITS_MAX {
        return Json::String(number.to_string());
    }
    text.parse::<Number>().map_or_else(|_| Json::String(text), Json::Number)
}

fn type_words(kind: &Type) -> (&'static str, &'static str) {
    match kind {
        Type::Boolean => ("是非", "a boolean"),
        Type::Number => ("数字", "a number"),
        Type::Text => ("文本", "a text"),
        Type::Date => ("日期", "a date"),
        Type::Instant => ("时刻", "an instant"),
        Type::List(_) => ("列表", "a list"),
        Type::Record(_) => ("记录", "a record"),
    }
}

fn json_words(json: &Json) -> (&'static str, &'static str) {
    match json {
        Json::Null => ("空值", "null"),
        Json::Bool(_) => ("是非", "a boolean"),
        Json::Number(_) => ("数字", "a number"),
        Json::String(_) => ("文本", "a text"),
        Json::Array(_) => ("列表", "a list"),
        Json::Object(_) => ("记录", "a record"),
    }
}

#[cfg(test)]
mod tests;
