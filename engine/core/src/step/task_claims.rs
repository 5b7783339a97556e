//! `ClaimTask` and `ReleaseTask`.

use tongban_model::organisation::PersonId;

use super::{Draft, Standing, Stopped, may_decide};
use crate::{
    event::{Event, TaskClaimed, TaskReleased},
    id::ElementId,
    rejection::Rejection,
    state::Work,
};

impl Draft<'_> {
    /// The case as the actor stands before it.
    pub(crate) fn standing(&self) -> Standing<'_> {
        Standing {
            world: self.cx.world,
            process: self.cx.process,
            state: &self.state,
            data: &self.data,
            day: self.cx.at().day(),
        }
    }

    /// The person who acts; tasks are for people.
    pub(super) fn person(&self, element: ElementId) -> Result<PersonId, Rejection> {
        self.cx.actor.person().cloned().ok_or(Rejection::NotOpen(element))
    }
}

pub(super) fn claim(draft: &mut Draft<'_>, element: ElementId) -> Stopped {
    let person = draft.person(element)?;
    may_decide(&draft.standing(), element, &person)?;
    draft.emit(Event::TaskClaimed(TaskClaimed { element, person }));
    Ok(())
}

pub(super) fn release(draft: &mut Draft<'_>, element: ElementId) -> Stopped {
    let person = draft.person(element)?;
    let found = draft.state.element(element).filter(|found| !found.state.ended());
    match found.and_then(|found| found.work.as_ref()) {
        Some(Work::Task(task)) if task.claimed_by.as_ref() == Some(&person) => {
            draft.emit(Event::TaskReleased(TaskReleased { element }));
            Ok(())
        }
        Some(Work::Task(task)) => match &task.claimed_by {
            Some(other) => Err(Rejection::ClaimedByOther(other.clone()).into()),
            None => Err(Rejection::NotOpen(element).into()),
        },
        _ => Err(Rejection::NotOpen(element).into()),
    }
}
