//! `notice` 公示 as a source.

use std::sync::Arc;

use super::service_task::OUTCOME;
use crate::{
    Mask, Notice, Objections, Published, Text,
    source::{
        codes,
        context::Context,
        shape::{Choice, Field, Key, Shape, Variant, access::Record, choice},
        span,
    },
};

pub(super) const VARIANT: Variant = Variant {
    kind: "notice",
    fields: &[
        Field::required(
            "days",
            Shape::Either(&Shape::Term(&[]), &Shape::Record(span::FIELDS)),
            "公示时长",
            "How long it stands.",
        ),
        Field::required("places", Shape::List(&Shape::Name, 20), "公示地点", "Where it stands."),
        Field::required(
            "publish",
            Shape::List(&Shape::Record(PUBLISHED), 50),
            "公示内容，此外一律不公示",
            "What is published; nothing else ever is.",
        ),
        Field::optional(
            "objections",
            Shape::Word(OBJECTIONS),
            "何时处理异议",
            "When objections are looked at.",
        ),
        Field::required(
            "outcomes",
            Shape::Map(Key::Name, &Shape::Either(&Shape::Name, &Shape::Record(OUTCOME)), 20),
            "无异议（clear）、有异议（objected）的去向",
            "Where `clear` and `objected` lead.",
        ),
    ],
    zh: "公示：期间任何人可提出异议",
    en: "Published for so many days; anyone may object.",
};

const PUBLISHED: &[Field] = &[
    Field::required("title", Shape::Words, "标题", "What it says it is."),
    Field::required("value", Shape::Expression, "内容", "The value."),
    Field::optional("mask", Shape::Word(MASKS), "隐去方式", "How it is masked."),
];

/// In the order of [`Mask`].
const MASKS: &[Choice] = &[
    choice("none", "不隐去", "as it is"),
    choice("name", "只留姓氏", "the family name alone"),
    choice("id", "证件号留前二后三", "the first two and last three characters"),
    choice("phone", "电话留前三后四", "the first three and last four digits"),
];

const OBJECTIONS: &[Choice] = &[
    choice("at-end", "期满后一并处理", "when the notice has stood its whole time"),
    choice("at-once", "首个异议即结束公示", "the first one ends the notice"),
];

/// The two ways out.
pub(crate) const OUTCOMES: [&str; 2] = ["clear", "objected"];

pub(super) fn read(cx: &mut Context<'_>, (_, record): super::At<'_>) -> Option<Notice> {
    let days = span::read(cx, record, "days");
    let publish = published(cx, record);
    let places: Vec<Arc<str>> =
        record.words("places").into_iter().map(|place| place.text.into()).collect();
    if places.is_empty() {
        cx.report.error(
            codes::NOTICE_NOWHERE,
            record.place,
            Text::new(
                "公示应至少有一处地点",
                "expected at least one place where the notice stands, but there is none",
            ),
        );
    }
    let objections = match record.choice("objections", OBJECTIONS) {
        Some(1) => Objections::AtOnce,
        _ => Objections::AtEnd,
    };
    Some(Notice { days: days?, places, publish: publish?, objections })
}

fn published(cx: &mut Context<'_>, record: Record<'_>) -> Option<Vec<Published>> {
    let masks = [Mask::None, Mask::Name, Mask::Id, Mask::Phone];
    let mut lines = Vec::new();
    let mut complete = true;
    for line in record.items("publish").iter().filter_map(Record::of) {
        let value = line.get("value").and_then(|yaml| cx.expression(yaml));
        let mask = line.choice("mask", MASKS).map_or(Mask::None, |at| masks[at]);
        match (line.title("title"), value) {
            (Some(title), Some(value)) => lines.push(Published { title, value, mask }),
            _ => complete = false,
        }
    }
    if record.items("publish").is_empty() {
        cx.report.error(
            codes::NOTICE_EMPTY,
            record.place,
            Text::new(
                "公示应有内容",
                "expected at least one line that is published, but there is none",
            ),
        );
    }
    complete.then_some(lines)
}
