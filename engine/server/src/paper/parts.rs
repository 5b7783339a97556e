//! What several papers say in the same words.

use maud::{Markup, html};
use tongban_api::{
    Lang,
    view::{division, mask::plain, rules},
};
use tongban_calendar::{Date, end_of};
use tongban_core::{
    id::ElementId,
    state::{Element, Work},
};
use tongban_expr::{Today, Value};
use tongban_model::{NodeKind, Outcome, Statement, organisation::Level};

use super::Subject;

/// The office that speaks: the division whose post decided, else that of the case.
pub(super) fn office(subject: &Subject<'_>, element: &Element) -> String {
    let reading = &subject.reading;
    if let Some(Work::Task(task)) = &element.work {
        return division(reading.world, task.division, reading.now).name;
    }
    let state = &reading.case.state;
    let (organisation, day) = (&reading.world.organisation, reading.now.day());
    let above = organisation.at_level(state.division, Level::Township, day);
    division(reading.world, above.unwrap_or(state.division), reading.now).name
}

/// A day in Chinese.
pub(super) fn chinese_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// To whom it goes: the form's first field that is a name.
pub(super) fn addressee(subject: &Subject<'_>) -> String {
    let case = subject.reading.case;
    let is_name = |name: &&std::sync::Arc<str>| name.ends_with("_name") || &***name == "name";
    let field = case.process.form.fields.keys().find(is_name);
    let value = field.and_then(|field| {
        case.data.iter().find(|(name, _)| *name == field.as_ref()).map(|(_, value)| value)
    });
    match value {
        Some(Value::Text(name)) => name.to_string(),
        _ => "申请人".to_owned(),
    }
}

/// 《law》article
pub(super) fn basis(subject: &Subject<'_>, element: &Element) -> String {
    let process = &subject.reading.case.process;
    match process.nodes.get(&element.node).and_then(|node| node.law.as_deref()) {
        Some(article) => process.cite(article),
        None => process.law.first().map_or_else(String::new, |law| law.id.clone()),
    }
}

/// When the application was made.
pub(super) fn applied_on(subject: &Subject<'_>) -> String {
    chinese_day(subject.reading.case.state.started_at.day())
}

/// The legal limit and when it ends.
pub(super) fn limit(subject: &Subject<'_>) -> Option<Markup> {
    let clock = subject.reading.clock()?;
    let rule = subject.reading.case.process.clock.as_ref()?;
    let term = match &rule.extend {
        Some(extend) if clock.extended => extend.to.zh(),
        _ => rule.limit.zh(),
    };
    let law = clock.law.clone().unwrap_or_default();
    let started = chinese_day(clock.started_at.0.day());
    let day: Date = clock.due.day.parse().ok()?;
    Some(html! {
        p {
            "本件法定办理期限为" (term)
            @if !law.is_empty() { "（" (law) "）" }
            "，自" (started) "的次日起算，至" (chinese_day(day)) "届满"
            @if clock.extended { "（已依法延长一次）" }
            @if clock.due.provisional { "（该年放假安排尚未公布，日期暂定）" }
            "。"
        }
    })
}

/// The rules that matched before an element, with their law.
pub(super) fn matched_rules(subject: &Subject<'_>, before: ElementId) -> Markup {
    let found = rules::matched(subject.history);
    let found: Vec<_> =
        found.iter().filter(|found| found.element <= before && !found.rules.is_empty()).collect();
    if found.is_empty() {
        return html! {};
    }
    html! {
        h2 { "适用的规则" }
        table {
            tr { th { "环节" } th { "规则" } th { "依据" } th { "说明" } }
            @for found in found {
                @for rule in &found.rules {
                    tr {
                        td { (step(subject, found.element)) }
                        td { (rule.rule) }
                        td {
                            (rule.law.as_deref().unwrap_or("—"))
                            @if let Some(source) = &found.source { br; (source) }
                        }
                        td { (rule.reason.as_deref().unwrap_or("—")) }
                    }
                }
            }
        }
    }
}

fn step(subject: &Subject<'_>, element: ElementId) -> String {
    let node = subject.reading.case.state.element(element).map(|element| &element.node);
    node.map_or_else(String::new, |node| subject.reading.title(node).zh)
}

/// What can be done against a decision (行政复议法, 行政诉讼法).
pub(super) fn remedies() -> Markup {
    html! {
        h2 { "救济途径" }
        p {
            "如对本决定不服，可以自收到本通知书之日起60日内依法申请行政复议，"
            "也可以自收到本通知书之日起6个月内依法向人民法院提起行政诉讼。"
        }
    }
}

/// The opinion as paragraphs.
pub(super) fn opinion(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// The title of the outcome by which an element left.
pub(super) fn outcome(subject: &Subject<'_>, element: &Element) -> String {
    let rule = outcome_rule(subject, element);
    rule.map_or_else(String::new, |outcome| outcome.title.zh.clone())
}

fn outcome_rule<'s>(subject: &'s Subject<'_>, element: &Element) -> Option<&'s Outcome> {
    let node = subject.reading.case.process.nodes.get(&element.node)?;
    match (&node.kind, &element.outcome) {
        (NodeKind::UserTask(rule), Some(outcome)) => rule.outcomes.get(outcome),
        _ => None,
    }
}

/// What the definition has the paper of an outcome state: titles and values, as the case stands.
pub(super) fn statements(subject: &Subject<'_>, element: &Element) -> Vec<(String, String)> {
    let Some(rule) = outcome_rule(subject, element) else { return Vec::new() };
    let date = super::dated(element).day();
    let today = Today { date, instant: end_of(date) };
    let statement = |line: &Statement| {
        // What cannot be worked out is left for a human to fill in, never left out.
        let value = line.value.evaluate(&subject.reading.case.data, today).unwrap_or(Value::Null);
        (line.title.zh.clone(), plain(&value, Lang::Zh))
    };
    rule.states.iter().map(statement).collect()
}
