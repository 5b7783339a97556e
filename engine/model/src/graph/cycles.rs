//! Cycles in which nothing waits: a case would run round them until the engine stops it.
//!
//! Criterion: a cycle that consists of gateways, service tasks and table tasks only. Its data
//! cannot
//! change on the way in a manner that a person decides, so a condition that let it round once lets
//! it round again; where a table is meant to count, people must be able to see it.

use super::drawing::{Drawing, Edge};
use crate::{
    Text,
    source::{codes, diagnostic::Report, node::Kind},
};

pub(super) fn judge(report: &mut Report, drawing: &Drawing<'_>) {
    let idle = |at| !drawing.kind(at).is_some_and(Kind::waits);
    let over = |edge: Edge| edge.flow().is_some();
    for group in drawing.components(idle, over) {
        let itself = |at: usize| drawing.after(at).any(|(to, edge)| to == at && over(edge));
        if group.len() == 1 && !itself(group[0]) {
            continue;
        }
        let Some(first) = group.iter().min() else { continue };
        let names = drawing.names(&group);
        report.error(
            codes::CYCLE_WITHOUT_WAIT,
            drawing.place(*first),
            Text::new(
                format!("回路 {names} 中没有等待的节点，会无休止地循环"),
                format!("expected a userTask or notice in the cycle of {names}, but none waits"),
            ),
        );
    }
}
