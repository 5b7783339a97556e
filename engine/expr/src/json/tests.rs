//! JSON in and out.

use serde_json::{Value as Json, json};

use super::{value_from_json, value_to_json};
use crate::Type;

fn list(kind: Type) -> Type {
    Type::List(Box::new(kind))
}

fn person() -> Type {
    Type::Record([("姓名".into(), Type::Text), ("年龄".into(), Type::Number)].into())
}

/// What was read, written again; or where and why not.
fn there_and_back(json: &Json, kind: &Type) -> String {
    match value_from_json(json, kind) {
        Ok(value) => value_to_json(&value).to_string(),
        Err(misfit) => misfit.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

#[test]
fn values_cross_or_are_refused_with_their_place() {
    let rows = [
        (json!(null), Type::Number, "null"),
        (json!(true), Type::Boolean, "true"),
        (json!(12), Type::Number, "12"),
        (json!(-0.10), Type::Number, "-0.1"),
        (json!("1200.50"), Type::Number, "1200.5"),
        (json!("12345678901234567.89"), Type::Number, "\"12345678901234567.89\""),
        (json!(123_456_789_012_345_u64), Type::Number, "123456789012345"),
        (
            json!(1_234_567_890_123_456_u64),
            Type::Number,
            "expected at most 15 significant digits, but found 16",
        ),
        (json!(1e300), Type::Number, "expected at most 28 digits, but found `1e+300`"),
        (json!("1e3"), Type::Number, "expected a number, but found `1e3`"),
        (json!("1,200"), Type::Number, "expected a number, but found `1,200`"),
        (json!("--1"), Type::Number, "expected a number, but found `--1`"),
        (json!(""), Type::Number, "expected a number, but found ``"),
        (json!("00012"), Type::Number, "12"),
        (
            json!("99999999999999999999999999999"),
            Type::Number,
            "expected at most 28 digits, but found `99999999999999999999999999999`",
        ),
        (json!("低保"), Type::Text, "\"低保\""),
        (json!(1), Type::Text, "expected a text, but found a number"),
        (json!("2026-02-28"), Type::Date, "\"2026-02-28\""),
        (json!("2026-02-30"), Type::Date, "expected a date, but found `2026-02-30`"),
        (
            json!("2026-02-28T00:00:00Z"),
            Type::Date,
            "expected a date, but found `2026-02-28T00:00:00Z`",
        ),
        (json!("2026-02-28T00:00:00+08:00"), Type::Instant, "\"2026-02-27T16:00:00Z\""),
        (
            json!("2026-02-28T00:00:00"),
            Type::Instant,
            "expected an instant with its offset, but found `2026-02-28T00:00:00`",
        ),
        (json!([1, "2"]), list(Type::Number), "[1,2]"),
        (json!([1, true]), list(Type::Number), "/1: expected a number, but found a boolean"),
        (json!(vec![0; 201]), list(Type::Number), "expected at most 200 items, but found 201"),
        (json!({ "年龄": 3 }), person(), "{\"姓名\":null,\"年龄\":3}"),
        (json!([{ "年龄": "x" }]), list(person()), "/0/年龄: expected a number, but found `x`"),
        (
            json!({ "年龄/": 3 }),
            person(),
            "/年龄~1: expected one of the fields 姓名, 年龄, but found `年龄/`",
        ),
    ];
    for (json, kind, wanted) in rows {
        assert_eq!(there_and_back(&json, &kind), wanted, "{json}");
    }
}

#[test]
fn a_long_text_is_refused() {
    let text = Json::String("字".repeat(10_001));
    let wanted = "expected at most 10000 characters, but found 10001";
    assert_eq!(there_and_back(&text, &Type::Text), wanted);
}

#[test]
fn a_number_with_too_many_digits_is_told_to_come_as_a_string() {
    let misfit = value_from_json(&json!(0.123_456_789_012_345_68), &Type::Number).err();
    let hint = misfit.and_then(|misfit| misfit.hint).map(|hint| hint.en);
    assert_eq!(hint.as_deref(), Some("send a string instead"));
}
