//! The life of an element, as one table.
//!
//! Invariant: every change of an element's state is a row here; everything else asks it.

use minicbor::{Decode, Encode};

/// Where an element is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ElementState {
    /// It works or waits.
    #[n(0)]
    Active,
    /// It cannot go on: a human must look.
    #[n(1)]
    Stuck,
    /// It did what it had to.
    #[n(2)]
    Completed,
    /// It was ended from outside.
    #[n(3)]
    Cancelled,
}

/// What can happen to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It ends by itself.
    Complete,
    /// It is ended from outside.
    Cancel,
    /// It cannot go on.
    Stick,
    /// It is tried again.
    Retry,
}

/// All that is legal.
const TRANSITIONS: [(ElementState, Change, ElementState); 5] = [
    (ElementState::Active, Change::Complete, ElementState::Completed),
    (ElementState::Active, Change::Cancel, ElementState::Cancelled),
    (ElementState::Active, Change::Stick, ElementState::Stuck),
    (ElementState::Stuck, Change::Retry, ElementState::Active),
    (ElementState::Stuck, Change::Cancel, ElementState::Cancelled),
];

impl ElementState {
    /// The state after a change, when that change is legal.
    pub fn after(self, change: Change) -> Option<Self> {
        TRANSITIONS
            .iter()
            .find(|(from, by, _)| *from == self && *by == change)
            .map(|(_, _, to)| *to)
    }

    /// Nothing can happen to it any more.
    pub fn ended(self) -> bool {
        !TRANSITIONS.iter().any(|(from, _, _)| *from == self)
    }
}
