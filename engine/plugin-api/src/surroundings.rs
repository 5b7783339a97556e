//! What a plugin's host functions see of the world around a call.
//!
//! Not here: counting and limits (the host's), FEEL and logging, which see nothing.
//! Invariant: for one call, the same lookup always finds the same.

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use tongban_core::{
    World,
    call::Scene,
    surroundings::{Found, Lookup, look},
};

/// What a call may look up. Shared by the calls of one question; asked from the caller's thread.
pub trait Surroundings: fmt::Debug + Send + Sync + 'static {
    /// The number of the world that answers; recorded with a call that asked.
    fn world(&self) -> u64;

    /// Answers a lookup for a call made in `scene`. Does not block on anything but memory.
    fn look_up(&self, scene: &Scene, lookup: &Lookup) -> Found;
}

/// The world as it is now.
impl Surroundings for World {
    fn world(&self) -> u64 {
        self.number
    }

    fn look_up(&self, scene: &Scene, lookup: &Lookup) -> Found {
        look(self, scene, lookup)
    }
}

/// No world at all: trying a plugin out, outside of any installation.
#[derive(Debug)]
struct Nowhere;

impl Surroundings for Nowhere {
    fn world(&self) -> u64 {
        0
    }

    fn look_up(&self, _: &Scene, _: &Lookup) -> Found {
        Found::Unknown { reason: "there is no world here".to_owned() }
    }
}

/// Surroundings in which every lookup finds nothing that can be asked.
pub fn nowhere() -> &'static Arc<dyn Surroundings> {
    static NOWHERE: LazyLock<Arc<dyn Surroundings>> = LazyLock::new(|| Arc::new(Nowhere));
    &NOWHERE
}
