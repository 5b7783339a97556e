//! Timers, alarms, moved dates and incident records: what the engine does to itself.

use minicbor::{Decode, Encode};

use super::{DueAt, Purpose};
use crate::{
    id::{ElementId, TimerId},
    moment::Moment,
};

/// A timer is pending. It ends with its element.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TimerSet {
    /// The timer.
    #[n(0)]
    pub timer: TimerId,
    /// When.
    #[n(1)]
    pub due: DueAt,
    /// Why.
    #[n(2)]
    pub purpose: Purpose,
}

/// A timer fired.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TimerFired {
    /// The timer.
    #[n(0)]
    pub timer: TimerId,
    /// The moment for which it was set.
    #[n(1)]
    pub due: Moment,
}

/// The instance was woken: its alarm is now that of its next pending timer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct AlarmRang {}

/// A provisional date was computed anew.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum DueMoved {
    /// Of an open task.
    #[n(0)]
    Task(#[n(0)] ElementId, #[n(1)] DueAt),
    /// Of a standing notice.
    #[n(1)]
    Notice(#[n(0)] ElementId, #[n(1)] DueAt),
    /// Of a pending timer.
    #[n(2)]
    Timer(#[n(0)] TimerId, #[n(1)] DueAt),
    /// Of the case's clock.
    #[n(3)]
    Clock(#[n(0)] DueAt),
}

/// The engine needs a human.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct IncidentRaised {
    /// The element that cannot go on.
    #[n(0)]
    pub element: ElementId,
    /// A stable code with a page.
    #[n(1)]
    pub code: String,
    /// For the administrator; no personal values.
    #[n(2)]
    pub detail: String,
}

/// A human looked after it; the element is tried again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct IncidentResolved {
    /// The element.
    #[n(0)]
    pub element: ElementId,
}
