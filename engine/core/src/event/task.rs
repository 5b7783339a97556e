//! Tasks: what people are asked, and what they decided.

use minicbor::{Decode, Encode};
use tongban_model::{
    OutcomeId, RoleId,
    organisation::{DivisionId, PersonId},
};

use super::{DocumentRef, DueAt};
use crate::id::ElementId;

/// A task is open to whoever holds a role in a division.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TaskOpened {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
    /// The role, after the policy for a role without holder was applied.
    #[n(1)]
    pub role: RoleId,
    /// The division whose posts count.
    #[n(2)]
    pub division: DivisionId,
    /// When it is due.
    #[n(3)]
    pub due: Option<DueAt>,
    /// The days that a point gave for it, where one did.
    #[n(4)]
    pub days: Option<u32>,
}

/// Somebody took a task.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TaskClaimed {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
    /// Who.
    #[n(1)]
    pub person: PersonId,
}

/// They gave it back.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TaskReleased {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
}

/// One person decided. The task ends when enough have.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TaskDecided {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
    /// Who.
    #[n(1)]
    pub person: PersonId,
    /// What.
    #[n(2)]
    pub outcome: OutcomeId,
    /// The form and the opinion.
    #[n(3)]
    pub document: Option<DocumentRef>,
}
