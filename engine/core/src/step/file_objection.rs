//! `FileObjection` 异议: anybody may object while a notice stands.

use tongban_model::{NodeKind, Objections, OutcomeId};

use super::{Draft, Stopped, leave};
use crate::{
    command::FileObjection,
    event::{Event, ObjectionFiled},
    id::ObjectionId,
    rejection::Rejection,
    state::Work,
};

/// Most objections of one case: a village has some thousand people.
const OBJECTIONS_MAX: u32 = 1_000;

pub(super) fn file(draft: &mut Draft<'_>, filed: &FileObjection) -> Stopped {
    let found = draft.state.element(filed.element);
    let Some((found, Work::Notice(notice))) =
        found.and_then(|found| Some((found, found.work.as_ref()?)))
    else {
        return Err(Rejection::NotOpen(filed.element).into());
    };
    if found.state.ended() || draft.cx.at() >= notice.until.at {
        return Err(Rejection::NoticeEnded.into());
    }
    if filed.objection.opinion.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    if draft.state.last.objection >= OBJECTIONS_MAX {
        let max = OBJECTIONS_MAX as usize;
        return Err(Rejection::TooLarge { what: "objections", max }.into());
    }
    let objection = ObjectionId(draft.state.last.objection + 1);
    let document = draft.keep(&filed.objection)?;
    draft.emit(Event::ObjectionFiled(ObjectionFiled {
        element: filed.element,
        objection,
        receipt: draft.cx.receipt("Y", objection.0),
        document,
    }));
    if let NodeKind::Notice(notice) = &draft.node(filed.element).kind
        && notice.objections == Objections::AtOnce
    {
        leave(draft, filed.element, Some(&OutcomeId::from("objected")));
    }
    Ok(())
}
