//! Values that the flat interface has no case for, as canonical JSON and back.
//!
//! Not here: documents and forms. Invariant: no number passes through a binary float with loss:
//! outgoing numbers over 15 significant digits become strings, incoming ones are refused.

use std::{fmt::Write as _, sync::Arc};

use serde_json::Value as Json;
use tongban_expr::Value;

/// Significant digits that every JSON reader keeps.
const DIGITS_MAX: u32 = 15;

/// Canonical JSON: no white space, keys sorted, dates and instants as ISO 8601 text.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    write_into(value, &mut text);
    text
}

fn write_into(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Boolean(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            let number = number.normalize();
            let is_long = number.mantissa().unsigned_abs() >= 10_u128.pow(DIGITS_MAX);
            let digits = number.to_string();
            if is_long { write_text(&digits, out) } else { out.push_str(&digits) }
        }
        Value::Text(text) => write_text(text, out),
        Value::Date(date) => write_text(&date.to_string(), out),
        Value::Instant(instant) => write_text(&instant.to_string(), out),
        Value::List(items) => {
            write_separated('[', items.iter(), out, write_into);
            out.push(']');
        }
        Value::Record(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            sorted.sort_by_key(|(name, _)| Arc::clone(name));
            write_separated('{', sorted.into_iter(), out, |(name, item), out| {
                write_text(name, out);
                out.push(':');
                write_into(item, out);
            });
            out.push('}');
        }
    }
}

fn write_separated<T>(
    open: char,
    items: impl Iterator<Item = T>,
    out: &mut String,
    mut write: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (position, item) in items.enumerate() {
        if position > 0 {
            out.push(',');
        }
        write(item, out);
    }
}

fn write_text(text: &str, out: &mut String) {
    // A JSON string's own rules, by the library that also reads them.
    let _ = write!(out, "{}", Json::from(text));
}

/// Reads JSON that a plugin gave.
pub(crate) fn read(text: &str) -> Result<Value, NotJson> {
    if has_long_number(text) {
        return Err(NotJson::LongNumber);
    }
    let json: Json = serde_json::from_str(text)
        .map_err(|error| NotJson::Malformed { line: error.line(), column: error.column() })?;
    value(json)
}

/// Why text is not a value; says nothing of its content, which may be personal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotJson {
    #[error("is malformed at line {line}, column {column}")]
    Malformed { line: usize, column: usize },
    #[error("has a number of more than {DIGITS_MAX} digits; give it as a string")]
    LongNumber,
    #[error("has a number that is no decimal")]
    NotDecimal,
}

fn value(json: Json) -> Result<Value, NotJson> {
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Boolean(flag),
        Json::Number(number) => {
            let digits = number.to_string();
            let decimal = digits
                .parse()
                .or_else(|_| rust_decimal::Decimal::from_scientific(&digits))
                .map_err(|_| NotJson::NotDecimal)?;
            Value::Number(decimal)
        }
        Json::String(text) => Value::Text(text.into()),
        Json::Array(items) => Value::List(items.into_iter().map(value).collect::<Result<_, _>>()?),
        Json::Object(fields) => Value::Record(
            fields
                .into_iter()
                .map(|(name, item)| Ok((name.into(), value(item)?)))
                .collect::<Result<_, NotJson>>()?,
        ),
    })
}

/// Whether a number has too many significant digits, read from the text itself because the parser
/// has rounded by the time it answers.
fn has_long_number(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c == '"' || c.is_ascii_digit()) {
        let token = &rest[start..];
        if let Some(string) = token.strip_prefix('"') {
            rest = &string[string_end(string)..];
            continue;
        }
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
        let end = token.find(|c: char| !is_number(c)).unwrap_or(token.len());
        let mantissa = token[..end].split(['e', 'E']).next().unwrap_or_default();
        let digits = mantissa.trim_start_matches(['0', '.']);
        if digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS_MAX as usize {
            return true;
        }
        rest = &token[end..];
    }
    false
}

/// Where the string that was just opened ends, after its closing quote.
fn string_end(string: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in string.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    string.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let got = match read(text) {
            Ok(value) => write(&value),
            Err(error) => format!("! {error}"),
        };
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn json_is_read_and_written_canonically() {
        check("null", "null");
        check(" [true, 1.50 , \"\\u4f4e\\\"\"] ", "[true,1.5,\"低\\\"\"]");
        check("{\"b\":1,\"a\":{\"中\":[]}}", "{\"a\":{\"中\":[]},\"b\":1}");
        check("1e3", "1000");
        check("-0.000001", "-0.000001");
        check("123456789012345", "123456789012345");
    }

    #[test]
    fn json_that_would_lose_is_refused() {
        let long = "! has a number of more than 15 digits; give it as a string";
        check("1234567890123456", long);
        check("1.0000000000000001", long);
        check("[\"\\\"\", 0.12345678901234567]", long);
        check("\"1234567890123456789\"", "\"1234567890123456789\"");
        check("1e400", "! is malformed at line 1, column 5");
        check("1e60", "! has a number that is no decimal");
        check("{", "! is malformed at line 1, column 1");
        check("", "! is malformed at line 1, column 0");
    }

    #[test]
    fn long_numbers_leave_as_strings() {
        let number = Value::Number("1234567890123456.5".parse().expect("a decimal"));
        assert_eq!(write(&number), "\"1234567890123456.5\"");
    }
}
