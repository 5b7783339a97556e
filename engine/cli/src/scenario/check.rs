//! Comparing a case with what a script expects.

use std::fmt::Debug;

use super::{desk::Case, script::Expect};
use serde_json::Value as Json;
use tongban_calendar::Date;
use tongban_core::{
    Moment,
    state::{Ended, Status, Work},
};
use tongban_expr::{Value, Values as _, value_to_json};

/// Everything that is not as expected.
pub(super) fn check(case: &Case, now: Moment, expect: &Expect) -> Vec<String> {
    let mut failures = Vec::new();
    let mut compare = |what: &str, found: String, expected: String| {
        if found != expected {
            failures.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    if let Some(status) = &expect.status {
        compare("status", status_of(case).to_owned(), status.clone());
    }
    if let Some(open) = &expect.open {
        compare("open", sorted(open_nodes(case)), sorted(open.clone()));
    }
    if let Some(overdue) = &expect.overdue {
        compare("overdue", sorted(overdue_nodes(case, now)), sorted(overdue.clone()));
    }
    for (node, date) in &expect.due {
        compare(&format!("due of {node}"), shown(due_of(case, node)), shown(Some(*date)));
    }
    for (node, date) in &expect.notice_until {
        compare(&format!("notice {node}"), shown(until_of(case, node)), shown(Some(*date)));
    }
    if let Some(limit) = expect.limit {
        let found = case.state.clock.as_ref().map(|clock| last_day(clock.limit.at));
        compare("limit", shown(found), shown(Some(limit)));
    }
    if let Some(rungs) = &expect.rungs {
        let found = case.state.clock.as_ref().map(|clock| clock.rungs.clone());
        compare("rungs", shown(found), shown(Some(rungs.clone())));
    }
    if let Some(provisional) = expect.provisional {
        compare("provisional", is_provisional(case).to_string(), provisional.to_string());
    }
    if let Some(incidents) = &expect.incidents {
        let found = case
            .state
            .incidents()
            .map(|(_, element, incident)| (element.node.to_string(), incident.code.clone()));
        let found: std::collections::BTreeMap<_, _> = found.collect();
        compare("incidents", format!("{found:?}"), format!("{incidents:?}"));
    }
    for (node, visits) in &expect.visits {
        let elements = case.state.elements.values();
        let found = elements.filter(|element| element.node.as_str() == node).count();
        compare(&format!("visits of {node}"), found.to_string(), visits.to_string());
    }
    for (name, value) in &expect.values {
        compare(name, plain(&value_of(case, name)), plain(value));
    }
    failures
}

fn sorted(mut names: Vec<String>) -> String {
    names.sort();
    names.join(", ")
}

fn shown<T: Debug>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{value:?}"))
}

/// The last legal day before a moment that is the first one too late.
pub(super) fn last_day(at: Moment) -> Date {
    Moment(at.0 - 1).day()
}

fn status_of(case: &Case) -> &'static str {
    match case.state.status {
        Status::Unborn => "unborn",
        Status::Running => "running",
        Status::Cancelled(_) => "cancelled",
        Status::Completed(Ended::Approved, _) => "approved",
        Status::Completed(Ended::Refused, _) => "refused",
        Status::Completed(Ended::Withdrawn, _) => "withdrawn",
        Status::Completed(Ended::Done, _) => "done",
    }
}

/// The nodes with an open task or a standing notice.
pub(super) fn open_nodes(case: &Case) -> Vec<String> {
    let waits = |work: &Option<Work>| matches!(work, Some(Work::Task(_) | Work::Notice(_)));
    let open = case.state.live().filter(|(_, element)| waits(&element.work));
    open.map(|(_, element)| element.node.to_string()).collect()
}

fn overdue_nodes(case: &Case, now: Moment) -> Vec<String> {
    let late = case.state.tasks().filter(|(_, _, task)| task.due.is_some_and(|due| due.at <= now));
    late.map(|(_, element, _)| element.node.to_string()).collect()
}

fn due_of(case: &Case, node: &str) -> Option<Date> {
    let mut tasks = case.state.tasks();
    let (_, _, task) = tasks.find(|(_, element, _)| element.node.as_str() == node)?;
    task.due.map(|due| last_day(due.at))
}

fn until_of(case: &Case, node: &str) -> Option<Date> {
    let mut notices = case.state.notices();
    let (_, _, notice) = notices.find(|(_, element, _)| element.node.as_str() == node)?;
    Some(last_day(notice.until.at))
}

fn is_provisional(case: &Case) -> bool {
    let clock = case.state.clock.as_ref().is_some_and(|clock| clock.limit.provisional);
    clock || case.state.tasks().any(|(_, _, task)| task.due.is_some_and(|due| due.provisional))
}

fn value_of(case: &Case, name: &str) -> Json {
    let mut parts = name.split('.');
    let first = parts.next().and_then(|first| case.data.get(first));
    let mut value = first.map_or(Value::Null, std::borrow::Cow::into_owned);
    for part in parts {
        value = match value {
            Value::Record(fields) => fields.get(part).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        };
    }
    value_to_json(&value)
}

/// Numbers compare by their digits, whether written as numbers or as text.
fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
