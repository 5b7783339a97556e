//! Beginning and end of a case.

use minicbor::{Decode, Encode};
use tongban_model::{NodeId, ProcessId, organisation::DivisionId};

use super::DocumentRef;
use crate::{call::Digest, state::Ended};

/// The case began.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct InstanceStarted {
    /// The process.
    #[n(0)]
    pub process: ProcessId,
    /// The version that the case is pinned to.
    #[n(1)]
    pub digest: Digest,
    /// The division to which the case belongs.
    #[n(2)]
    pub division: DivisionId,
    /// The number on the applicant's receipt.
    #[n(3)]
    pub receipt: String,
    /// The application.
    #[n(4)]
    pub application: DocumentRef,
}

/// The case came to its end.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct InstanceCompleted {
    /// The end event that decided it.
    #[n(0)]
    pub node: NodeId,
    /// `approved`, `refused`, `withdrawn` or `done`.
    #[n(1)]
    pub ending: Ended,
    /// Working days of the statutory clock used by then, where it had started.
    #[n(2)]
    pub used_days: Option<u32>,
}

/// The case was ended from outside.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct InstanceCancelled {
    /// The applicant's or administrator's reason lies in this document.
    #[n(0)]
    pub reason: Option<DocumentRef>,
    /// Working days of the statutory clock used by then, where it had started.
    #[n(1)]
    pub used_days: Option<u32>,
}
