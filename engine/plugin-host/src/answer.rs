//! A plugin's answer on its way into the core: believed only within limits.
//!
//! Not here: the meaning of an answer for the case, bounds of a point.
//! Invariants: whatever a plugin says, the result is an [`Answer`] within [`AnswerLimits`] or a
//! problem that depends on the answer alone; a problem's text holds no value of the case.

mod lists;

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use rust_decimal::Decimal;
use tongban_core::call::{Answer, Finding, Verdict};
use tongban_expr::Value;

use crate::{
    AnswerLimits,
    bindings::{
        amount::Assessment, checklist::Materials, parameter::Choice, rule, types as wit,
        validator::Report,
    },
    input::{SCALE_MAX, day},
    json,
};

/// The name under which a parameter's or amount's one value is found.
const VALUE: &str = "value";

/// What makes an answer unbelievable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, but {what} {got}")]
pub(crate) struct Problem {
    what: &'static str,
    expected: String,
    got: String,
}

impl Problem {
    fn over(what: &'static str, unit: &str, (got, max): (usize, usize)) -> Self {
        Self { what, expected: format!("at most {max} {unit}"), got: format!("has {got}") }
    }

    fn kind(what: &'static str, expected: &str, got: impl Into<String>) -> Self {
        Self { what, expected: expected.to_owned(), got: got.into() }
    }
}

