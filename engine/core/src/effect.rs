//! Effects: what must happen in the world after a commit, at least once.
//!
//! Invariant: an effect's identity is (instance, sequence, place in the commit); whoever carries it
//! out twice does nothing the second time.

use minicbor::{Decode, Encode};
use tongban_model::{
    RoleId,
    organisation::{DivisionId, PersonId},
};

/// Something to do outside the instance.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Effect {
    /// Go on: the transitions of one commit were used up.
    #[n(0)]
    Continue,
    /// Tell the holders of a role that a rung of the clock's ladder fired.
    #[n(1)]
    Remind(#[n(0)] Reminder),
    /// Tell somebody what a plugin wishes them to know.
    #[n(2)]
    Notify(#[n(0)] Notice),
    /// Ask another agency what a plugin wishes to know.
    #[n(3)]
    AskAgency(#[n(0)] AgencyRequest),
}

/// A notice that a plugin wished for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Notice {
    /// Whom it reaches.
    #[n(0)]
    pub to: Recipient,
    /// What it says.
    #[n(1)]
    pub message: String,
}

/// Whom a notice reaches, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Recipient {
    /// The holders of a role in a division.
    #[n(0)]
    Role(#[n(0)] RoleId, #[n(1)] DivisionId),
    /// A person.
    #[n(1)]
    Person(#[n(0)] PersonId),
    /// Whoever applied.
    #[n(2)]
    Applicant,
}

/// A question to another agency.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AgencyRequest {
    /// The agency.
    #[n(0)]
    pub agency: String,
    /// What is asked.
    #[n(1)]
    pub question: String,
    /// The names of the fields that it may be told.
    #[n(2)]
    pub fields: Vec<String>,
}

/// A reminder to the holders of a role.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reminder {
    /// The role.
    #[n(0)]
    pub role: RoleId,
    /// Where.
    #[n(1)]
    pub division: DivisionId,
    /// The rung of the ladder.
    #[n(2)]
    pub rung: u16,
}
