//! `startEvent` as a source.

use super::NEXT;
use crate::{StartEvent, source::shape::Variant};

pub(super) const VARIANT: Variant = Variant {
    kind: "startEvent",
    fields: &[NEXT],
    zh: "开始：申请提出",
    en: "Where a case begins.",
};

pub(super) fn read() -> StartEvent {
    StartEvent {}
}
