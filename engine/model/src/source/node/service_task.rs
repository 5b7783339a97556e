//! `serviceTask` as a source.

use super::NEXT;
use crate::{
    PointId, ServiceTask,
    source::{
        context::Context,
        points,
        shape::{Field, Key, Shape, Variant},
    },
};

pub(super) const VARIANT: Variant = Variant {
    kind: "serviceTask",
    fields: &[
        Field::required("point", Shape::Name, "扩展点", "The extension point that it asks."),
        Field::optional(
            "outcomes",
            Shape::Map(Key::Name, &Shape::Either(&Shape::Name, &Shape::Record(OUTCOME)), 20),
            "各认定结论的去向",
            "Where each verdict leads; for points of the world `rule`.",
        ),
        NEXT,
    ],
    zh: "服务任务：由插件回答的扩展点",
    en: "Asks an extension point that plugins answer.",
};

/// The keys of an outcome that nobody chooses.
pub(super) const OUTCOME: &[Field] =
    &[Field::optional("to", Shape::Name, "下一节点", "Where it leads.")];

/// What a rule says of a case, from the mildest: each must lead somewhere.
pub(crate) const VERDICTS: [&str; 4] = ["approve", "ask-for-materials", "refer", "reject"];

pub(super) fn read(cx: &mut Context<'_>, (_, record): super::At<'_>) -> Option<ServiceTask> {
    let name = record.word("point")?;
    points::known(cx, name)?;
    Some(ServiceTask { point: PointId::from(name.text) })
}
