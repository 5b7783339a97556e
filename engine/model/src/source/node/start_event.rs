//! `startEvent` as a source.

use super::NEXT;
use crate::{
    StartEvent,
    source::{context::Context, points, shape::Variant},
};

pub(super) const VARIANT: Variant = Variant {
    kind: "startEvent",
    fields: &[NEXT, points::VALIDATOR],
    zh: "开始：申请提出",
    en: "Where a case begins.",
};

pub(super) fn read(cx: &mut Context<'_>, (_, record): super::At<'_>) -> StartEvent {
    StartEvent { validator: points::validator(cx, record) }
}
