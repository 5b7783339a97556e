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

use tongban_calendar::{Date, start_of};
use tongban_core::{
    World,
    call::Digest,
    layer::{self, Layer},
    moment::Moment,
};
use tongban_model::{Point, organisation::DivisionId};

pub use report::{
    Basis, Below, BelowExample, Examination, Loosening, LooseningKind, Replay, ReplayDifference,
    Said, Unanswered, Walked,
};

pub(crate) use self::desk::Desk;
use self::{
    cases::Cases,
    sheets::Sheets,
    trial::{TRIAL_MS_MAX, Trial, Tried},
};
use crate::{refusal::Refusal, registry::artifact, shared::Shared};

/// Later days on which a candidate is tried.
const DAYS_MAX: usize = 8;

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

    /// Its first day from `now` on, and those on which a layer above begins while it stands.
    fn days(&self, now: Moment) -> Vec<Moment> {
        let layer = self.layer;
        let stands = |day: &Moment| layer.to.is_none_or(|to| *day < to);
        let first = Some(layer.from.max(start_of(now.day()).into())).filter(stands);
        let first = first.unwrap_or(layer.from);
        let Some(own) = layer.division else { return vec![first] };
        let chain = self.world.organisation.chain(own, first.day());
        let above = |of: Option<DivisionId>| {
            of.is_none_or(|of| of != own && chain.iter().any(|(_, division)| *division == of))
        };
        let others = self.world.layers(&layer.process, &layer.point).all();
        let begin = others.filter(|other| above(other.division)).map(|other| other.from);
        let mut days: Vec<_> = begin.filter(|day| *day > first && stands(day)).collect();
        days.sort_unstable();
        days.dedup();
        days.truncate(DAYS_MAX);
        days.insert(0, first);
        days
    }

    /// The layers that would answer without it.
    fn above(&self) -> Vec<&'a Layer> {
        let (world, layer): (&'a World, _) = (self.world, self.layer);
        layer::above(world, (&layer.process, self.point), layer.division, self.day())
    }
}

/// Tries a candidate that the host has admitted. Blocks: thousands of calls.
pub(crate) fn examine(shared: &Shared, candidate: &Candidate<'_>) -> Result<Examination, Refusal> {
    let Held { above, tried, walked, unknown_inputs } = held(shared, candidate)?;
    let mut after = World::clone(candidate.world);
    after.install(candidate.layer.clone());
    let after = Arc::new(after);
    let below = below::run(shared, (candidate, &after))?;
    let replay = replay::run(shared, (candidate, &after))?;
    Ok(Examination {
        basis: tried.basis,
        walked,
        tried_count: tried.count,
        above,
        changed_count: tried.changed_count,
        silent_above_count: tried.silent_above_count,
        loosens: tried.loosens,
        idle_rules: tried.idle_rules,
        unanswered: tried.unanswered,
        failing: tried.failing,
        left_count: tried.left_count,
        unknown_inputs,
        below,
        replay,
    })
}

/// Tries a candidate on each day on which another layer may be above it, until one finds that it
/// loosens: a first day long past is before the rules that bind it now, and a rule above that is on
/// file may begin later.
fn held(shared: &Shared, candidate: &Candidate<'_>) -> Result<Held, Refusal> {
    let days = candidate.days(shared.clock.now());
    let ms_max = TRIAL_MS_MAX / i64::try_from(days.len()).unwrap_or(1);
    let mut first = None;
    for from in days {
        let layer = Layer { from, ..candidate.layer.clone() };
        let on = Candidate { layer: &layer, ..*candidate };
        let above = on.above();
        let (tried, Cases { walked, unknown, .. }) = beside(shared, &on, (&above, None), ms_max)?;
        let above =
            above.iter().map(|layer| (layer.plugin.clone(), layer.version.clone())).collect();
        let found = Held { above, tried, walked, unknown_inputs: unknown };
        if !found.tried.loosens.is_empty() || found.tried.failing.is_some() {
            return Ok(found);
        }
        first.get_or_insert(found);
    }
    Ok(first.expect("a candidate has a day"))
}

/// What came of a trial.
struct Held {
    /// The layers above, by plugin and version.
    above: Vec<(String, String)>,
    tried: Tried,
    walked: Walked,
    unknown_inputs: Vec<String>,
}

/// Tries a candidate beside the layers above it, and says on what. One component may be known that
/// is not kept yet.
fn beside(
    shared: &Shared,
    candidate: &Candidate<'_>,
    (above, known): (&[&Layer], Option<(&Digest, &[u8])>),
    ms_max: i64,
) -> Result<(Tried, Cases), Refusal> {
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
    Ok((tried, cases))
}

#[cfg(test)]
mod tests;
