//! The statutory clock.

use super::trouble;
use crate::{
    event::{
        ClockExtended, ClockRungReached, ClockStarted, DueAt, LocalLimitPaused, LocalLimitResumed,
        LocalLimitSet, Purpose,
    },
    moment::Moment,
    state::{Clock, Instance, LocalClock},
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
        local: None,
    });
    drop_rungs(state);
}

pub(super) fn extended(state: &mut Instance, event: &ClockExtended) {
    moved(state, event.limit, |clock| clock.extended = true);
}

pub(super) fn local_set(state: &mut Instance, event: &LocalLimitSet) {
    let local = LocalClock { count: event.count, excluded: 0, paused_since: None };
    moved(state, event.limit, |clock| clock.local = Some(local));
}

pub(super) fn local_paused(state: &mut Instance, event: &LocalLimitPaused, at: Moment) {
    moved(state, event.limit, |clock| {
        if let Some(local) = &mut clock.local {
            local.paused_since = Some(at);
        }
    });
}

pub(super) fn local_resumed(state: &mut Instance, event: &LocalLimitResumed) {
    moved(state, event.limit, |clock| {
        if let Some(local) = &mut clock.local {
            local.paused_since = None;
            local.excluded = event.excluded;
        }
    });
}

/// The limit is another one, and why.
fn moved(state: &mut Instance, limit: DueAt, why: impl FnOnce(&mut Clock)) {
    if let Some(clock) = &mut state.clock {
        clock.limit = limit;
        why(clock);
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