/// Reads one answer; counts its bytes as it goes.
pub(crate) struct Reader<'a> {
    limits: &'a AnswerLimits,
    bytes: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(limits: &'a AnswerLimits) -> Self {
        Self { limits, bytes: 0 }
    }

    pub(crate) fn decision(&mut self, decision: rule::Decision) -> Result<Answer, Problem> {
        let findings = self.findings(decision.findings)?;
        let values = self.values(decision.values)?;
        let intents = self.intents(decision.intents)?;
        let verdict = match decision.verdict {
            rule::Verdict::Approve => Verdict::Approve,
            rule::Verdict::AskForMaterials => Verdict::AskForMaterials,
            rule::Verdict::Refer => Verdict::Refer,
            rule::Verdict::Reject => Verdict::Reject,
        };
        Ok(Answer { verdict: Some(verdict), values, findings, intents, ..Answer::default() })
    }

    pub(crate) fn choice(&mut self, choice: Choice) -> Result<Answer, Problem> {
        let findings = self.findings(choice.findings)?;
        let values = single(self.value(choice.value)?);
        let intents = self.intents(choice.intents)?;
        Ok(Answer { values, findings, intents, ..Answer::default() })
    }

    pub(crate) fn assessment(&mut self, assessment: Assessment) -> Result<Answer, Problem> {
        let findings = self.findings(assessment.findings)?;
        let values = single(number(&assessment.amount)?);
        let intents = self.intents(assessment.intents)?;
        Ok(Answer { values, findings, intents, ..Answer::default() })
    }

    pub(crate) fn materials(&mut self, materials: Materials) -> Result<Answer, Problem> {
        let items = self.items(materials.items)?;
        let findings = self.findings(materials.findings)?;
        let intents = self.intents(materials.intents)?;
        Ok(Answer { items, findings, intents, ..Answer::default() })
    }

    pub(crate) fn report(&mut self, report: Report) -> Result<Answer, Problem> {
        let problems = self.problems(report.problems)?;
        let findings = self.findings(report.findings)?;
        let intents = self.intents(report.intents)?;
        Ok(Answer { problems, findings, intents, ..Answer::default() })
    }

    /// A refusal in the plugin's own words.
    pub(crate) fn refusal(&mut self, words: String) -> Result<String, Problem> {
        self.text("the refusal", words, self.limits.message_chars_max)
    }

    fn findings(&mut self, findings: Vec<wit::Finding>) -> Result<Vec<Finding>, Problem> {
        at_most("findings", findings.len(), self.limits.findings_max)?;
        findings.into_iter().map(|finding| self.finding(finding)).collect()
    }

    fn finding(&mut self, finding: wit::Finding) -> Result<Finding, Problem> {
        let AnswerLimits { message_chars_max, law_chars_max, .. } = *self.limits;
        Ok(Finding {
            rule: self.name("a finding's rule", finding.rule)?,
            message: self.text("a finding's message", finding.message, message_chars_max)?,
            law: finding
                .law
                .map(|law| self.text("a finding's law", law, law_chars_max))
                .transpose()?,
        })
    }

    fn values(&mut self, fields: Vec<wit::Field>) -> Result<IndexMap<Arc<str>, Value>, Problem> {
        at_most("values", fields.len(), self.limits.values_max)?;
        let mut values = IndexMap::with_capacity(fields.len());
        for field in fields {
            let name: Arc<str> = self.name("a value's name", field.name)?.into();
            let value = self.value(field.value)?;
            if values.insert(name, value).is_some() {
                return Err(Problem::kind("the answer", "each name once", "repeats a name"));
            }
        }
        Ok(values)
    }

    pub(crate) fn value(&mut self, value: wit::Value) -> Result<Value, Problem> {
        const WHAT: &str = "a value";
        match value {
            wit::Value::None => Ok(Value::Null),
            wit::Value::Boolean(flag) => Ok(Value::Boolean(flag)),
            wit::Value::Integer(whole) => Ok(Value::Number(whole.into())),
            wit::Value::Decimal(decimal) => number(&decimal),
            wit::Value::Text(text) => {
                self.text(WHAT, text, Value::TEXT_MAX).map(|text| Value::Text(text.into()))
            }
            wit::Value::Date(days) => day(days)
                .map(Value::Date)
                .ok_or_else(|| Problem::kind(WHAT, "a day of the years -9999 to 9999", "is none")),
            wit::Value::Instant(ms) => Timestamp::from_millisecond(ms)
                .map(Value::Instant)
                .map_err(|_| Problem::kind(WHAT, "an instant before the year 9999", "is none")),
            wit::Value::Texts(texts) => self.texts(texts),
            wit::Value::Json(text) => self.json(&text),
        }
    }

    fn texts(&mut self, texts: Vec<String>) -> Result<Value, Problem> {
        let max = self.limits.items_max;
        if texts.len() > max {
            return Err(Problem::over("a list", "items", (texts.len(), max)));
        }
        let read =
            |text| self.text("an item", text, Value::TEXT_MAX).map(|text| Value::Text(text.into()));
        texts.into_iter().map(read).collect::<Result<_, _>>().map(Value::List)
    }

    fn json(&mut self, text: &str) -> Result<Value, Problem> {
        const WHAT: &str = "a value";
        let max = self.limits.json_bytes_max;
        if text.len() > max {
            return Err(Problem::over(WHAT, "bytes of json", (text.len(), max)));
        }
        self.count(text.len())?;
        json::read(text).map_err(|error| Problem::kind(WHAT, "json", error.to_string()))
    }

    fn name(&mut self, what: &'static str, name: String) -> Result<String, Problem> {
        let max = self.limits.name_bytes_max;
        if name.len() > max {
            return Err(Problem::over(what, "bytes", (name.len(), max)));
        }
        if name.trim().is_empty() {
            return Err(Problem::kind(what, "a name", "is empty"));
        }
        self.count(name.len())?;
        Ok(name)
    }

    fn text(
        &mut self,
        what: &'static str,
        text: String,
        chars_max: usize,
    ) -> Result<String, Problem> {
        // A character has at most 4 bytes: no need to count those of a text far too long.
        let too_long = text.len() > chars_max.saturating_mul(4);
        let chars = if too_long { text.len() / 4 } else { text.chars().count() };
        if chars > chars_max {
            return Err(Problem::over(what, "characters", (chars, chars_max)));
        }
        self.count(text.len())?;
        Ok(text)
    }

    fn count(&mut self, bytes: usize) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(bytes);
        let max = self.limits.bytes_max;
        if self.bytes > max {
            return Err(Problem::over("the answer", "bytes of text", (self.bytes, max)));
        }
        Ok(())
    }
}

/// The answer has at most so many of something.
fn at_most(unit: &str, count: usize, max: usize) -> Result<(), Problem> {
    if count <= max { Ok(()) } else { Err(Problem::over("the answer", unit, (count, max))) }
}

fn single(value: Value) -> IndexMap<Arc<str>, Value> {
    IndexMap::from([(VALUE.into(), value)])
}

fn number(decimal: &wit::Decimal) -> Result<Value, Problem> {
    let scale = u32::from(decimal.scale);
    if scale > SCALE_MAX {
        let got = format!("has {scale}");
        return Err(Problem::kind("a number", "at most 18 decimals", got));
    }
    Ok(Value::Number(Decimal::from_i128_with_scale(decimal.units.into(), scale)))
}

#[cfg(test)]
mod tests;
