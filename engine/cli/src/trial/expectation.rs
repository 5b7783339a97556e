//! What a test case expects of an outcome, and how an outcome differs from it.
//!
//! Invariant: what is not written is not compared; a word that is not known is an error, so that no
//! expectation is silently without effect.

use anyhow::bail;
use serde_json::{Map, Value as Json};
use tongban_core::call::{Called, Outcome};

use super::outcome;

/// Words of an expectation that are compared with the same word of the outcome as JSON.
const WORDS: [&str; 7] =
    ["verdict", "findings", "items", "problems", "intents", "refused", "failed"];

/// Words that look at a part of it: named values; one word of each finding, material, problem;
/// the lines of the log.
const SHORT_WORDS: [&str; 5] = ["values", "rules", "ids", "fields", "log"];

/// What is expected of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Expectation {
    /// These parts of it, by the words of a case.
    Parts(Map<String, Json>),
    /// All of it: what the native evaluator says.
    Exactly(Box<Outcome>),
}

impl Default for Expectation {
    fn default() -> Self {
        Self::Parts(Map::new())
    }
}

impl Expectation {
    /// Reads an expectation: `verdict`, `values` (those named), `rules` (names of the findings),
    /// `findings`, `ids` (of the materials), `items`, `fields` (of the problems), `problems`,
    /// `intents`, `log` (its lines), `refused` (its words), `failed`.
    pub fn read(json: &Json) -> anyhow::Result<Self> {
        let Json::Object(words) = json else {
            bail!("expected an object as `expect` expect 应为 JSON 对象")
        };
        for word in words.keys() {
            if !WORDS.contains(&word.as_str()) && !SHORT_WORDS.contains(&word.as_str()) {
                let known = [SHORT_WORDS.join("`, `"), WORDS.join("`, `")].join("`, `");
                bail!("expected one of `{known}` in `expect`, but got `{word}`");
            }
        }
        Ok(Self::Parts(words.clone()))
    }

    /// How what came of a call differs; empty when it does not.
    pub fn differences(&self, called: &Called) -> Vec<String> {
        let outcome = &called.outcome;
        let words = match self {
            Self::Parts(words) => words,
            Self::Exactly(expected) if **expected == *outcome => return Vec::new(),
            Self::Exactly(expected) => {
                let (expected, got) = (outcome::to_json(expected), outcome::to_json(outcome));
                return vec![format!("expected {expected}, but got {got}")];
            }
        };
        let mut got = outcome::to_json(outcome);
        got["log"] = outcome::log_lines(called).into();
        // Somebody who expects an answer wants to read the refusal, not that its parts are missing.
        let answers = matches!(outcome, Outcome::Answered(_));
        let ends = words.contains_key("refused") || words.contains_key("failed");
        if !answers && !ends {
            return vec![format!("expected an answer, but {}", outcome::describe(outcome))];
        }
        words.iter().filter_map(|(word, expected)| difference(word, expected, &got)).collect()
    }
}

fn difference(word: &str, expected: &Json, got: &Json) -> Option<String> {
    let got = match word {
        "values" => part(&got["values"], expected),
        "rules" => each(&got["findings"], "rule"),
        "ids" => each(&got["items"], "id"),
        "fields" => each(&got["problems"], "field"),
        // A list that is empty is not told.
        _ if expected.is_array() && got[word].is_null() => Json::Array(Vec::new()),
        _ => got[word].clone(),
    };
    let same = same(expected, &got);
    (!same).then(|| format!("{word}: expected {expected}, but got {got}"))
}

/// Those of the values that are expected by name.
fn part(values: &Json, expected: &Json) -> Json {
    let Json::Object(expected) = expected else { return values.clone() };
    expected.keys().map(|name| (name.clone(), values[name].clone())).collect()
}

/// One word of each entry of a list.
fn each(list: &Json, word: &str) -> Json {
    let entries = list.as_array();
    entries.into_iter().flatten().map(|entry| entry[word].clone()).collect()
}

/// Equal, where a number may be written with zeros at its end or as a text.
fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| same(a, b))
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, a)| right.get(name).is_some_and(|b| same(a, b)))
        }
        (Json::Number(_), _) | (_, Json::Number(_)) => {
            decimal(left).is_some() && decimal(left) == decimal(right)
        }
        _ => left == right,
    }
}

fn decimal(json: &Json) -> Option<tongban_expr::Value> {
    tongban_expr::value_from_json(json, &tongban_expr::Type::Number).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tongban_core::call::{Addressee, Answer, Finding, Intent, Notification, Verdict};
    use tongban_expr::Value;

    use super::*;

    fn outcome() -> Outcome {
        let finding = Finding { rule: "甲".into(), message: "因为".into(), law: None };
        let number = Value::Number("12.5".parse().expect("a decimal"));
        Outcome::Answered(Answer {
            verdict: Some(Verdict::Refer),
            values: [("差额".into(), number), ("类别".into(), Value::Null)].into_iter().collect(),
            findings: vec![finding],
            intents: vec![Intent::Notify(Notification {
                to: Addressee::Applicant,
                message: "请补交".into(),
            })],
            ..Answer::default()
        })
    }

    fn check(expected: &Json, differences: &[&str]) {
        let expectation = Expectation::read(expected).expect("known words");
        assert_eq!(expectation.differences(&outcome().into()), differences);
    }

    #[test]
    fn what_is_written_is_compared() {
        check(&json!({}), &[]);
        check(&json!({ "verdict": "refer", "rules": ["甲"] }), &[]);
        check(&json!({ "values": { "差额": 12.50 } }), &[]);
        check(
            &json!({ "verdict": "reject" }),
            &["verdict: expected \"reject\", but got \"refer\""],
        );
        check(
            &json!({ "values": { "余额": 1 } }),
            &["values: expected {\"余额\":1}, but got {\"余额\":null}"],
        );
        check(&json!({ "ids": [], "fields": [], "problems": [] }), &[]);
        check(&json!({ "ids": ["甲"] }), &["ids: expected [\"甲\"], but got []"]);
        check(
            &json!({ "intents": [{ "notify": { "applicant": true }, "message": "请补交" }] }),
            &[],
        );
        check(&json!({ "refused": "不能" }), &["refused: expected \"不能\", but got null"]);
    }

    #[test]
    fn a_refusal_is_shown_to_whoever_expects_an_answer() {
        let expectation = Expectation::read(&json!({ "verdict": "approve" })).expect("known");
        assert_eq!(
            expectation.differences(&Outcome::Refused("缺少字段".into()).into()),
            ["expected an answer, but refused 无法判定: 缺少字段"]
        );
    }

    #[test]
    fn an_unknown_word_is_refused() {
        assert!(Expectation::read(&json!({ "verdikt": "approve" })).is_err());
    }
}
