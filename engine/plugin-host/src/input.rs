//! The core's values on their way into a plugin.
//!
//! Not here: nesting; the caller has flattened it into dotted names.
//! Invariant: one value has one form, the one that `plugins/wit/v1/types.wit` documents, so that
//! equal input is equal bytes.

use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use rust_decimal::Decimal;
use tongban_core::call::Call;
use tongban_expr::Value;

use crate::{bindings::types as wit, json};

/// Day 0 of the interface's dates.
const EPOCH: Date = date(1970, 1, 1);

/// Decimals that the interface's numbers can have.
pub(crate) const SCALE_MAX: u32 = 18;

/// All fields of a call.
pub(crate) fn fields(call: &Call) -> Vec<wit::Field> {
    call.input
        .iter()
        .map(|(name, value)| wit::Field { name: name.to_string(), value: encode(value) })
        .collect()
}

/// One value.
pub(crate) fn encode(value: &Value) -> wit::Value {
    match value {
        Value::Null => wit::Value::None,
        Value::Boolean(flag) => wit::Value::Boolean(*flag),
        Value::Number(number) => encode_number(*number),
        Value::Text(text) => wit::Value::Text(text.to_string()),
        Value::Date(day) => wit::Value::Date(days(*day)),
        Value::Instant(instant) => wit::Value::Instant(instant.as_millisecond()),
        Value::List(items) => texts(items).unwrap_or_else(|| wit::Value::Json(json::write(value))),
        Value::Record(_) => wit::Value::Json(json::write(value)),
    }
}

fn encode_number(number: Decimal) -> wit::Value {
    let number = number.normalize();
    match (i64::try_from(number.mantissa()), number.scale()) {
        (Ok(whole), 0) => wit::Value::Integer(whole),
        (Ok(units), scale @ 1..=SCALE_MAX) => {
            let scale = u8::try_from(scale).expect("at most 18");
            wit::Value::Decimal(wit::Decimal { units, scale })
        }
        _ => wit::Value::Json(json::write(&Value::Number(number))),
    }
}

/// The day of a number; none beyond the years -9999 to 9999.
pub(crate) fn day(days: i32) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// The number of a day.
pub(crate) fn days(day: Date) -> i32 {
    let hours = day.duration_since(EPOCH).as_hours();
    i32::try_from(hours / 24).expect("a civil date is within 4 million days")
}

fn texts(items: &[Value]) -> Option<wit::Value> {
    let texts = items.iter().map(|item| match item {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    });
    texts.collect::<Option<Vec<_>>>().map(wit::Value::Texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> String {
        format!("{:?}", encode(&Value::Number(text.parse().expect("a decimal"))))
    }

    #[test]
    fn a_number_has_one_form() {
        assert_eq!(number("5.0"), "Value::Integer(5)");
        assert_eq!(number("-0"), "Value::Integer(0)");
        assert_eq!(number("5.50"), "Value::Decimal(Decimal { units: 55, scale: 1 })");
        assert_eq!(number("9223372036854775807"), "Value::Integer(9223372036854775807)");
        assert_eq!(number("9223372036854775808"), "Value::Json(\"\\\"9223372036854775808\\\"\")");
        assert_eq!(number("0.0000000000000000001"), "Value::Json(\"0.0000000000000000001\")");
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(days(EPOCH), 0);
        assert_eq!(days(date(2026, 2, 17)), 20_501);
        assert_eq!(days(date(1969, 12, 31)), -1);
        assert_eq!(days(Date::MIN), -4_371_587);
    }

    #[test]
    fn lists_of_texts_stay_lists() {
        let text = |word: &str| Value::Text(word.into());
        let encoded = |items| format!("{:?}", encode(&Value::List(items)));
        assert_eq!(encoded(vec![text("重病"), text("重残")]), "Value::Texts([\"重病\", \"重残\"])");
        assert_eq!(encoded(vec![]), "Value::Texts([])");
        assert_eq!(
            encoded(vec![text("a"), Value::Null, Value::Date(EPOCH)]),
            "Value::Json(\"[\\\"a\\\",null,\\\"1970-01-01\\\"]\")"
        );
    }
}
