//! What came of a call: an answer, a refusal, or the way in which it ended without one.

use minicbor::{Decode, Encode};

use super::Answer;

/// What came of a call. All but [`Outcome::Unavailable`] are the plugin's doing: deterministic,
/// recorded, and the same on every run.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Outcome {
    /// It answered.
    #[n(0)]
    Answered(#[n(0)] Answer),
    /// It refused with its own words (`result.err`).
    #[n(1)]
    Refused(#[n(0)] String),
    /// It ended without an answer.
    #[n(2)]
    Failed {
        /// How it ended.
        #[n(0)]
        failure: Failure,
        /// For the engineer; no personal values.
        #[n(1)]
        detail: String,
    },
    /// The host's fault (wall-clock deadline, component not found): retried once, then an incident
    /// record.
    #[n(3)]
    Unavailable(#[n(0)] String),
}

impl Outcome {
    /// What it answered, if it did.
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::Refused(_) | Self::Failed { .. } | Self::Unavailable(_) => None,
        }
    }
}

/// How a plugin failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Failure {
    /// Trapped: panic, division by zero, stack exhausted, unreachable.
    #[n(0)]
    Trap,
    /// Used up its fuel.
    #[n(1)]
    Fuel,
    /// Asked for more memory than its cap.
    #[n(2)]
    Memory,
    /// Gave more than the cap, or something that is not of its world.
    #[n(3)]
    Output,
    /// Asked the host for more than is granted to one call.
    #[n(4)]
    Host,
}
