//! Each outcome of a node leaves by exactly one flow, and each such flow is for an outcome.

use std::collections::BTreeMap;

use crate::{
    OutcomeId, Text, World,
    source::{
        codes,
        context::Context,
        draft::{COMPLETE, DraftFlow, DraftNode},
        node::{Kind, notice, service_task},
        shape::{access::Record, suggest::nearest},
    },
};

pub(super) fn judge(cx: &mut Context<'_>) {
    let draft = cx.draft;
    for node in draft.nodes.values() {
        let Some(expected) = expected(cx, node) else { continue };
        if implied(node) && draft.leaving(node.id).next().is_none() {
            continue;
        }
        let mut leaving: BTreeMap<&str, &DraftFlow<'_>> = BTreeMap::new();
        for (_, flow) in draft.leaving(node.id) {
            let Some(on) = flow.on.as_ref().map(OutcomeId::as_str) else { continue };
            if !expected.contains(&on) {
                unknown(cx, (node, flow), (on, &expected));
            } else if let Some(first) = leaving.insert(on, flow) {
                twice(cx, (node, flow), (on, first.place.line));
            }
        }
        let astray = draft.astray; // the flow that is missing may be that one
        let absent = |outcome: &&&str| !astray && !leaving.contains_key(**outcome);
        for outcome in expected.iter().filter(absent) {
            missing(cx, node, outcome);
        }
        if node.kind == Some(Kind::Notice)
            && let [Some(clear), Some(objected)] = notice::OUTCOMES.map(|on| leaving.get(on))
            && clear.to == objected.to
        {
            ignored(cx, node, objected);
        }
    }
}

/// A user task that declares no outcomes has one by itself; without a flow it has no way out.
fn implied(node: &DraftNode<'_>) -> bool {
    node.kind == Some(Kind::UserTask) && !node.declares_outcomes()
}

/// Whether each flow of a node must be for an outcome that is written or fixed.
pub(super) fn leaves_by_outcomes(cx: &Context<'_>, node: &DraftNode<'_>) -> bool {
    !implied(node) && expected(cx, node).is_some_and(|outcomes| !outcomes.is_empty())
}

/// The outcomes of a node; none where they cannot be known.
fn expected<'a>(cx: &Context<'a>, node: &DraftNode<'a>) -> Option<Vec<&'a str>> {
    match node.kind? {
        Kind::UserTask if implied(node) => Some(vec![COMPLETE]),
        Kind::UserTask => {
            Some(node.record.entries("outcomes").map(|(outcome, _)| &**outcome).collect())
        }
        Kind::Notice => Some(notice::OUTCOMES.to_vec()),
        Kind::ServiceTask => match world(cx, &node.record)? {
            World::Rule => Some(service_task::VERDICTS.to_vec()),
            World::Parameter | World::Checklist | World::Amount | World::Validator => {
                Some(Vec::new())
            }
        },
        Kind::StartEvent
        | Kind::EndEvent
        | Kind::BusinessRuleTask
        | Kind::ExclusiveGateway
        | Kind::ParallelGateway
        | Kind::BoundaryEvent => Some(Vec::new()),
    }
}

fn world(cx: &Context<'_>, record: &Record<'_>) -> Option<World> {
    cx.worlds.get(record.text("point")?).copied().flatten()
}

fn unknown(
    cx: &mut Context<'_>,
    (node, flow): (&DraftNode<'_>, &DraftFlow<'_>),
    (on, expected): (&str, &[&str]),
) {
    let message = if expected.is_empty() {
        Text::new(
            format!("“{}”没有结论，只有一个出口（next），不应有“{on}”", node.id),
            format!("expected `next`, as `{}` has no outcomes, but found `{on}`", node.id),
        )
    } else {
        Text::new(
            format!("“{}”没有结论“{on}”，有：{}", node.id, expected.join("、")),
            format!(
                "expected one of the outcomes `{}` of `{}`, but found `{on}`",
                expected.join("`, `"),
                node.id
            ),
        )
    };
    let told = cx.report.error(codes::UNKNOWN_OUTCOME, flow.place, message);
    if let Some(near) = nearest(on, expected.iter().copied()) {
        told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    }
}

fn twice(
    cx: &mut Context<'_>,
    (node, flow): (&DraftNode<'_>, &DraftFlow<'_>),
    (on, line): (&str, u32),
) {
    cx.report.error(
        codes::OUTCOME_TWICE,
        flow.place,
        Text::new(
            format!("“{}”的结论“{on}”已在第 {line} 行写了去向", node.id),
            format!(
                "expected one flow for outcome `{on}` of `{}`, but one is already on line {line}",
                node.id
            ),
        ),
    );
}

fn missing(cx: &mut Context<'_>, node: &DraftNode<'_>, outcome: &str) {
    let told = cx.report.error(
        codes::MISSING_OUTCOME,
        node.place,
        Text::new(
            format!("“{}”的结论“{outcome}”没有去向", node.id),
            format!(
                "expected a flow for the outcome `{outcome}` of `{}`, but there is none",
                node.id
            ),
        ),
    );
    match (node.kind, outcome) {
        (Some(Kind::Notice), "objected") => told.hint(
            "公示期间有人提出异议时，须有去处",
            "somebody may object while the notice stands: say where the case goes then",
        ),
        (Some(Kind::ServiceTask), _) => told.hint(
            "规则的四种结论（approve、ask-for-materials、refer、reject）都须有去向",
            "each of a rule's four verdicts must lead somewhere",
        ),
        _ => {}
    }
}

/// An objection that leads where its absence leads changes nothing.
fn ignored(cx: &mut Context<'_>, node: &DraftNode<'_>, objected: &DraftFlow<'_>) {
    cx.report.warn(
        codes::OBJECTION_IGNORED,
        objected.place,
        Text::new(
            format!("“{}”有无异议都到“{}”，异议不起作用", node.id, objected.to),
            format!(
                "expected another way for an objection to `{}`, but both lead to `{}`",
                node.id, objected.to
            ),
        ),
    );
}
