//! Asking an extension point: choose the layers, ask them, join and record what they said.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_calendar::Date;
use tongban_expr::{Value, Values as _, value_to_json};
use tongban_model::{AsOf, Point, PointId, World};

use crate::{
    call::{Call, Outcome, Question, Verdict},
    data::name_of,
    event::{Event, LayerAnswered, PointAnswered},
    id::ElementId,
    layer::{self, Joined, Layer},
    step::{Draft, Stopped},
};

/// Asks the point for an element. `false`: the element needs a human now.
pub(super) fn ask(draft: &mut Draft<'_>, element: ElementId, id: &PointId) -> Stopped<bool> {
    let point = &draft.process().points[id];
    let day = as_of(draft, element, point.as_of);
    let cx = draft.cx;
    let context = (&draft.process().id, point);
    let chain = layer::chain(cx.world, context, draft.state.division, day);
    let input = match layer::inputs(point, &draft.data, draft.cx.at().day()) {
        Ok(input) => input,
        Err(detail) => {
            draft.stick(element, "input-failed", detail);
            return Ok(false);
        }
    };
    let call = |layer: &&Layer| Call {
        plugin: layer.digest,
        question: question(point.world),
        input: input.clone(),
    };
    let outcomes = draft.answers(chain.iter().map(call).collect())?;
    Ok(record(draft, (element, point), &chain, (outcomes, &input)))
}

fn record(
    draft: &mut Draft<'_>,
    (element, point): (ElementId, &Point),
    chain: &[&Layer],
    (outcomes, input): (Vec<Outcome>, &IndexMap<Arc<str>, Value>),
) -> bool {
    let joined = layer::join(&point.combine, &outcomes);
    let stuck = match &joined {
        Joined::Nothing(code, detail) => Some((code.clone(), of_whom(chain, &outcomes, detail))),
        Joined::Verdict(..) | Joined::Value(_) => None,
    };
    let layers = chain.iter().zip(outcomes).map(|(layer, outcome)| LayerAnswered {
        division: layer.division,
        plugin: layer.plugin.clone(),
        version: layer.version.clone(),
        digest: layer.digest,
        law: layer.law.clone(),
        outcome,
    });
    let layers = layers.collect();
    let asked = input.iter().map(|(name, value)| (name.to_string(), value_to_json(value)));
    let input = draft.keep_json(&asked.collect());
    let point = point.id.clone();
    draft.emit(Event::PointAnswered(PointAnswered { element, point, layers, joined, input }));
    if let Some((code, detail)) = &stuck {
        draft.stick(element, code, detail.clone());
    }
    stuck.is_none()
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

fn question(world: World) -> Question {
    match world {
        World::Rule => Question::Rule,
        World::Parameter => Question::Parameter,
        World::Amount => Question::Amount,
    }
}

/// The day whose layers apply.
fn as_of(draft: &Draft<'_>, element: ElementId, as_of: AsOf) -> Date {
    let state = &draft.state;
    let accepted = state.clock.as_ref().map_or(state.started_at, |clock| clock.started_at);
    match as_of {
        AsOf::Accepted => accepted.day(),
        AsOf::Activated => {
            state.element(element).map_or(accepted, |found| found.activated_at).day()
        }
        AsOf::Decided => draft.cx.at().day(),
    }
}

impl Draft<'_> {
    /// The value that the point of a node answered.
    pub(super) fn answered_value(&self, name: &str) -> Option<Value> {
        match self.data.get(name)?.as_ref() {
            Value::Record(fields) => fields.get("value").cloned(),
            _ => None,
        }
    }

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
