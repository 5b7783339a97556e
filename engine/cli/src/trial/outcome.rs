//! The outcome of a call for people and programs.

use serde_json::{Map, Value as Json, json};
use tongban_core::call::{
    Addressee, Answer, Called, Failure, Intent, Item, LogLevel, Outcome, Problem, Verdict,
};
use tongban_expr::value_to_json;

/// The outcome as JSON: `verdict`, `values`, `findings`, and `items`, `problems`, `intents` where
/// there are any; or `refused`, `failed`, `unavailable`.
pub fn to_json(outcome: &Outcome) -> Json {
    match outcome {
        Outcome::Answered(answer) => answered(answer),
        Outcome::Refused(words) => json!({ "refused": words }),
        Outcome::Failed { failure, detail } => {
            json!({ "failed": failure_name(*failure), "detail": detail })
        }
        Outcome::Unavailable(detail) => json!({ "unavailable": detail }),
    }
}

/// The outcome in one line.
pub fn describe(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Answered(answer) => {
            let verdict =
                answer.verdict.map(|found| format!("{} {}", verdict_zh(found), found.name()));
            let values = answer.values.iter();
            let values = values.map(|(name, value)| format!("{name}={}", value_to_json(value)));
            let rules: Vec<_> = answer.findings.iter().map(|found| found.rule.as_str()).collect();
            let rules = (!rules.is_empty()).then(|| format!("[{}]", rules.join("|")));
            let words = verdict.into_iter().chain(values).chain(lists(answer)).chain(rules);
            let words = words.collect::<Vec<_>>().join(" ");
            if words.is_empty() { "answered 已答复".to_owned() } else { words }
        }
        Outcome::Refused(words) => format!("refused 无法判定: {words}"),
        Outcome::Failed { failure, detail } => {
            format!("failed 失败: {} ({detail})", failure_name(*failure))
        }
        Outcome::Unavailable(detail) => format!("unavailable 不可用: {detail}"),
    }
}

/// What the call logged, each line behind its level.
pub fn log_lines(called: &Called) -> Vec<String> {
    let lines = called.used.iter().flat_map(|used| &used.log);
    let line = lines.map(|line| format!("{}: {}", level_name(line.level), line.text));
    line.collect()
}

fn level_name(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warning => "warning",
    }
}

/// A verdict in the words of a sheet.
fn verdict_zh(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "通过",
        Verdict::AskForMaterials => "补正",
        Verdict::Refer => "上报",
        Verdict::Reject => "不予",
    }
}

fn answered(answer: &Answer) -> Json {
    let values: Map<_, _> = answer
        .values
        .iter()
        .map(|(name, value)| (name.to_string(), value_to_json(value)))
        .collect();
    let findings: Vec<_> = answer
        .findings
        .iter()
        .map(|found| json!({ "rule": found.rule, "message": found.message, "law": found.law }))
        .collect();
    let mut told = json!({
        "verdict": answer.verdict.map(Verdict::name),
        "values": values,
        "findings": findings,
    });
    let lists =
        [("items", items(answer)), ("problems", problems(answer)), ("intents", intents(answer))];
    for (name, list) in lists {
        if !list.is_empty() {
            told[name] = list.into();
        }
    }
    told
}

fn items(answer: &Answer) -> Vec<Json> {
    let item = |item: &Item| {
        json!({ "id": item.id, "name": item.name, "required": item.required,
            "original": item.original, "copies": item.copies, "note": item.note, "law": item.law })
    };
    answer.items.iter().map(item).collect()
}

fn problems(answer: &Answer) -> Vec<Json> {
    let problem = |problem: &Problem| {
        json!({ "field": problem.field, "message": problem.message,
            "message_en": problem.message_en, "severity": problem.severity.name(),
            "law": problem.law })
    };
    answer.problems.iter().map(problem).collect()
}

fn intents(answer: &Answer) -> Vec<Json> {
    let intent = |intent: &Intent| match intent {
        Intent::Notify(notice) => {
            let to = match &notice.to {
                Addressee::Role(role) => json!({ "role": role }),
                Addressee::Person(person) => json!({ "person": person }),
                Addressee::Applicant => json!({ "applicant": true }),
            };
            json!({ "notify": to, "message": notice.message })
        }
        Intent::AskAgency(request) => json!({ "ask": request.agency,
            "question": request.question, "fields": request.fields }),
    };
    answer.intents.iter().map(intent).collect()
}

/// Materials, problems and wishes, where there are any.
fn lists(answer: &Answer) -> Vec<String> {
    let items = answer.items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    let problem = |problem: &Problem| format!("{}: {}", problem.field, problem.message);
    let problems = answer.problems.iter().map(problem).collect::<Vec<_>>();
    let mut words = Vec::new();
    for (name, list) in [("materials", items), ("problems", problems)] {
        if !list.is_empty() {
            words.push(format!("{name}={}", list.join("|")));
        }
    }
    if !answer.intents.is_empty() {
        words.push(format!("intents={}", answer.intents.len()));
    }
    words
}

fn failure_name(failure: Failure) -> &'static str {
    match failure {
        Failure::Trap => "trap",
        Failure::Fuel => "fuel",
        Failure::Host => "host",
        Failure::Memory => "memory",
        Failure::Output => "output",
    }
}
