//! `notice` 公示: public for so many days; then it leaves by `clear` or `objected`.

use tongban_model::{Notice, OutcomeId};

use super::{boundary_event, span};
use crate::{
    clock,
    event::{DueAt, Event, NoticePosted, Purpose},
    id::ElementId,
    state::{self, Work},
    step::{Draft, Stopped, leave},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &Notice) -> Stopped {
    let Some(length) = span::find_out(draft, element, &rule.days)? else { return Ok(()) };
    let until = clock::ends(draft, draft.cx.at(), length.term);
    draft.emit(Event::NoticePosted(NoticePosted { element, until, days: length.days }));
    clock::set_timer(draft, until, Purpose::NoticeEnds(element));
    boundary_event::arm(draft, element, Some(until));
    Ok(())
}

/// Until when a posted notice stands, by the dates of now.
pub(crate) fn until(draft: &Draft<'_>, rule: &Notice, notice: &state::Notice) -> Option<DueAt> {
    let term = span::again(&rule.days, notice.days)?;
    Some(clock::ends(draft, notice.posted_at, term))
}

/// The notice has stood its time.
pub(crate) fn ends(draft: &mut Draft<'_>, element: ElementId) {
    let objected = draft.state.element(element).is_some_and(|found| match &found.work {
        Some(Work::Notice(notice)) => !notice.objections.is_empty(),
        _ => false,
    });
    let outcome = OutcomeId::from(if objected { "objected" } else { "clear" });
    leave(draft, element, Some(&outcome));
}
