//! `Cancel`: the case is ended from outside: taken back by the applicant, or void.

use tongban_model::RoleId;

use super::{Draft, Stopped, participate::holds_in_chain, run};
use crate::{
    clock,
    document::Submission,
    event::{Event, InstanceCancelled},
    rejection::Rejection,
};

/// Who may end a case from outside: the clerk who takes in the applicant's wish.
pub const CANCEL_ROLE: &str = "case.cancel";

pub(super) fn cancel(draft: &mut Draft<'_>, reason: &Submission) -> Stopped {
    let role = RoleId::from(CANCEL_ROLE);
    if !holds_in_chain(draft.cx, &draft.state, &role) {
        return Err(Rejection::NotAuthorised { role }.into());
    }
    if reason.opinion.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    let reason = Some(draft.keep(reason)?);
    run::cancel_all(draft);
    let used_days = clock::used_days(draft);
    draft.emit(Event::InstanceCancelled(InstanceCancelled { reason, used_days }));
    Ok(())
}
