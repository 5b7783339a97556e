//! The native evaluator in the words of a plugin: what a compiled table must answer.
//!
//! Not here: the evaluator itself (`tongban_expr::table`).

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_core::call::{Answer, Finding, Outcome, Question, Verdict};
use tongban_expr::{
    Matched, Value,
    table::{OUTCOMES, RuleHit, Table},
};

use super::entries;

/// Answers a question by the native evaluator, as the compiled component would.
pub fn native(table: &Table, question: Question, input: &IndexMap<Arc<str>, Value>) -> Outcome {
    match table.evaluate(&|name| input.get(name).cloned()) {
        Ok(matched) => Outcome::Answered(match question {
            Question::Checklist | Question::Validator => listed(table, &matched, question),
            Question::Rule | Question::Parameter | Question::Amount => answer(matched, question),
        }),
        Err(fault) => Outcome::Refused(fault.to_string()),
    }
}

/// What each matching row adds to a list.
fn listed(table: &Table, matched: &Matched, question: Question) -> Answer {
    let rows = || table.rules().chain(table.default_rule());
    let matching =
        || matched.rules.iter().filter_map(|hit| rows().find(|rule| rule.row == hit.row));
    let mut answer = Answer { findings: findings(matched), ..Answer::default() };
    if question == Question::Checklist {
        answer.items = matching().map(|rule| entries::item(table, rule)).collect();
    } else {
        answer.problems = matching().map(|rule| entries::problem(table, rule)).collect();
    }
    answer
}

fn findings(matched: &Matched) -> Vec<Finding> {
    let finding = |rule: &RuleHit| Finding {
        rule: rule.id.to_string(),
        message: rule.reason.as_deref().unwrap_or_default().to_owned(),
        law: rule.law.as_deref().map(str::to_owned),
    };
    matched.rules.iter().map(finding).collect()
}

fn answer(matched: Matched, question: Question) -> Answer {
    let findings = findings(&matched);
    if question != Question::Rule {
        let value = matched.outputs.into_values().next().unwrap_or(Value::Null);
        let values = [(Arc::from("value"), value)].into_iter().collect();
        return Answer { values, findings, ..Answer::default() };
    }
    let mut values = matched.outputs;
    let outcome = values.shift_remove("outcome");
    let verdict = Some(outcome.as_ref().map_or(Verdict::Approve, strictest));
    Answer { verdict, values, findings, ..Answer::default() }
}

/// The verdict of an outcome, or the strictest of several.
fn strictest(outcome: &Value) -> Verdict {
    const VERDICTS: [Verdict; 4] =
        [Verdict::Approve, Verdict::AskForMaterials, Verdict::Refer, Verdict::Reject];
    match outcome {
        Value::Text(word) => {
            let at = OUTCOMES.iter().position(|known| **known == **word);
            VERDICTS[at.unwrap_or_default()]
        }
        Value::List(items) => items.iter().map(strictest).max().unwrap_or(Verdict::Approve),
        _ => Verdict::Approve,
    }
}
