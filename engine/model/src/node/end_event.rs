//! `endEvent`: where a branch, and with the last branch the case, ends.

/// How the branch ends.
#[derive(Clone, Debug)]
pub struct EndEvent {
    /// What the case came to, when this is the end that decides it.
    pub ending: Ending,
    /// Also cancels whatever else is active in the case (BPMN's terminate end event).
    pub terminate: bool,
}

/// What a case came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Granted.
    Approved,
    /// Refused with reasons.
    Refused,
    /// The applicant took it back, or it is deemed taken back.
    Withdrawn,
    /// The branch is over and says nothing of the case.
    Done,
}
