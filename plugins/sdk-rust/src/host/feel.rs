//! FEEL expressions, as processes and decision tables write them. 表达式
//!
//! Dotted names become records (`household.members`); a field without a value cannot be named.

use crate::{Decimal, Field, Refusal, Value, bindings::host_feel, host::HostError};

/// The value of an expression over these fields.
pub fn evaluate(expression: &str, fields: &[Field]) -> Result<Value, HostError> {
    host_feel::evaluate(expression, fields)
}

/// An expression that is true or false.
pub fn condition(expression: &str, fields: &[Field]) -> Result<bool, Refusal> {
    match evaluate(expression, fields)? {
        Value::Boolean(flag) => Ok(flag),
        _ => Err(other_kind(expression, "是或否")),
    }
}

/// An expression that is a number.
pub fn number(expression: &str, fields: &[Field]) -> Result<Decimal, Refusal> {
    match evaluate(expression, fields)? {
        Value::Integer(whole) => Ok(Decimal::from(whole)),
        Value::Decimal(decimal) => Ok(decimal),
        _ => Err(other_kind(expression, "数值")),
    }
}

fn other_kind(expression: &str, expected: &str) -> Refusal {
    Refusal::from(format!("表达式“{expression}”的结果应为{expected}"))
}
