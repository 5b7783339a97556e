//! Asking an extension point: choose the layers, ask them, join and record what they said.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::{Value, Values as _, value_to_json};
use tongban_model::{Point, PointId};

use super::intents;
use crate::{
    call::{Call, Called, Outcome, Scene, Verdict},
    data::name_of,
    event::{Event, LayerAnswered, PointAnswered},
    id::ElementId,
    layer::{self, Joined, Layer},
    step::{Draft, Stopped},
    surroundings::Transcript,
};

/// What the layers of a point said for an element.
pub(super) struct Asked<'a> {
    pub(super) point: &'a Point,
    chain: Vec<&'a Layer>,
    input: IndexMap<Arc<str>, Value>,
    called: Vec<Called>,
}

impl Asked<'_> {
    /// What they said, from the top.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.called.iter().map(|called| &called.outcome)
    }
}

/// Asks the point for an element; gives what the layers came to. None: it needs a human now.
pub(super) fn ask(
    draft: &mut Draft<'_>,
    element: ElementId,
    id: &PointId,
) -> Stopped<Option<Joined>> {
    match layers(draft, element, id)? {
        Ok(asked) => Ok(record(draft, element, asked)),
        Err(detail) => {
            draft.stick(element, "input-failed", detail);
            Ok(None)
        }
    }
}

/// Chooses the layers and asks them; `Err` says why their input cannot be made.
pub(super) fn layers<'a>(
    draft: &Draft<'a>,
    element: ElementId,
    id: &PointId,
) -> Stopped<Result<Asked<'a>, String>> {
    let (cx, process) = (draft.cx, draft.process());
    let point = &process.points[id];
    let day = layer::day(&draft.state, (element, point), cx.at());
    let chain = layer::chain(cx.world, (&process.id, point), draft.state.division, day);
    let input = match layer::inputs(point, &draft.data, cx.at().day()) {
        Ok(input) => input,
        Err(detail) => return Ok(Err(detail)),
    };
    let call = |layer: &&Layer| Call {
        plugin: layer.digest,
        question: point.world.into(),
        input: input.clone(),
        scene: Scene { division: Some(draft.state.division), day },
    };
    let called = draft.answers(chain.iter().map(call).collect())?;
    Ok(Ok(Asked { point, chain, input, called }))
}

/// Joins and records what the layers said. None: the element needs a human now.
pub(super) fn record(
    draft: &mut Draft<'_>,
    element: ElementId,
    asked: Asked<'_>,
) -> Option<Joined> {
    let Asked { point, chain, input, called } = asked;
    let consulted = Transcript::of(&called).map(|transcript| transcript.to_json());
    let (outcomes, used): (Vec<_>, Vec<_>) =
        called.into_iter().map(|called| (called.outcome, called.used)).unzip();
    let joined = layer::join(point, &outcomes);
    let stuck = match &joined {
        Joined::Nothing(code, detail) => Some((code.clone(), of_whom(&chain, &outcomes, detail))),
        Joined::Verdict(..) | Joined::Value(_) => None,
    };
    let wishes = intents::of(&outcomes);
    let outcomes = outcomes.into_iter().zip(used);
    let layers = chain.iter().zip(outcomes).map(|(layer, (outcome, used))| LayerAnswered {
        division: layer.division,
        plugin: layer.plugin.clone(),
        version: layer.version.clone(),
        digest: layer.digest,
        law: layer.law.clone(),
        outcome,
        used: used.map(|used| used.usage()),
    });
    let layers = layers.collect();
    let asked = input.iter().map(|(name, value)| (name.to_string(), value_to_json(value)));
    let input = draft.keep_json(&asked.collect());
    let consulted = consulted.map(|json| draft.keep_json(&json));
    let point = point.id.clone();
    let answered =
        PointAnswered { element, point, layers, joined: joined.clone(), input, consulted };
    draft.emit(Event::PointAnswered(answered));
    if let Some((code, detail)) = &stuck {
        draft.stick(element, code, detail.clone());
        return None;
    }
    intents::accept(draft, &wishes);
    Some(joined)
}

/// A failure with the plugin that failed: whoever must mend it looks for that one.
fn of_whom(chain: &[&Layer], outcomes: &[Outcome], detail: &str) -> String {
    let mut asked = chain.iter().zip(outcomes);
    let silent = asked.find(|(_, outcome)| !matches!(outcome, Outcome::Answered(_)));
    match silent {
        Some((layer, _)) => format!("{} {}: {detail}", layer.plugin, layer.version),
        None => detail.to_owned(),
    }
}

impl Draft<'_> {
    /// The verdict that the point of an element's node answered.
    pub(super) fn verdict_of(&self, element: ElementId) -> Option<Verdict> {
        match self.data.get(&name_of(&self.node(element).id))?.as_ref() {
            Value::Record(fields) => match fields.get("verdict") {
                Some(Value::Text(name)) => Verdict::from_name(name),
                _ => None,
            },
            _ => None,
        }
    }
}
