//! The statutory clock of the case.

use minicbor::{Decode, Encode};

use super::DueAt;
use crate::moment::Moment;

/// The legal limit began to run, or, after a correction, began again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ClockStarted {
    /// The moment from which it counts; its day does not count.
    #[n(0)]
    pub from: Moment,
    /// The limit.
    #[n(1)]
    pub limit: DueAt,
}

/// The limit was extended, once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ClockExtended {
    /// The new limit.
    #[n(0)]
    pub limit: DueAt,
    /// The reason; the applicant is told.
    #[n(1)]
    pub reason: super::DocumentRef,
}

/// A limit of the place's own runs beside the law's; the earlier one is the limit from here on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LocalLimitSet {
    /// What the point of the process gave, in the unit that the process names.
    #[n(0)]
    pub count: u32,
    /// The limit.
    #[n(1)]
    pub limit: DueAt,
}

/// The place's own limit stands still: a node began whose time does not count.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LocalLimitPaused {
    /// The limit meanwhile: the law's.
    #[n(0)]
    pub limit: DueAt,
}

/// It runs again.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LocalLimitResumed {
    /// What was left out so far, in the unit of the limit.
    #[n(0)]
    pub excluded: u32,
    /// The limit.
    #[n(1)]
    pub limit: DueAt,
}

/// A rung of the ladder fired; each does once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ClockRungReached {
    /// Its place in the ladder.
    #[n(0)]
    pub rung: u16,
}
