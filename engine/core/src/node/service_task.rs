//! `serviceTask`: asks an extension point and leaves by what it said.

use tongban_model::{OutcomeId, ServiceTask, World};

use super::point;
use crate::{
    id::ElementId,
    step::{Draft, Stopped, leave},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, task: &ServiceTask) -> Stopped {
    if point::ask(draft, element, &task.point)?.is_none() {
        return Ok(());
    }
    let verdict = match draft.process().points[&task.point].world {
        World::Rule => draft.verdict_of(element),
        World::Parameter | World::Checklist | World::Amount | World::Validator => None,
    };
    let outcome = verdict.map(|verdict| OutcomeId::from(verdict.name()));
    leave(draft, element, outcome.as_ref());
    Ok(())
}
