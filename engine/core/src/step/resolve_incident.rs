//! `ResolveIncident`: an administrator mended what was wrong; the element is tried again.

use tongban_model::RoleId;

use super::{Draft, Stopped, participate::holds_in_chain};
use crate::{
    event::{Event, IncidentResolved},
    id::ElementId,
    node,
    rejection::Rejection,
    state::Work,
};

/// Who looks after incident records.
pub const INCIDENT_ROLE: &str = "system.administrator";

pub(super) fn resolve(draft: &mut Draft<'_>, element: ElementId) -> Stopped {
    let role = RoleId::from(INCIDENT_ROLE);
    if !holds_in_chain(draft.cx, &draft.state, &role) {
        return Err(Rejection::NotAuthorised { role }.into());
    }
    let stuck = draft.state.element(element).filter(|found| !found.state.ended());
    if !stuck.is_some_and(|found| matches!(found.work, Some(Work::Incident(_)))) {
        return Err(Rejection::NotOpen(element).into());
    }
    draft.emit(Event::IncidentResolved(IncidentResolved { element }));
    node::activate(draft, element)
}
