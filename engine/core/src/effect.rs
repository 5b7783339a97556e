//! Effects: what must happen in the world after a commit, at least once.
//!
//! Invariant: an effect's identity is (instance, sequence, place in the commit); whoever carries it
//! out twice does nothing the second time.

use minicbor::{Decode, Encode};
use tongban_model::{RoleId, organisation::DivisionId};

/// Something to do outside the instance.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Effect {
    /// Go on: the transitions of one commit were used up.
    #[n(0)]
    Continue,
    /// Tell the holders of a role that a rung of the clock's ladder fired.
    #[n(1)]
    Remind(#[n(0)] Reminder),
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
