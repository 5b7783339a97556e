//! Paths from the start and to an end, and back to where a case may be sent.

use super::drawing::{Drawing, Edge};
use crate::{
    Text,
    source::{codes, diagnostic::Report, node::Kind, shape::access::Word},
};

pub(super) fn judge(report: &mut Report, drawing: &Drawing<'_>) {
    if starts(report, drawing) && drawing.whole() {
        unreachable(report, drawing);
    }
    if ends(report, drawing) && !drawing.astray() {
        dead_ends(report, drawing);
    }
    if drawing.whole() {
        send_back(report, drawing);
    }
}

/// Exactly one start; whether there is at least one. A node of unknown kind may be one.
fn starts(report: &mut Report, drawing: &Drawing<'_>) -> bool {
    let starts: Vec<_> = drawing.of_kind(Kind::StartEvent).collect();
    let none = starts.is_empty() && drawing.kinds_known();
    let wrong = if none { drawing.nodes().next() } else { starts.get(1).copied() };
    if let Some(at) = wrong {
        let count = starts.len();
        report.error(
            codes::START_COUNT,
            drawing.place(at),
            Text::new(
                format!("应恰有一个开始事件，现有 {count} 个"),
                format!("expected exactly one startEvent, but there are {count}"),
            ),
        );
    }
    !none
}

/// One diagnostic for each group of nodes that nothing leads to, at its first node. A node of
/// unknown kind, and an event on a node that is not there, begin by themselves for all we know.
fn unreachable(report: &mut Report, drawing: &Drawing<'_>) {
    let begins = |at: &usize| match drawing.kind(*at) {
        None | Some(Kind::StartEvent) => true,
        Some(Kind::BoundaryEvent) => drawing.before(*at).next().is_none(),
        Some(_) => false,
    };
    let reached = drawing.reached(drawing.nodes().filter(begins), |_, _| true);
    for group in drawing.components(|at| !reached.contains(&at), |_| true) {
        let from_outside =
            group.iter().any(|at| drawing.before(*at).any(|(from, _)| !group.contains(&from)));
        let Some(first) = group.iter().min().filter(|_| !from_outside) else { continue };
        let id = drawing.id(*first);
        report.error(
            codes::UNREACHABLE,
            drawing.place(*first),
            Text::new(
                format!("没有任何路径从开始事件通到“{id}”"),
                format!("expected a path from the start to `{id}`, but there is none"),
            ),
        );
    }
}

/// At least one end.
fn ends(report: &mut Report, drawing: &Drawing<'_>) -> bool {
    let some = drawing.of_kind(Kind::EndEvent).next().is_some();
    if !some
        && drawing.kinds_known()
        && let Some(first) = drawing.nodes().next()
    {
        report.error(
            codes::END_MISSING,
            drawing.place(first),
            Text::new("没有结束事件", "expected at least one endEvent, but there is none"),
        );
    }
    some || !drawing.kinds_known()
}

/// One diagnostic for each group of nodes that a token cannot leave. A node without any way out has
/// its own diagnostic (`missing-flow`) and counts as an end here, as does one from which an arrow
/// leads to a node that is not there.
fn dead_ends(report: &mut Report, drawing: &Drawing<'_>) {
    let over = |_, edge: Edge| edge.moves();
    let leaves = |at: usize| drawing.after(at).any(|(_, edge)| edge.moves());
    let ends = drawing.nodes().filter(|at| !leaves(*at) || drawing.loses_arrow(*at));
    let ending = drawing.reaching(ends, over);
    for group in drawing.components(|at| !ending.contains(&at), Edge::moves) {
        let leaves = group
            .iter()
            .any(|at| drawing.after(*at).any(|(to, edge)| edge.moves() && !group.contains(&to)));
        let Some(first) = group.iter().min().filter(|_| !leaves) else { continue };
        let names = drawing.names(&group);
        report.error(
            codes::DEAD_END,
            drawing.place(*first),
            Text::new(
                format!("办件到了这里就出不去：{names} 到不了任何结束事件"),
                format!("expected a path from {names} to an endEvent, but there is none"),
            ),
        );
    }
}

/// A case goes back only to a node that was done on its path, so some path must lead from there.
fn send_back(report: &mut Report, drawing: &Drawing<'_>) {
    for at in drawing.of_kind(Kind::UserTask) {
        let words: Vec<Word<'_>> = drawing.node(at).record.words("send_back");
        if words.is_empty() {
            continue;
        }
        let direct = drawing.before(at).map(|(from, _)| from);
        let ancestors = drawing.reaching(direct, |_, _| true);
        for word in words {
            let Some(target) = drawing.number(word.text) else { continue };
            if ancestors.contains(&target) {
                continue;
            }
            let id = drawing.id(at);
            report.error(
                codes::SEND_BACK_NOT_ANCESTOR,
                word.place,
                Text::new(
                    format!("“{}”不在“{id}”之前，办件不可能退回那里", word.text),
                    format!(
                        "expected a node with a path to `{id}`, but none leads from `{}`",
                        word.text
                    ),
                ),
            );
        }
    }
}
