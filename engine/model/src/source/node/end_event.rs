//! `endEvent` as a source.

use crate::{
    EndEvent, Ending,
    source::shape::{Choice, Field, Shape, Variant, access::Record, choice},
};

pub(super) const VARIANT: Variant = Variant {
    kind: "endEvent",
    fields: &[
        Field::required("ending", Shape::Word(ENDINGS), "办理结果", "What the case came to."),
        Field::optional(
            "terminate",
            Shape::Boolean,
            "同时终止其余分支",
            "Also cancels whatever else is active in the case.",
        ),
    ],
    zh: "结束",
    en: "Where a branch, and with the last branch the case, ends.",
};

const ENDINGS: &[Choice] = &[
    choice("approved", "同意", "granted"),
    choice("refused", "不同意", "refused with reasons"),
    choice("withdrawn", "撤回", "taken back by the applicant"),
    choice("done", "分支结束，不涉及结论", "the branch is over and says nothing of the case"),
];

pub(super) fn read(record: &Record<'_>) -> Option<EndEvent> {
    let endings = [Ending::Approved, Ending::Refused, Ending::Withdrawn, Ending::Done];
    let ending = endings[record.choice("ending", ENDINGS)?];
    Some(EndEvent { ending, terminate: record.boolean("terminate").unwrap_or_default() })
}
