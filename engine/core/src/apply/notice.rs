//! Notices and objections.

use crate::{
    event::{NoticePosted, ObjectionFiled},
    moment::Moment,
    state::{Instance, Notice, Objection, Work},
};

pub(super) fn posted(state: &mut Instance, event: &NoticePosted, at: Moment) {
    if let Some(element) = state.elements.get_mut(&event.element) {
        element.work = Some(Work::Notice(Notice {
            posted_at: at,
            until: event.until,
            objections: Vec::new(),
            days: event.days,
        }));
    }
}

pub(super) fn objected(state: &mut Instance, event: &ObjectionFiled, at: Moment) {
    state.last.objection = state.last.objection.max(event.objection.0);
    if let Some(element) = state.elements.get_mut(&event.element)
        && let Some(Work::Notice(notice)) = &mut element.work
    {
        notice.objections.push(Objection {
            id: event.objection,
            receipt: event.receipt.clone(),
            at,
        });
    }
}
