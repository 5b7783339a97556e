//! `boundaryEvent` as a source.

use super::NEXT;
use crate::{
    BoundaryEvent, FiresAt, Text,
    source::{
        codes,
        context::Context,
        node::Kind,
        shape::{Choice, Field, Shape, Variant, choice},
    },
};

pub(super) const VARIANT: Variant = Variant {
    kind: "boundaryEvent",
    fields: &[
        Field::required("on", Shape::Name, "所附的节点", "The node that it sits on."),
        Field::required(
            "interrupting",
            Shape::Boolean,
            "是否同时结束该节点",
            "Whether it ends that node when it fires.",
        ),
        Field::required("after", Shape::Term(OVERDUE), "何时触发", "When it fires."),
        NEXT,
    ],
    zh: "边界事件：节点上的定时器",
    en: "A timer on a user task or notice.",
};

const OVERDUE: &[Choice] = &[choice("overdue", "逾期时", "when the node's due date has passed")];

pub(super) fn read(cx: &mut Context<'_>, (_, record): super::At<'_>) -> Option<BoundaryEvent> {
    let on = record.word("on")?;
    let attached_to = cx.draft.known(cx.report, on)?;
    let host = &cx.draft.nodes[&attached_to];
    if host.kind.is_some_and(|kind| !kind.waits()) {
        cx.report.error(
            codes::BOUNDARY_CANNOT_WAIT,
            on.place,
            Text::new(
                format!("“{attached_to}”不等待，定时器无从触发"),
                format!("expected a userTask or notice, but `{attached_to}` does not wait"),
            ),
        );
    }
    let fires = match record.choice("after", OVERDUE) {
        Some(_) => FiresAt::Overdue,
        None => FiresAt::After(record.term("after")?),
    };
    let task_without_due = host.kind == Some(Kind::UserTask) && host.record.get("due").is_none();
    if fires == FiresAt::Overdue && task_without_due {
        cx.report.error(
            codes::OVERDUE_WITHOUT_DUE,
            record.place,
            Text::new(
                format!("“{attached_to}”没有办理时限（due），不会逾期"),
                format!("expected a node with `due`, but `{attached_to}` is never overdue"),
            ),
        );
    }
    let interrupting = record.boolean("interrupting")?;
    Some(BoundaryEvent { attached_to, interrupting, fires })
}
