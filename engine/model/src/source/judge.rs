//! Checks over the whole document that need no graph: outcomes that lead nowhere, the clock, what
//! nothing uses.

use std::collections::BTreeSet;

use super::{
    codes,
    context::Context,
    node::{Kind, notice},
    shape::access::{Record, Word},
};
use crate::{NodeId, Place, Text, World};

/// Everything that is wrong with nodes and points as a whole.
pub(crate) fn judge(cx: &mut Context<'_>, root: &Record<'_>) {
    outcomes(cx);
    unused(cx, root);
}

/// Each outcome leaves by exactly one flow.
fn outcomes(cx: &mut Context<'_>) {
    let nodes: Vec<_> = cx.draft.nodes.values().copied().collect();
    for node in nodes {
        let expected: Vec<&str> = match node.kind {
            Some(Kind::UserTask) => {
                node.record.entries("outcomes").map(|(outcome, _)| &**outcome).collect()
            }
            Some(Kind::Notice) => notice::OUTCOMES.to_vec(),
            Some(Kind::ServiceTask) if asks_rule(cx, &node.record) => {
                vec!["approve", "ask-for-materials", "refer", "reject"]
            }
            _ => continue,
        };
        for outcome in expected {
            let leads = cx
                .draft
                .leaving(node.id)
                .any(|(_, flow)| flow.on.as_ref().is_some_and(|on| on.as_str() == outcome));
            if !leads {
                cx.report.error(
                    codes::MISSING_OUTCOME,
                    node.place,
                    Text::new(
                        format!("“{}”的结论“{outcome}”没有去向", node.id),
                        format!("expected a flow for the outcome `{outcome}` of `{}`", node.id),
                    ),
                );
            }
        }
    }
}

fn asks_rule(cx: &Context<'_>, record: &Record<'_>) -> bool {
    let world = record.text("point").and_then(|point| cx.worlds.get(point).copied().flatten());
    world == Some(World::Rule)
}

/// Points and files that nothing uses.
fn unused(cx: &mut Context<'_>, root: &Record<'_>) {
    let mut asked = BTreeSet::new();
    for node in cx.draft.nodes.values() {
        asked.extend(node.record.text("point"));
        asked.extend(node.record.record("days").and_then(|days| days.text("point")));
    }
    for (name, entry) in root.entries("points") {
        if !asked.contains(&**name) {
            cx.report.warn(
                codes::POINT_UNUSED,
                &entry.key,
                Text::new(
                    format!("扩展点“{name}”没有节点用到"),
                    format!("expected a node that asks `{name}`, but none does"),
                ),
            );
        }
    }
    let unused: Vec<_> = cx.unused().filter(|name| *name != super::WORKFLOW).collect();
    for name in unused {
        cx.report.warn(
            codes::UNUSED_FILE,
            &Place::start_of(name),
            Text::new(
                format!("文件“{name}”没有用到"),
                format!("expected a use of `{name}`, but nothing names it"),
            ),
        );
    }
}

/// The clock starts with a user task, and an extension is longer than the limit.
pub(crate) fn clock(
    cx: &mut Context<'_>,
    record: &Record<'_>,
    (starts, on): (Option<&NodeId>, Option<Word<'_>>),
) {
    if let Some(node) = starts {
        if cx.draft.kind(node.as_str()) != Some(Kind::UserTask) {
            cx.report.error(
                codes::CLOCK_START,
                record.place,
                Text::new(
                    format!("期限应自用户任务起算，“{node}”不是"),
                    format!("expected a userTask that starts the clock, but `{node}` is none"),
                ),
            );
        }
        if let Some(on) = on {
            let known = cx.draft.leaving(node.as_str()).any(|(_, flow)| {
                flow.on.as_ref().is_some_and(|outcome| outcome.as_str() == on.text)
            });
            if !known {
                cx.report.error(
                    codes::UNKNOWN_OUTCOME,
                    on.place,
                    Text::new(
                        format!("“{node}”没有结论“{}”", on.text),
                        format!("expected an outcome of `{node}`, but `{}` is none", on.text),
                    ),
                );
            }
        }
    }
    let longer = record.record("extend").and_then(|extend| extend.term("to"));
    if let (Some(limit), Some(to)) = (record.term("limit"), longer)
        && (to.unit != limit.unit || to.count <= limit.count)
    {
        cx.report.error(
            codes::CLOCK_EXTENSION,
            record.place,
            Text::new(
                format!("延长后的期限（{to}）应与原期限（{limit}）单位相同且更长"),
                format!(
                    "expected an extension in the unit of `{limit}` and longer, but got `{to}`"
                ),
            ),
        );
    }
}
