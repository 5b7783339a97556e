//! The statutory clock.

use super::trouble;
use crate::{
    event::{ClockExtended, ClockRungReached, ClockStarted, Purpose},
    state::{Clock, Instance},
};

/// A second start, after a correction, begins anew: budget, extension and ladder.
pub(super) fn started(state: &mut Instance, event: &ClockStarted) {
    state.clock = Some(Clock {
        started_at: event.from,
        limit: event.limit,
        consumed_days: 0,
        running_since: Some(event.from),
        extended: false,
        rungs: Vec::new(),
    });
    drop_rungs(state);
}

pub(super) fn extended(state: &mut Instance, event: &ClockExtended) {
    if let Some(clock) = &mut state.clock {
        clock.limit = event.limit;
        clock.extended = true;
    }
    drop_rungs(state);
}

/// The ladder's timers are set anew by the step that moved the limit.
fn drop_rungs(state: &mut Instance) {
    state.timers.retain(|_, timer| !matches!(timer.purpose, Purpose::Rung(_)));
    if state.timers.is_empty() {
        trouble::rearm(state);
    }
}

pub(super) fn rung(state: &mut Instance, event: &ClockRungReached) {
    if let Some(clock) = &mut state.clock {
        clock.rungs.push(event.rung);
    }
}
