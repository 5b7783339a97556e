//! The registry: the world as the fold of its chain, and the changes that are proposed to it.
//!
//! ```text
//! Registration ─► propose ─► Change { events, artifacts } ─► writer of partition 0 ─► commit
//!                                  │                                                     │
//!                                  └──────────────── Known (the next world) ◄── published ┘
//! ```
//! Invariants: what an event names by digest is an artifact of the same commit; the world that
//! everybody sees is on disk.

pub(crate) mod artifact;
mod differences;
mod install;
mod keys;
mod known;
mod propose;
mod references;
mod trust;
mod unfit;

use tongban_core::{call::Digest, registry::RegistryEvent};

pub use artifact::Artifacts;
pub use known::RegistryDamage;
pub(crate) use known::{Head, Known, fold, fold_before};
pub(crate) use propose::{examine, propose};

use crate::registration::Registered;

/// What a registration comes to, before it is committed.
pub(crate) struct Proposal {
    pub(crate) change: Change,
    /// The world after it.
    pub(crate) next: Known,
    pub(crate) registered: Registered,
}

/// What is written.
#[derive(Clone)]
pub(crate) struct Change {
    /// The number of the world before.
    pub(crate) world: u64,
    pub(crate) events: Vec<RegistryEvent>,
    /// Large things that the events name.
    pub(crate) artifacts: Vec<(Digest, Vec<u8>)>,
}

impl Change {
    /// Whether dates that rest on an assumption must be computed anew.
    pub(crate) fn moves_dates(&self) -> bool {
        self.events.iter().any(|event| matches!(event, RegistryEvent::HolidaysLoaded { .. }))
    }

    /// Whether cases that wait for a plugin may go on now.
    pub(crate) fn mends_plugins(&self) -> bool {
        self.events.iter().any(|event| {
            matches!(
                event,
                RegistryEvent::PluginInstalled { .. }
                    | RegistryEvent::PluginWithdrawn { .. }
                    | RegistryEvent::ReferenceRegistered { .. }
            )
        })
    }
}
