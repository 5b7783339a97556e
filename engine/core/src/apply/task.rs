//! Tasks.

use crate::{
    event::{TaskClaimed, TaskDecided, TaskOpened, TaskReleased},
    id::ElementId,
    moment::Moment,
    state::{Decision, Instance, Task, Work},
};

pub(super) fn opened(state: &mut Instance, event: &TaskOpened) {
    if let Some(element) = state.elements.get_mut(&event.element) {
        element.work = Some(Work::Task(Task {
            role: event.role.clone(),
            division: event.division,
            due: event.due,
            claimed_by: None,
            decisions: Vec::new(),
            days: event.days,
        }));
    }
}

fn task(state: &mut Instance, element: ElementId) -> Option<&mut Task> {
    match &mut state.elements.get_mut(&element)?.work {
        Some(Work::Task(task)) => Some(task),
        _ => None,
    }
}

pub(super) fn claimed(state: &mut Instance, event: &TaskClaimed) {
    if let Some(task) = task(state, event.element) {
        task.claimed_by = Some(event.person.clone());
    }
}

pub(super) fn released(state: &mut Instance, event: &TaskReleased) {
    if let Some(task) = task(state, event.element) {
        task.claimed_by = None;
    }
}

/// The next participant finds the task unclaimed.
pub(super) fn decided(state: &mut Instance, event: &TaskDecided, at: Moment) {
    if let Some(task) = task(state, event.element) {
        task.claimed_by = None;
        task.decisions.push(Decision {
            person: event.person.clone(),
            outcome: event.outcome.clone(),
            at,
            document: event.document.clone(),
        });
    }
}
