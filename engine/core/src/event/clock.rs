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

/// A rung of the ladder fired; each does once.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ClockRungReached {
    /// Its place in the ladder.
    #[n(0)]
    pub rung: u16,
}
