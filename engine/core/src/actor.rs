//! Who does something.

use minicbor::{Decode, Encode};
use tongban_model::organisation::PersonId;

/// Whoever sent a command.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Actor {
    /// A person with a token.
    #[n(0)]
    Person(#[n(0)] PersonId),
    /// A citizen without one: an objector, an applicant with a receipt.
    #[n(1)]
    Citizen,
    /// The engine: timers, continuations, recomputation.
    #[n(2)]
    Engine,
}

impl Actor {
    /// The person, when it is one.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Citizen | Self::Engine => None,
        }
    }
}
