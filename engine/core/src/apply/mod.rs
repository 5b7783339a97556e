//! Applying events: the only writer of state, live and in replay.
//!
//! One file for each family of events. Nothing here reads the world, a clock or the definition.

mod case;
mod clock;
mod element;
mod notice;
mod task;
mod trouble;

use crate::{event::Event, moment::Moment, state::Instance};

/// Writes one event into the state. `at` is the moment that counts legally: the record's
/// `occurred_at`, or else its `recorded_at`.
///
/// Events of a log that this code wrote always fit. One that does not (a damaged log) changes what it
/// can and nothing else; the chain's verifier reports such a log.
pub fn apply(state: &mut Instance, event: &Event, at: Moment) {
    match event {
        Event::InstanceStarted(event) => case::started(state, event, at),
        Event::InstanceCompleted(event) => case::completed(state, event, at),
        Event::InstanceCancelled(event) => case::cancelled(state, event, at),
        Event::FlowTaken(event) => element::flow_taken(state, event),
        Event::JoinReached(event) => element::join_reached(state, event),
        Event::ElementActivated(event) => element::activated(state, event, at),
        Event::ElementCompleted(event) => element::completed(state, event, at),
        Event::ElementCancelled(event) => element::cancelled(state, event, at),
        Event::SentBack(event) => element::sent_back(state, event),
        Event::TaskOpened(event) => task::opened(state, event),
        Event::TaskClaimed(event) => task::claimed(state, event),
        Event::TaskReleased(event) => task::released(state, event),
        Event::TaskDecided(event) => task::decided(state, event, at),
        Event::NoticePosted(event) => notice::posted(state, event, at),
        Event::ObjectionFiled(event) => notice::objected(state, event, at),
        Event::TableEvaluated(_) | Event::PointAnswered(_) => {} // their values are in `Data`
        Event::ClockStarted(event) => clock::started(state, event),
        Event::ClockExtended(event) => clock::extended(state, event),
        Event::LocalLimitSet(event) => clock::local_set(state, event),
        Event::LocalLimitPaused(event) => clock::local_paused(state, event, at),
        Event::LocalLimitResumed(event) => clock::local_resumed(state, event),
        Event::ClockRungReached(event) => clock::rung(state, event),
        Event::TimerSet(event) => trouble::timer_set(state, event),
        Event::TimerFired(event) => trouble::timer_fired(state, event),
        Event::AlarmRang(_) => trouble::rearm(state),
        Event::DueMoved(event) => trouble::due_moved(state, event),
        Event::IncidentRaised(event) => trouble::incident_raised(state, event),
        Event::IncidentResolved(event) => trouble::incident_resolved(state, event),
    }
}
