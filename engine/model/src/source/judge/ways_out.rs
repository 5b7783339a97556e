//! How many flows a node may have, and which of them carry conditions.
//!
//! A node leaves by one plain flow, by its outcomes, or is a gateway. Not here: outcomes.

use super::outcomes::leaves_by_outcomes;
use crate::{
    Place, Text,
    source::{
        codes,
        context::Context,
        draft::{DraftFlow, DraftNode},
        node::Kind,
        shape::access::Record,
    },
};

pub(super) fn judge(cx: &mut Context<'_>) {
    let draft = cx.draft;
    for node in draft.nodes.values() {
        let Some(kind) = node.kind else { continue };
        let flows: Vec<_> = draft.leaving(node.id).map(|(_, flow)| flow).collect();
        match kind {
            Kind::EndEvent => out_of_end(cx, node, &flows),
            _ if flows.is_empty() => no_way_out(cx, node),
            Kind::ExclusiveGateway => defaults(cx, node, &flows),
            Kind::ParallelGateway => {}
            _ => forks(cx, node, &flows),
        }
        if kind != Kind::ExclusiveGateway {
            conditions(cx, &flows);
        }
        both_written(cx, &node.record);
    }
    into(cx);
}

fn out_of_end(cx: &mut Context<'_>, node: &DraftNode<'_>, flows: &[&DraftFlow<'_>]) {
    for flow in flows {
        cx.report.error(
            codes::FLOW_OUT_OF_END,
            flow.place,
            Text::new(
                format!("“{}”是结束事件，不应再有出口", node.id),
                format!("expected no flow out of the endEvent `{}`, but there is one", node.id),
            ),
        );
    }
}

/// A node whose outcomes are wrong has its diagnostics already.
fn no_way_out(cx: &mut Context<'_>, node: &DraftNode<'_>) {
    if leaves_by_outcomes(cx, node) || cx.draft.astray {
        return;
    }
    cx.report.error(
        codes::MISSING_FLOW,
        node.place,
        Text::new(
            format!("“{}”没有出口", node.id),
            format!("expected a flow that leaves `{}`, but there is none", node.id),
        ),
    );
}

/// An exclusive gateway has one flow without a condition, the last.
fn defaults(cx: &mut Context<'_>, node: &DraftNode<'_>, flows: &[&DraftFlow<'_>]) {
    let plain: Vec<_> = flows.iter().filter(|flow| flow.when.is_none()).collect();
    let Some(first) = plain.first() else {
        if cx.draft.astray {
            return; // the flow that is missing may be the default
        }
        cx.report
            .error(
                codes::MISSING_DEFAULT,
                node.place,
                Text::new(
                    format!("“{}”的条件都不成立时没有去处", node.id),
                    format!(
                        "expected a last flow without `when` at `{}`, but each has a condition",
                        node.id
                    ),
                ),
            )
            .hint(
                "末条只写 to，表示其余情形",
                "write a last line with `to` alone: what holds otherwise",
            );
        return;
    };
    for other in plain.iter().skip(1) {
        cx.report.error(
            codes::SEVERAL_DEFAULTS,
            other.place,
            Text::new(
                format!("“{}”已有默认出口（第 {} 行）", node.id, first.place.line),
                format!(
                    "expected one flow without `when` at `{}`, but one is already on line {}",
                    node.id, first.place.line
                ),
            ),
        );
    }
    if plain.len() == 1 && flows.last().is_some_and(|last| last.when.is_some()) {
        cx.report.warn(
            codes::DEFAULT_NOT_LAST,
            first.place,
            Text::new(
                "默认出口应写在最后：它总在其余条件之后才走",
                "expected the flow without `when` last, as it is taken after all conditions",
            ),
        );
    }
}

fn forks(cx: &mut Context<'_>, node: &DraftNode<'_>, flows: &[&DraftFlow<'_>]) {
    let plain: Vec<_> = flows.iter().filter(|flow| flow.on.is_none()).collect();
    if leaves_by_outcomes(cx, node) {
        for flow in plain.iter().filter(|_| node.record.get("next").is_none()) {
            cx.report.error(
                codes::FORK_WITHOUT_GATEWAY,
                flow.place,
                Text::new(
                    format!("“{}”按结论离开，这条流向应写明结论（on）", node.id),
                    format!(
                        "expected `on`, as `{}` leaves by its outcomes, but it is not there",
                        node.id
                    ),
                ),
            );
        }
        return;
    }
    if let [_, second, ..] = plain.as_slice() {
        let count = plain.len();
        cx.report
            .error(
                codes::FORK_WITHOUT_GATEWAY,
                second.place,
                Text::new(
                    format!("“{}”有 {count} 个出口而没有网关", node.id),
                    format!(
                        "expected one flow out of `{}`, but {count} leave it without a gateway",
                        node.id
                    ),
                ),
            )
            .hint(
                "同时进行用 parallelGateway，择一进行用 exclusiveGateway",
                "a parallelGateway takes all of them, an exclusiveGateway one",
            );
    }
}

fn conditions(cx: &mut Context<'_>, flows: &[&DraftFlow<'_>]) {
    for flow in flows {
        let Some(when) = flow.when else { continue };
        cx.report.error(
            codes::CONDITION_WITHOUT_GATEWAY,
            &when.place,
            Text::new(
                format!("条件只能写在排他网关的出口，“{}”不是", flow.from),
                format!(
                    "expected a condition at an exclusiveGateway only, but `{}` is none",
                    flow.from
                ),
            ),
        );
    }
}

/// A start begins and an event fires by itself: nothing flows into them.
fn into(cx: &mut Context<'_>) {
    let draft = cx.draft;
    for flow in draft.flows.values() {
        let (zh, en) = match draft.kind(flow.to.as_str()) {
            Some(Kind::StartEvent) => ("开始事件", "a startEvent"),
            Some(Kind::BoundaryEvent) => ("边界事件", "a boundaryEvent"),
            _ => continue,
        };
        cx.report.error(
            codes::FLOW_INTO_EVENT,
            flow.place,
            Text::new(
                format!("不应有流向通到“{}”：它是{zh}，自行触发", flow.to),
                format!("expected a flow into another node, but `{}` is {en}", flow.to),
            ),
        );
    }
}

/// Two ways of writing the same flows.
fn both_written(cx: &mut Context<'_>, record: &Record<'_>) {
    let outcomes = record.get("outcomes").map(|_| "outcomes");
    let flows = record.get("flows").map(|_| "flows");
    if let (Some(next), Some(other)) = (record.get("next"), outcomes.or(flows)) {
        both(cx, &next.place, other);
    }
}

fn both(cx: &mut Context<'_>, at: &Place, other: &str) {
    cx.report.error(
        codes::CONFLICTING_KEYS,
        at,
        Text::new(
            format!("已写 {other}，不应再写 next"),
            format!("expected `next` or `{other}`, but both are written"),
        ),
    );
}
