//! The desk: where one call's host functions are served, counted and written down.
//!
//! ```text
//! guest ─ host function ─► charge (counts, work) ─► world, FEEL or log ─► what it used
//! ```
//! Not here: the answers themselves (`tongban_core::surroundings`, `tongban_expr`).
//! Invariants: what a call may use is bounded in number and bytes; the same lookup is answered once
//! and then from what was written down; going over a limit is the plugin's doing and the same on
//! every run.

mod calendar;
mod division;
mod feel;
mod log;
mod reference;

use std::sync::Arc;

use tongban_core::{
    call::{FunctionCount, HostFunction, LogLine, Scene, Used},
    surroundings::{Consulted, Found, Lookup},
};
use tongban_plugin_api::Surroundings;

use crate::{
    AnswerLimits, FunctionLimits, HostConfig,
    bindings::types::{self, HostError},
    sandbox::Seat,
};

/// Units of work that each call of a function costs besides its bytes: about as many nanoseconds.
const CALL_WORK: u64 = 100;

/// The functions of one call, and what they have come to so far.
pub(crate) struct Desk {
    scene: Scene,
    surroundings: Arc<dyn Surroundings>,
    limits: FunctionLimits,
    answer: AnswerLimits,
    work: u64,
    counts: [u64; HostFunction::ALL.len()],
    consulted: Vec<Consulted>,
    consulted_bytes: usize,
    log: Vec<LogLine>,
    log_bytes: usize,
    log_cut: u64,
}

/// The plugin asked the host for more than is granted.
#[derive(Debug, thiserror::Error)]
#[error("expected at most {max} {what} in one call, but it asked for more")]
pub(crate) struct OverGrant {
    what: &'static str,
    max: u64,
}

/// What a host function gives to the guest.
type Served<T> = wasmtime::Result<Result<T, HostError>>;

impl Desk {
    pub(crate) fn new(
        config: &HostConfig,
        (scene, surroundings): (Scene, &Arc<dyn Surroundings>),
    ) -> Self {
        Self {
            scene,
            surroundings: Arc::clone(surroundings),
            limits: config.functions.clone(),
            answer: config.answer.clone(),
            work: 0,
            counts: [0; HostFunction::ALL.len()],
            consulted: Vec::new(),
            consulted_bytes: 0,
            log: Vec::new(),
            log_bytes: 0,
            log_cut: 0,
        }
    }

    /// What the call used; none if it asked for nothing.
    pub(crate) fn used(self) -> Option<Used> {
        let counts: Vec<_> = HostFunction::ALL
            .into_iter()
            .zip(self.counts)
            .filter(|(_, count)| *count > 0)
            .map(|(function, count)| FunctionCount { function, count })
            .collect();
        (!counts.is_empty()).then(|| Used {
            world: self.surroundings.world(),
            counts,
            consulted: self.consulted,
            log: self.log,
            log_cut: self.log_cut,
        })
    }

    /// Counts one call of a function that was handed so many bytes.
    fn charge(&mut self, function: HostFunction, bytes: usize) -> wasmtime::Result<()> {
        self.counts[function as usize] += 1;
        self.work = self.work.saturating_add(CALL_WORK).saturating_add(bytes as u64);
        within("units of host work", (self.work, self.limits.work_max))?;
        let evaluations = self.counts[HostFunction::Feel as usize];
        within("evaluations", (evaluations, self.limits.evaluations_max))?;
        let asked: u64 = self.counts.iter().sum();
        let lookups = asked - evaluations - self.counts[HostFunction::Log as usize];
        within("lookups", (lookups, self.limits.lookups_max))
    }

    /// Asks the world, or what it said before.
    fn look_up(&mut self, lookup: Lookup) -> wasmtime::Result<Found> {
        if let Some(known) = self.consulted.iter().find(|known| known.lookup == lookup) {
            return Ok(known.found.clone());
        }
        let found = self.surroundings.look_up(&self.scene, &lookup);
        let consulted = Consulted { lookup, found: found.clone() };
        let kept = serde_json::to_vec(&consulted).expect("plain data becomes JSON");
        self.consulted_bytes += kept.len();
        let max = self.limits.consulted_bytes_max;
        within("bytes of lookups", (self.consulted_bytes as u64, max as u64))?;
        self.consulted.push(consulted);
        Ok(found)
    }
}

fn within(what: &'static str, (used, max): (u64, u64)) -> wasmtime::Result<()> {
    if used <= max { Ok(()) } else { Err(wasmtime::Error::new(OverGrant { what, max })) }
}

/// It has types only.
impl types::Host for Seat {}

impl Seat {
    /// The desk of a guest that imports host functions.
    fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().expect("only guests that import host functions can call them")
    }
}

/// What is found, as the guest sees it: the expected kind, or why there is none.
fn expect<T>(found: Found, read: impl FnOnce(&Found) -> Option<T>) -> Result<T, HostError> {
    match (read(&found), found) {
        (Some(read), _) => Ok(read),
        (None, Found::Unknown { reason }) => Err(HostError::Unavailable(reason)),
        (None, _) => Err(HostError::Other("the surroundings answered something else".into())),
    }
}

/// The error of a day that is none.
fn no_day() -> HostError {
    HostError::Invalid("expected a day of the years -9999 to 9999".into())
}
