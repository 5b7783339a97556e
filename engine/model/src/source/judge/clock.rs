//! The clock starts with a user task, an extension is longer than the limit, and a rung lies inside
//! it.

use crate::{
    NodeId, OutcomeId, Text,
    source::{
        codes,
        context::Context,
        node::Kind,
        shape::access::{Record, Word},
    },
};

pub(crate) fn judge(
    cx: &mut Context<'_>,
    record: &Record<'_>,
    (starts, on): (Option<&NodeId>, Option<Word<'_>>),
) {
    if let Some(node) = starts {
        start(cx, record, (node, on));
    }
    extension(cx, record);
    for rung in record.items("ladder").iter().filter_map(Record::of) {
        inside(cx, record, &rung);
    }
}

fn start(cx: &mut Context<'_>, record: &Record<'_>, (node, on): (&NodeId, Option<Word<'_>>)) {
    let place = record.get("starts").map_or(record.place, |yaml| &yaml.place);
    let kind = cx.draft.kind(node.as_str());
    if kind.is_some_and(|kind| kind != Kind::UserTask) {
        cx.report.error(
            codes::CLOCK_START,
            place,
            Text::new(
                format!("期限应自用户任务办结起算，“{node}”不是用户任务"),
                format!(
                    "expected a userTask whose completion starts the clock, but `{node}` is none"
                ),
            ),
        );
        return;
    }
    let Some(on) = on else { return };
    let mut leaving = cx.draft.leaving(node.as_str());
    let known =
        leaving.any(|(_, flow)| flow.on.as_ref().is_some_and(|on_| on_.as_str() == on.text));
    if !known && kind.is_some() && !cx.draft.astray {
        let names: Vec<_> = cx
            .draft
            .leaving(node.as_str())
            .filter_map(|(_, flow)| flow.on.as_ref().map(OutcomeId::as_str))
            .collect();
        cx.report.error(
            codes::UNKNOWN_OUTCOME,
            on.place,
            Text::new(
                format!("“{node}”没有结论“{}”，有：{}", on.text, names.join("、")),
                format!(
                    "expected one of the outcomes `{}` of `{node}`, but found `{}`",
                    names.join("`, `"),
                    on.text
                ),
            ),
        );
    }
}

/// Only where a case waits does time pass that could be left out.
pub(crate) fn pauses(cx: &mut Context<'_>, local: &Record<'_>) {
    for name in local.words("pauses") {
        let waits = [Kind::UserTask, Kind::Notice];
        if cx.draft.kind(name.text).is_none_or(|kind| waits.contains(&kind)) {
            continue;
        }
        cx.report.error(
            codes::CLOCK_PAUSE,
            name.place,
            Text::new(
                format!("“{}”不等待任何人，期间没有可扣除的时间", name.text),
                format!("expected a userTask or a notice, but nothing waits at `{}`", name.text),
            ),
        );
    }
}

fn extension(cx: &mut Context<'_>, record: &Record<'_>) {
    let Some(extend) = record.record("extend") else { return };
    let (Some(limit), Some(to)) = (record.term("limit"), extend.term("to")) else { return };
    if to.unit == limit.unit && to.count > limit.count {
        return;
    }
    let place = extend.get("to").map_or(extend.place, |yaml| &yaml.place);
    cx.report
        .error(
            codes::CLOCK_EXTENSION,
            place,
            Text::new(
                format!("延长后的总期限（{}）应与原期限（{}）单位相同且更长", to.zh(), limit.zh()),
                format!(
                    "expected a limit in all longer than `{limit}` in its unit, but found `{to}`"
                ),
            ),
        )
        .hint(
            "写延长后的总期限，自同一天起算，不是增加的天数",
            "write the limit in all, from the same start, not what is added",
        );
}

fn inside(cx: &mut Context<'_>, record: &Record<'_>, rung: &Record<'_>) {
    let (Some(limit), Some(before)) = (record.term("limit"), rung.term("before")) else { return };
    if before.unit != limit.unit || before.count < limit.count {
        return;
    }
    let place = rung.get("before").map_or(rung.place, |yaml| &yaml.place);
    cx.report.warn(
        codes::RUNG_BEFORE_START,
        place,
        Text::new(
            format!("期满前 {} 已在起算之前，提醒会立即发出", before.zh()),
            format!(
                "expected less than the limit of `{limit}`, but `{before}` before its end is \
                     before its start"
            ),
        ),
    );
}
