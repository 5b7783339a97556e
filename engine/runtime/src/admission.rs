//! Admission: what a plugin would do beside the layers above it, found out before it is in force.
//!
//! ```text
//! candidate ─ cases ─► inputs ─ trial ─► asked beside the layers above ──► Examination
//!           ├ below ─► the layers under it, tried beside it in the same way ┤
//!           └ replay ─► finished cases, decided again with and without it ──┘
//! ```
//! Not here: signatures, levels, periods (`registry`); how answers join (`core::layer`), which
//! holds whatever is found here.
//! Invariants: nothing is written; the same candidate in the same world is tried on the same
//! inputs; what was sampled or tested is never called exhaustive.

mod below;
mod cases;
mod desk;
mod examples;
mod replay;
mod report;
mod sheets;
mod trial;
mod words;

use std::sync::Arc;

use tongban_calendar::Date;
use tongban_core::{
    World,
    call::Digest,
    layer::{self, Layer},
};
use tongban_model::Point;

pub use report::{
    Basis, Below, BelowExample, Examination, Loosening, LooseningKind, Replay, ReplayDifference,
    Said, Unanswered,
};

pub(crate) use self::desk::Desk;
use self::{
    sheets::Sheets,
    trial::{TRIAL_MS_MAX, Trial, Tried},
};
use crate::{refusal::Refusal, registry::artifact, shared::Shared};

/// A plugin that is about to be installed.
pub(crate) struct Candidate<'a> {
    pub(crate) world: &'a Arc<World>,
    pub(crate) layer: &'a Layer,
    pub(crate) point: &'a Point,
    pub(crate) component: &'a [u8],
}

impl<'a> Candidate<'a> {
    /// The day on whose layers it is tried: its first.
    fn day(&self) -> Date {
        self.layer.from.day()
    }

    /// The layers that would answer without it.
    fn above(&self) -> Vec<&'a Layer> {
        let (world, layer) = (self.world, self.layer);
        layer::above(world, (&layer.process, self.point), layer.division, self.day())
    }
}

/// Tries a candidate that the host has admitted. Blocks: thousands of calls.
pub(crate) fn examine(shared: &Shared, candidate: &Candidate<'_>) -> Result<Examination, Refusal> {
    let above = candidate.above();
    let (tried, unknown_inputs) = beside(shared, candidate, (&above, None), TRIAL_MS_MAX)?;
    let mut after = World::clone(candidate.world);
    after.install(candidate.layer.clone());
    let after = Arc::new(after);
    let below = below::run(shared, (candidate, &after))?;
    let replay = replay::run(shared, (candidate, &after))?;
    Ok(Examination {
        basis: tried.basis,
        tried_count: tried.count,
        above: above.iter().map(|layer| (layer.plugin.clone(), layer.version.clone())).collect(),
        changed_count: tried.changed_count,
        silent_above_count: tried.silent_above_count,
        loosens: tried.loosens,
        idle_rules: tried.idle_rules,
        unanswered: tried.unanswered,
        unknown_inputs,
        below,
        replay,
    })
}

/// Tries a candidate beside the layers above it, and says which inputs of its table the point does
/// not give. One component may be known that is not kept yet.
fn beside(
    shared: &Shared,
    candidate: &Candidate<'_>,
    (above, known): (&[&Layer], Option<(&Digest, &[u8])>),
    ms_max: i64,
) -> Result<(Tried, Vec<String>), Refusal> {
    let plugins = shared.plugins.as_ref();
    let bytes = above.iter().map(|layer| match known {
        Some((digest, component)) if *digest == layer.digest => Ok(Some(component.to_vec())),
        _ => artifact::read(shared.store.as_ref(), &layer.digest),
    });
    let bytes = bytes.collect::<tongban_store::Result<Vec<_>>>()?;
    let sheets = Sheets::of(plugins, candidate.component, &bytes);
    let cases = cases::of(candidate, &sheets);
    let desk = Desk::new(plugins, candidate.world, candidate.point);
    let trial = Trial { desk: &desk, candidate, above, sheets: &sheets };
    let tried = trial.run(&cases, (&|| shared.clock.now(), ms_max));
    Ok((tried, cases.unknown))
}

#[cfg(test)]
mod tests;
