//! Input of a case as a person writes it: JSON or YAML, without types.
//!
//! Invariant: a text that is a date is a date, one that is an instant (RFC 3339) is an instant, as
//! in a form; `{ text: 2026-01-01 }` says that it is a text after all.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use indexmap::IndexMap;
use serde_json::Value as Json;
use tongban_expr::{Type, Value};

/// A JSON object as the input of a call.
pub fn input_from_json(json: &Json) -> anyhow::Result<IndexMap<Arc<str>, Value>> {
    let Json::Object(fields) = json else {
        bail!("expected an object with the inputs 输入应为 JSON 对象")
    };
    let field = |(name, json): (&String, &Json)| {
        let value = value_from_json(json).with_context(|| format!("reading the input `{name}`"))?;
        Ok((Arc::from(name.as_str()), value))
    };
    fields.iter().map(field).collect()
}

/// The value that a JSON value most likely means.
pub fn value_from_json(json: &Json) -> anyhow::Result<Value> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::String(text) => text_from_json(json, text),
        Json::Bool(_) => typed(json, &Type::Boolean),
        Json::Number(_) => typed(json, &Type::Number),
        Json::Array(items) => {
            Ok(Value::List(items.iter().map(value_from_json).collect::<anyhow::Result<_>>()?))
        }
        Json::Object(fields) => match fields.get("text") {
            Some(text) if fields.len() == 1 => typed(text, &Type::Text),
            _ => {
                let field = |(name, json): (&String, &Json)| {
                    Ok((name.as_str().into(), value_from_json(json)?))
                };
                Ok(Value::Record(fields.iter().map(field).collect::<anyhow::Result<_>>()?))
            }
        },
    }
}

fn text_from_json(json: &Json, text: &str) -> anyhow::Result<Value> {
    if let Ok(date) = typed(json, &Type::Date) {
        return Ok(date);
    }
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Ok(Value::Instant(instant));
    }
    typed(json, &Type::Text)
}

fn typed(json: &Json, kind: &Type) -> anyhow::Result<Value> {
    Ok(tongban_expr::value_from_json(json, kind)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let json = serde_json::from_str(text).expect("JSON");
        let value = value_from_json(&json).map(|value| format!("{value:?}"));
        assert_eq!(value.unwrap_or_else(|error| format!("! {error}")), expected, "{text}");
    }

    #[test]
    fn a_text_is_what_it_looks_like_unless_it_says_so() {
        check("\"2026-02-17\"", "Date(2026-02-17)");
        check("\"2026-02-17T01:00:00+08:00\"", "Instant(2026-02-16T17:00:00Z)");
        check("{\"text\":\"2026-02-17\"}", "Text(\"2026-02-17\")");
        check("\"农村\"", "Text(\"农村\")");
        check("12.50", "Number(12.5)");
        check("[\"a\",null]", "List([Text(\"a\"), Null])");
        check("{\"a\":{\"b\":true}}", "Record({\"a\": Record({\"b\": Boolean(true)})})");
    }
}
