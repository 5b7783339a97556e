//! Notices 公示 and objections 异议.

use minicbor::{Decode, Encode};

use super::{DocumentRef, DueAt};
use crate::id::{ElementId, ObjectionId};

/// A notice is public from now on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct NoticePosted {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
    /// Until when.
    #[n(1)]
    pub until: DueAt,
    /// The days that a point gave for it, where one did.
    #[n(2)]
    pub days: Option<u32>,
}

/// Somebody objected while it stood.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ObjectionFiled {
    /// The notice's element.
    #[n(0)]
    pub element: ElementId,
    /// Its number in the case.
    #[n(1)]
    pub objection: ObjectionId,
    /// The number on the objector's receipt.
    #[n(2)]
    pub receipt: String,
    /// What they wrote, and who they are if they said so.
    #[n(3)]
    pub document: DocumentRef,
}
