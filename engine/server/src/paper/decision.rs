//! 审核确认通知书

use maud::{Markup, html};
use tongban_api::view::mask::plain;
use tongban_core::{event::Event, facts::Facts, id::ElementId, layer::Joined};
use tongban_model::NodeKind;

use super::{Paper, Subject, parts, sheet::sheet};

pub(super) fn print(subject: &Subject<'_>, paper: &Paper<'_>) -> Markup {
    let title = &subject.reading.case.process.title.zh;
    let written = subject.written(paper.id);
    let stated = parts::statements(subject, paper.element);
    let granted = if stated.is_empty() { granted(subject, paper.id) } else { stated };
    let body = html! {
        p.to { (parts::addressee(subject)) "：" }
        p {
            "你（户）于" (parts::applied_on(subject)) "提出的" (title)
            "申请，经审核，依据" (parts::basis(subject, paper.element)) "，决定："
            (parts::outcome(subject, paper.element)) "。"
        }
        (parts::opinion(&written.opinion))
        @if !granted.is_empty() {
            h2 { "核定内容" }
            table { @for (name, value) in &granted { tr { th { (name) } td { (value) } } } }
        }
        (parts::matched_rules(subject, paper.id))
        @if let Some(limit) = parts::limit(subject) { (limit) }
        (parts::remedies())
    };
    sheet(subject, paper, &body)
}

/// What tables and points came to before the decision, the later value of a name over the earlier.
fn granted(subject: &Subject<'_>, before: ElementId) -> Vec<(String, String)> {
    let mut granted: Vec<(String, String)> = Vec::new();
    for event in subject.history.iter().flat_map(|entry| &entry.record.events) {
        let (element, values) = match event {
            Event::TableEvaluated(table) => (table.element, &table.outputs),
            Event::PointAnswered(point) => match &point.joined {
                Joined::Value(values) | Joined::Verdict(_, values) => (point.element, values),
                Joined::Nothing(..) => continue,
            },
            _ => continue,
        };
        if element <= before && !is_notice(subject, element) {
            take_up(&mut granted, &step(subject, element), values);
        }
    }
    granted
}

/// How long a notice stands is part of the way, and nothing that is granted.
fn is_notice(subject: &Subject<'_>, element: ElementId) -> bool {
    let case = subject.reading.case;
    let node =
        case.state.element(element).and_then(|element| case.process.nodes.get(&element.node));
    node.is_some_and(|node| matches!(node.kind, NodeKind::Notice(_)))
}

fn step(subject: &Subject<'_>, element: ElementId) -> String {
    let node = subject.reading.case.state.element(element).map(|element| &element.node);
    node.map_or_else(String::new, |node| subject.reading.title(node).zh)
}

/// A point's only value stands under its step's title.
fn take_up(granted: &mut Vec<(String, String)>, title: &str, values: &Facts) {
    for (name, value) in &values.0 {
        let name = if &**name == "value" { title.to_owned() } else { format!("{title}：{name}") };
        let value = plain(value, tongban_api::Lang::Zh);
        match granted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => granted.push((name, value)),
        }
    }
}
