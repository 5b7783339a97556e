//! Joins that cannot fire, and steps that run twice because branches meet without a join.
//!
//! Criterion for a join: any two of its incoming flows must be reachable from two different
//! branches
//! of one split, that is of a parallel fork or of a node and an event on it that does not end it.
//! Where two flows have no such split, one token comes by one of them at most and the join waits
//! for
//! ever. What passes may still starve on some ways: [`super::starving`] judges it next.
//!
//! Criterion for running twice: a node that two branches of one fork reach without passing a join.

use super::{
    drawing::{Drawing, Edge, Set},
    starving,
};
use crate::{
    Text,
    source::{codes, diagnostic::Report, node::Kind},
};

pub(super) fn judge(report: &mut Report, drawing: &Drawing<'_>) {
    let splits: Vec<Vec<Branch>> =
        drawing.nodes().map(|at| branches(drawing, at)).filter(|of| of.len() > 1).collect();
    for join in drawing.nodes().filter(|at| drawing.joins(*at)) {
        let flows: Vec<_> = drawing.flows_to(join).collect();
        let parted = |a: usize, b: usize| splits.iter().any(|split| leads(drawing, split, (a, b)));
        let fires =
            flows.iter().enumerate().all(|(at, a)| flows[at + 1..].iter().all(|b| parted(*a, *b)));
        if fires {
            starving::judge(report, drawing, join);
        } else if drawing.whole() {
            let id = drawing.id(join);
            report.error(
                codes::JOIN_CANNOT_FIRE,
                drawing.place(join),
                Text::new(
                    format!("“{id}”等待的分支不会同时到达"),
                    format!("expected a parallel fork before all branches that `{id}` waits for"),
                ),
            );
        }
    }
    if drawing.whole() {
        twice(report, drawing);
    }
}

/// One branch of a split: the flows by which it begins, and all that it reaches.
struct Branch {
    flows: Vec<usize>,
    reached: Set,
}

fn branches(drawing: &Drawing<'_>, at: usize) -> Vec<Branch> {
    let branch = |edges: Vec<(usize, Edge)>| Branch {
        flows: edges.iter().filter_map(|(_, edge)| edge.flow()).collect(),
        reached: drawing.reached(edges.iter().map(|(to, _)| *to), |_, _| true),
    };
    parts(drawing, at).into_iter().map(branch).collect()
}

/// The ways by which tokens leave a node at the same time: each flow of a fork; the outcomes of a
/// node together, as only one is taken, and each event on it that does not end it. A node of
/// unknown kind may be a fork.
pub(super) fn parts(drawing: &Drawing<'_>, at: usize) -> Vec<Vec<(usize, Edge)>> {
    let (own, beside): (Vec<_>, Vec<_>) =
        drawing.after(at).partition(|(_, edge)| *edge != Edge::Hangs { interrupting: false });
    let mut parts: Vec<_> = beside.into_iter().map(|edge| vec![edge]).collect();
    if matches!(drawing.kind(at), None | Some(Kind::ParallelGateway)) {
        parts.extend(own.into_iter().map(|edge| vec![edge]));
    } else if !parts.is_empty() {
        parts.push(own);
    }
    parts
}

/// Whether two different branches of a split lead to two flows.
fn leads(drawing: &Drawing<'_>, split: &[Branch], (a, b): (usize, usize)) -> bool {
    let to = |branch: &Branch, flow: usize| {
        branch.flows.contains(&flow) || branch.reached.contains(&drawing.source(flow))
    };
    split.iter().enumerate().any(|(first, left)| {
        to(left, a)
            && split.iter().enumerate().any(|(second, right)| first != second && to(right, b))
    })
}

fn twice(report: &mut Report, drawing: &Drawing<'_>) {
    for fork in drawing.of_kind(Kind::ParallelGateway) {
        let flows: Vec<_> = drawing.flows_from(fork).collect();
        let reached: Vec<Set> = flows.iter().map(|flow| before_joins(drawing, *flow)).collect();
        let met = |at: &usize| reached.iter().filter(|set| set.contains(at)).nth(1).is_some();
        let works = |at: &usize| drawing.kind(*at) != Some(Kind::EndEvent);
        let Some(first) = drawing.nodes().filter(works).find(met) else { continue };
        let (id, from) = (drawing.id(first), drawing.id(fork));
        report.warn(
            codes::DOUBLE_EXECUTION,
            drawing.place(first),
            Text::new(
                format!("“{from}”的几个分支不经汇合就到达“{id}”，该环节会办理多次"),
                format!("expected a join before `{id}`, but branches of `{from}` meet there"),
            ),
        );
    }
}

/// What a branch reaches without passing a join.
fn before_joins(drawing: &Drawing<'_>, flow: usize) -> Set {
    let start = std::iter::once(drawing.target(flow));
    let reached = drawing.reached(start, |from, edge| edge.moves() && !drawing.joins(from));
    reached.into_iter().filter(|at| !drawing.joins(*at)).collect()
}
