//! Below: the layers under a candidate, held to it and to whatever else is above them.
//!
//! A division may change its rule at any time, so nothing that is found here refuses a candidate:
//! those below are told what they have to mend, and until they have, joining holds.
//! Invariants: only where layers tighten, since nothing above binds a layer elsewhere; bounded,
//! whatever the number of layers and whatever they do, and what was left is counted.

use std::sync::Arc;

use tongban_calendar::Date;
use tongban_core::{
    World,
    layer::{self, Layer},
    moment::Moment,
};
use tongban_model::World as Asks;

use super::{
    Candidate,
    report::{Below, BelowExample},
};
use crate::{refusal::Refusal, registry::artifact, shared::Shared};

/// How long the layers below may take together: with the candidate's own trial less than a request
/// may.
const BELOW_MS_MAX: i64 = 10_000;

/// A layer below, on the first day on which it and the candidate both apply.
pub(super) struct Under<'w> {
    /// Begins on that day.
    pub(super) layer: Layer,
    /// What is above it then, from the top, with the candidate.
    pub(super) above: Vec<&'w Layer>,
}

/// Tries the layers below beside a world in which the candidate is installed.
pub(super) fn run(
    shared: &Shared,
    (candidate, after): (&Candidate<'_>, &Arc<World>),
) -> Result<Below, Refusal> {
    let mut below = Below::default();
    let end = shared.clock.now().0.saturating_add(BELOW_MS_MAX);
    for under in under(candidate, after) {
        let left = end - shared.clock.now().0;
        if below.tried_count == Below::LAYERS_MAX || left <= 0 {
            below.left_count += 1;
            continue;
        }
        below.tried_count += 1;
        let component = artifact::read(shared.store.as_ref(), &under.layer.digest)?;
        let held = Candidate {
            world: after,
            layer: &under.layer,
            point: candidate.point,
            component: component.as_deref().unwrap_or_default(),
        };
        let known = (&candidate.layer.digest, candidate.component);
        let (tried, _) = super::beside(shared, &held, (&under.above, Some(known)), left)?;
        if let Some(example) = tried.loosens.into_iter().next() {
            let division = named(after, &under.layer);
            below.loosens.push(BelowExample { division, example });
        }
    }
    Ok(below)
}

/// The layers that the candidate is above of, on some day of both.
pub(super) fn under<'w>(candidate: &Candidate<'_>, after: &'w World) -> Vec<Under<'w>> {
    let point = candidate.point;
    // Lists only grow: nothing above binds one.
    let is_list = matches!(point.world, Asks::Checklist | Asks::Validator);
    if is_list || !layer::joins_all(point) {
        return Vec::new();
    }
    let layers = after.layers(&candidate.layer.process, &point.id);
    layers.all().filter_map(|lower| first_day(candidate, after, lower)).collect()
}

/// Where another version hides one of the two at first, the day on which it no longer does.
fn first_day<'w>(candidate: &Candidate<'_>, after: &'w World, lower: &Layer) -> Option<Under<'w>> {
    let upper = candidate.layer;
    let of = (&upper.process, candidate.point);
    let layers = after.layers(&upper.process, &upper.point);
    let on = |day: Date| {
        let stands = layers.in_force(lower.division, day).is_some_and(|it| same(it, lower));
        let above = if stands { layer::above(after, of, lower.division, day) } else { Vec::new() };
        above.iter().any(|it| same(it, upper)).then_some(above)
    };
    let versions = [upper.division, lower.division].into_iter();
    let ends = versions.flat_map(|division| layers.of(division)).filter_map(|layer| layer.to);
    let first = upper.from.max(lower.from);
    let mut days: Vec<Moment> = ends.filter(|end| *end > first).chain([first]).collect();
    days.sort_unstable();
    days.into_iter().find_map(|from| {
        let above = on(from.day())?;
        Some(Under { layer: Layer { from, ..lower.clone() }, above })
    })
}

fn same(one: &Layer, other: &Layer) -> bool {
    (&one.digest, one.division, one.from) == (&other.digest, other.division, other.from)
}

/// The name and code of a layer's division on its first day.
fn named(world: &World, layer: &Layer) -> String {
    let divisions = &world.organisation.divisions;
    let found = layer.division.and_then(|id| divisions.get(id, layer.from.day()));
    found.map(|found| format!("{}（{}）", found.name, found.code)).unwrap_or_default()
}
