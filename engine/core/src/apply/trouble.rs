//! Timers, the alarm, moved dates and incident records.

use crate::{
    event::{DueAt, DueMoved, IncidentRaised, IncidentResolved, TimerFired, TimerSet},
    id::TimerId,
    lifecycle::Change,
    state::{Alarm, Incident, Instance, Timer, Work},
};

/// The alarm moves only when the new timer is earlier: a row of the timer index that rings too
/// early costs one wake, rewriting it for each timer would cost two writes every time.
pub(super) fn timer_set(state: &mut Instance, event: &TimerSet) {
    state.last.timer = state.last.timer.max(event.timer.0);
    let timer = Timer { due: event.due, purpose: event.purpose.clone() };
    state.timers.insert(event.timer, timer);
    alarm_by(state, (event.timer, event.due));
}

fn alarm_by(state: &mut Instance, (timer, due): (TimerId, DueAt)) {
    if state.alarm.is_none_or(|alarm| due.at < alarm.at) {
        state.alarm = Some(Alarm { at: due.at, timer });
    }
}

pub(super) fn timer_fired(state: &mut Instance, event: &TimerFired) {
    state.timers.remove(&event.timer);
    rearm(state);
}

/// The alarm is that of the next pending timer.
pub(super) fn rearm(state: &mut Instance) {
    let next = state.timers.iter().min_by_key(|(id, timer)| (timer.due.at, **id));
    state.alarm = next.map(|(id, timer)| Alarm { at: timer.due.at, timer: *id });
}

pub(super) fn due_moved(state: &mut Instance, event: &DueMoved) {
    match *event {
        DueMoved::Task(element, due) => {
            if let Some(Work::Task(task)) = work(state, element) {
                task.due = Some(due);
            }
        }
        DueMoved::Notice(element, due) => {
            if let Some(Work::Notice(notice)) = work(state, element) {
                notice.until = due;
            }
        }
        DueMoved::Timer(id, due) => {
            if let Some(timer) = state.timers.get_mut(&id) {
                timer.due = due;
            }
            rearm(state);
        }
        DueMoved::Clock(due) => {
            if let Some(clock) = &mut state.clock {
                clock.limit = due;
            }
        }
    }
}

fn work(state: &mut Instance, element: crate::id::ElementId) -> Option<&mut Work> {
    state.elements.get_mut(&element)?.work.as_mut()
}

pub(super) fn incident_raised(state: &mut Instance, event: &IncidentRaised) {
    let Some(element) = state.elements.get_mut(&event.element) else { return };
    if let Some(next) = element.state.after(Change::Stick) {
        element.state = next;
        element.work = Some(Work::Incident(Incident {
            code: event.code.clone(),
            detail: event.detail.clone(),
        }));
    }
}

pub(super) fn incident_resolved(state: &mut Instance, event: &IncidentResolved) {
    let Some(element) = state.elements.get_mut(&event.element) else { return };
    if let Some(next) = element.state.after(Change::Retry) {
        element.state = next;
        element.work = None;
    }
}
