//! `Wake`: the alarm rang. Every timer that is due fires, in order; a wake for nothing moves the
//! alarm to the next pending timer.

use super::Draft;
use crate::{
    clock,
    event::{AlarmRang, Event, Purpose, TimerFired},
    id::TimerId,
    node,
};

pub(super) fn wake(draft: &mut Draft<'_>) {
    let before = draft.events_count();
    while let Some((timer, purpose)) = next_due(draft) {
        let due = draft.state.timers[&timer].due.at;
        draft.emit(Event::TimerFired(TimerFired { timer, due }));
        match purpose {
            Purpose::NoticeEnds(element) => node::notice_ends(draft, element),
            Purpose::Boundary(element, event) => node::boundary_fires(draft, element, &event),
            Purpose::Rung(rung) => clock::rung_fires(draft, rung),
        }
    }
    if draft.events_count() == before && draft.state.alarm.is_some() {
        draft.emit(Event::AlarmRang(AlarmRang {}));
    }
}

fn next_due(draft: &Draft<'_>) -> Option<(TimerId, Purpose)> {
    let now = draft.cx.recorded_at;
    let due = draft.state.timers.iter().filter(|(_, timer)| timer.due.at <= now);
    due.min_by_key(|(id, timer)| (timer.due.at, **id))
        .map(|(id, timer)| (*id, timer.purpose.clone()))
}
