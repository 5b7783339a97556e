//! The fields of a case, read by name and kind.
//!
//! Invariant: a field that is missing, empty or of another kind is a [`Refusal`] that names it, so
//! that `?` is all that a plugin writes.

use crate::{Date, Decimal, Field, Refusal, Value};

/// The fields that the extension point lists, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input(Vec<Field>);

impl Input {
    /// The fields of a call; tests make their own.
    pub fn new(fields: Vec<Field>) -> Self {
        Self(fields)
    }

    /// All fields.
    pub fn fields(&self) -> &[Field] {
        &self.0
    }

    /// The value of a field; `None` where it is missing or was left empty.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let field = self.0.iter().find(|field| field.name == name)?;
        (field.value != Value::None).then_some(&field.value)
    }

    /// Whether a field is missing or was left empty.
    pub fn is_empty(&self, name: &str) -> bool {
        self.value(name).is_none()
    }

    /// A number, whole or with decimals.
    pub fn number(&self, name: &str) -> Result<Decimal, Refusal> {
        match self.filled(name)? {
            Value::Integer(whole) => Ok(Decimal::from(*whole)),
            Value::Decimal(decimal) => Ok(*decimal),
            _ => Err(other_kind(name, "数值")),
        }
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Result<i64, Refusal> {
        match self.filled(name)? {
            Value::Integer(whole) => Ok(*whole),
            _ => Err(other_kind(name, "整数")),
        }
    }

    /// Yes or no.
    pub fn boolean(&self, name: &str) -> Result<bool, Refusal> {
        match self.filled(name)? {
            Value::Boolean(flag) => Ok(*flag),
            _ => Err(other_kind(name, "是或否")),
        }
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<&str, Refusal> {
        match self.filled(name)? {
            Value::Text(text) => Ok(text),
            _ => Err(other_kind(name, "文本")),
        }
    }

    /// Several texts, for example what was ticked.
    pub fn texts(&self, name: &str) -> Result<&[String], Refusal> {
        match self.filled(name)? {
            Value::Texts(texts) => Ok(texts),
            _ => Err(other_kind(name, "多个文本")),
        }
    }

    /// A legal day.
    pub fn date(&self, name: &str) -> Result<Date, Refusal> {
        match self.filled(name)? {
            Value::Date(days) => Ok(Date::from_days(*days)),
            _ => Err(other_kind(name, "日期")),
        }
    }

    /// An instant, in milliseconds since 1970-01-01T00:00:00Z.
    pub fn instant(&self, name: &str) -> Result<i64, Refusal> {
        match self.filled(name)? {
            Value::Instant(ms) => Ok(*ms),
            _ => Err(other_kind(name, "时刻")),
        }
    }

    /// A list of records as canonical JSON; read it with the JSON crate of your choice.
    pub fn json(&self, name: &str) -> Result<&str, Refusal> {
        match self.filled(name)? {
            Value::Json(text) => Ok(text),
            _ => Err(other_kind(name, "记录列表")),
        }
    }

    fn filled(&self, name: &str) -> Result<&Value, Refusal> {
        self.value(name).ok_or_else(|| Refusal::from(format!("“{name}”未填写")))
    }
}

fn other_kind(name: &str, expected: &str) -> Refusal {
    Refusal::from(format!("“{name}”应为{expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(value: Value) -> Input {
        Input::new(vec![Field { name: "月收入".to_owned(), value }])
    }

    #[test]
    fn a_number_comes_in_two_forms() {
        let whole = input(Value::Integer(900)).number("月收入");
        assert_eq!(whole, Ok(Decimal::from(900)));
        let decimal = Decimal { units: 9005, scale: 1 };
        assert_eq!(input(Value::Decimal(decimal)).number("月收入"), Ok(decimal));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_refused_by_name() {
        let words = |result: Result<Decimal, Refusal>| result.map_err(String::from);
        assert_eq!(words(input(Value::None).number("月收入")), Err("“月收入”未填写".to_owned()));
        assert_eq!(words(input(Value::None).number("人口")), Err("“人口”未填写".to_owned()));
        let text = input(Value::Text("900".to_owned()));
        assert_eq!(words(text.number("月收入")), Err("“月收入”应为数值".to_owned()));
    }
}
