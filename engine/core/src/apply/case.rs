//! Beginning and end of a case.

use super::trouble;
use crate::{
    event::{InstanceCancelled, InstanceCompleted, InstanceStarted},
    moment::Moment,
    state::{Instance, Status},
};

pub(super) fn started(state: &mut Instance, event: &InstanceStarted, at: Moment) {
    state.process = event.process.clone();
    state.digest = event.digest;
    state.division = event.division;
    state.receipt.clone_from(&event.receipt);
    state.started_at = at;
    state.status = Status::Running;
}

pub(super) fn completed(state: &mut Instance, event: &InstanceCompleted, at: Moment) {
    state.status = Status::Completed(event.ending, at);
    stop(state, event.used_days);
}

pub(super) fn cancelled(state: &mut Instance, event: &InstanceCancelled, at: Moment) {
    state.status = Status::Cancelled(at);
    stop(state, event.used_days);
}

/// Nothing waits any more, and the clock stands at what was used.
fn stop(state: &mut Instance, used_days: Option<u32>) {
    state.tokens.clear();
    state.joins.clear();
    state.timers.clear();
    trouble::rearm(state);
    if let Some(clock) = &mut state.clock {
        clock.running_since = None;
        clock.consumed_days = used_days.unwrap_or(clock.consumed_days);
    }
}
