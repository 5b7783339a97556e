//! Which rules answer at a point: for a case, or for a division on a day.
//!
//! A case that asked is told what was recorded; one that has not is asked for, and nothing is
//! recorded. Not here: who may read it (`server`).
//! Invariant: nothing is written.

use tongban_calendar::Date;
use tongban_core::{
    World,
    call::{Digest, Outcome, Scene},
    event::{Event, LayerAnswered, PointAnswered},
    id::{ElementId, InstanceId},
    layer::{self, Joined, Layer},
    moment::Moment,
    record::{Record, Row},
};
use tongban_model::{AsOf, Point, Process, organisation::DivisionId};
use tongban_store::{Range, Space, rows};

use crate::{admission::Desk, case::CaseView, refusal::Refusal, shared::Shared};

/// The chain of rules at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What it rests on.
    pub basis: Ground,
    /// Whose rules.
    pub division: DivisionId,
    /// The day whose rules apply.
    pub day: Date,
    /// From the top.
    pub layers: Vec<ExplainedLayer>,
    /// What they came to together; none where nobody was asked.
    pub joined: Option<Joined>,
}

/// What an explanation rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The case asked, and this was recorded; the last time, if it asked several times.
    Recorded {
        /// The element that asked.
        element: ElementId,
        /// When.
        at: Moment,
    },
    /// The case has not asked; this is what it would be told now.
    Asked,
    /// What is in force; nobody was asked.
    InForce,
    /// The case has not asked, and what it would ask cannot be told yet.
    Unasked(String),
}

/// One layer.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedLayer {
    /// The division that supplied it; none for the definition's own default.
    pub division: Option<DivisionId>,
    /// The plugin.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Its bytes.
    pub digest: Digest,
    /// What it rests on.
    pub law: String,
    /// What it said; none where nobody asked it.
    pub outcome: Option<Outcome>,
    /// Whether it is what would be asked for that day as the world is now. A case keeps what it was
    /// told when a layer is replaced or withdrawn afterwards.
    pub in_force: bool,
}

impl Explanation {
    /// The rules in force for a division on a day.
    pub fn in_force(
        world: &World,
        (process, point): (&Process, &Point),
        division: DivisionId,
        day: Date,
    ) -> Self {
        let chain = layer::chain(world, (&process.id, point), division, day);
        let layers = chain.into_iter().map(|layer| installed(layer, None)).collect();
        Self { basis: Ground::InForce, division, day, layers, joined: None }
    }
}

/// Explains a point of a case; none where its process has no such point. Blocks: it may ask.
pub(crate) fn case(
    shared: &Shared,
    (view, point): (&CaseView, &Point),
) -> Result<Explanation, Refusal> {
    let division = view.state.division;
    if let Some((answered, at)) = recorded(shared, (view.id(), point))? {
        let day = layer::day(&view.state, (answered.element, point), at);
        let known = shared.known();
        let chain = layer::chain(&known.world, (&view.process.id, point), division, day);
        let layers = answered.layers.into_iter().map(|layer| said(&chain, layer)).collect();
        let basis = Ground::Recorded { element: answered.element, at };
        let joined = Some(answered.joined);
        return Ok(Explanation { basis, division, day, layers, joined });
    }
    let now = shared.clock.now();
    let accepted = view.state.clock.as_ref().map_or(view.state.started_at, |it| it.started_at);
    let day = if point.as_of == AsOf::Accepted { accepted.day() } else { now.day() };
    let world = &shared.known().world;
    let unasked = Explanation::in_force(world, (&view.process, point), division, day);
    let input = match layer::inputs(point, &view.data, now.day()) {
        Ok(input) => input,
        Err(detail) => return Ok(Explanation { basis: Ground::Unasked(detail), ..unasked }),
    };
    let chain = layer::chain(world, (&view.process.id, point), division, day);
    let scene = Scene { division: Some(division), day };
    let outcomes =
        Desk::new(shared.plugins.as_ref(), world, point).ask_all(&chain, (&input, scene));
    let joined = Some(layer::join(point, &outcomes));
    let asked = chain.into_iter().zip(outcomes);
    let layers = asked.map(|(layer, outcome)| installed(layer, Some(outcome))).collect();
    Ok(Explanation { basis: Ground::Asked, division, day, layers, joined })
}

/// What was recorded when a case last asked.
fn recorded(
    shared: &Shared,
    (instance, point): (InstanceId, &Point),
) -> Result<Option<(PointAnswered, Moment)>, Refusal> {
    let mut last = None;
    for row in rows(shared.store.as_ref(), Range::prefix(Space::Log, instance.to_key())) {
        let (_, value) = row?;
        let record =
            Row::from_bytes(&value).and_then(|row| Record::<Event>::from_bytes(&row.record));
        let record =
            record.map_err(|damage| Refusal::Damaged { instance, what: damage.to_string() })?;
        let at = record.occurred_at.unwrap_or(record.recorded_at);
        for event in record.events {
            if let Event::PointAnswered(answered) = event
                && answered.point == point.id
            {
                last = Some((answered, at));
            }
        }
    }
    Ok(last)
}

fn said(chain: &[&Layer], layer: LayerAnswered) -> ExplainedLayer {
    let LayerAnswered { division, plugin, version, digest, law, outcome, .. } = layer;
    let same = |known: &&Layer| known.division == division && known.digest == digest;
    let in_force = chain.iter().any(same);
    let outcome = Some(outcome);
    ExplainedLayer { division, plugin, version, digest, law, outcome, in_force }
}

fn installed(layer: &Layer, outcome: Option<Outcome>) -> ExplainedLayer {
    let Layer { division, plugin, version, digest, law, .. } = layer.clone();
    ExplainedLayer { division, plugin, version, digest, law, outcome, in_force: true }
}
