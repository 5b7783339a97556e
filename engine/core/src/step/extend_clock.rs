//! `ExtendClock`: the one extension of the legal limit, before it has passed (行政许可法 42).

use super::{Draft, Stopped, participate::holds_in_chain};
use crate::{
    clock,
    document::Submission,
    event::{ClockExtended, Event},
    rejection::{NotExtendable, Rejection},
};

pub(super) fn extend(draft: &mut Draft<'_>, reason: &Submission) -> Stopped {
    let cx = draft.cx;
    let rule = draft.process().clock.as_ref().and_then(|rule| rule.extend.as_ref());
    let Some(rule) = rule else {
        return Err(Rejection::ClockNotExtendable(NotExtendable::NoExtension).into());
    };
    let Some(running) = draft.state.clock.clone().filter(|clock| clock.running_since.is_some())
    else {
        return Err(Rejection::ClockNotExtendable(NotExtendable::NotRunning).into());
    };
    if running.extended {
        return Err(Rejection::ClockNotExtendable(NotExtendable::Extended).into());
    }
    if running.limit.at <= cx.recorded_at {
        return Err(Rejection::ClockNotExtendable(NotExtendable::Passed).into());
    }
    if !holds_in_chain(cx, &draft.state, &rule.role) {
        return Err(Rejection::NotAuthorised { role: rule.role.clone() }.into());
    }
    if reason.opinion.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    let reason = draft.keep(reason)?;
    let from = running.started_at.instant();
    let limit = clock::due_at(cx.world.calendar.due(from, &rule.to));
    draft.emit(Event::ClockExtended(ClockExtended { limit, reason }));
    clock::set_ladder(draft);
    Ok(())
}
