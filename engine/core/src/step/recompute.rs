//! `Recompute`: a holiday table arrived; dates that rested on an assumption are computed anew.

use tongban_model::{FiresAt, NodeKind};

use super::Draft;
use crate::{
    clock,
    event::{DueAt, DueMoved, Event, Purpose},
    id::ElementId,
    node,
    state::{Timer, Work},
};

pub(super) fn recompute(draft: &mut Draft<'_>) {
    if let Some(running) = draft.state.clock.clone()
        && running.limit.provisional
        && let Some(limit) = clock::limit(draft, &running)
    {
        moved(draft, running.limit, limit, DueMoved::Clock(limit));
    }
    works(draft);
    timers(draft);
}

fn moved(draft: &mut Draft<'_>, before: DueAt, after: DueAt, event: DueMoved) {
    if before != after {
        draft.emit(Event::DueMoved(event));
    }
}

fn works(draft: &mut Draft<'_>) {
    let live: Vec<_> = draft.state.live().map(|(id, found)| (id, found.clone())).collect();
    for (id, element) in live {
        match (&draft.process().node(&element.node).kind, &element.work) {
            (NodeKind::UserTask(rule), Some(Work::Task(task))) => {
                let Some(before) = task.due.filter(|due| due.provisional) else { continue };
                let after = node::task_due(draft, rule, (element.activated_at, task));
                let after = after.unwrap_or(before);
                moved(draft, before, after, DueMoved::Task(id, after));
            }
            (NodeKind::Notice(rule), Some(Work::Notice(notice))) if notice.until.provisional => {
                let after = node::notice_until(draft, rule, notice).unwrap_or(notice.until);
                moved(draft, notice.until, after, DueMoved::Notice(id, after));
            }
            _ => {}
        }
    }
}

fn timers(draft: &mut Draft<'_>) {
    let timers: Vec<_> = draft.state.timers.clone().into_iter().collect();
    for (id, timer) in timers.into_iter().filter(|(_, timer)| timer.due.provisional) {
        let after = timer_again(draft, &timer).unwrap_or(timer.due);
        moved(draft, timer.due, after, DueMoved::Timer(id, after));
    }
}

/// When a timer fires by the dates of now; tasks and notices have moved already.
fn timer_again(draft: &Draft<'_>, timer: &Timer) -> Option<DueAt> {
    match &timer.purpose {
        Purpose::NoticeEnds(element) => match &draft.state.element(*element)?.work {
            Some(Work::Notice(notice)) => Some(notice.until),
            _ => None,
        },
        Purpose::Boundary(element, event) => boundary_again(draft, *element, event),
        Purpose::Rung(rung) => {
            let rule = draft.process().clock.as_ref()?;
            let running = draft.state.clock.as_ref()?;
            let declared = rule.ladder.get(usize::from(*rung))?;
            Some(clock::rung_at(draft, rule, (running, declared)))
        }
    }
}

fn boundary_again(
    draft: &Draft<'_>,
    element: ElementId,
    event: &tongban_model::NodeId,
) -> Option<DueAt> {
    let found = draft.state.element(element)?;
    let NodeKind::BoundaryEvent(rule) = &draft.process().node(event).kind else { return None };
    match (&rule.fires, &found.work) {
        (FiresAt::After(term), _) => Some(clock::ends(draft, found.activated_at, *term)),
        (FiresAt::Overdue, Some(Work::Task(task))) => task.due,
        (FiresAt::Overdue, _) => None,
    }
}
