//! Layers: the plugins that divisions supplied for an extension point, and how their answers join.
//!
//! For a case in village V the chain is nation → province → prefecture → county → township.
//! Invariant: pure; the same chain and outcomes always join to the same.

use std::sync::Arc;

use indexmap::IndexMap;
use minicbor::{Decode, Encode};
use tongban_calendar::Date;
use tongban_expr::Value;
use tongban_model::{Bounds, Combine, Point, PointId, ProcessId, organisation::DivisionId};

use crate::{
    call::{Answer, Digest, Outcome, Verdict},
    data::Data,
    facts::Facts,
    feel,
    world::World,
};

/// A plugin installed for an extension point by a division.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Layer {
    /// The process.
    #[n(0)]
    pub process: ProcessId,
    /// The point.
    #[n(1)]
    pub point: PointId,
    /// The division that supplied it; none for the definition's own default.
    #[n(2)]
    pub division: Option<DivisionId>,
    /// The plugin's id.
    #[n(3)]
    pub plugin: String,
    /// Its version.
    #[n(4)]
    pub version: String,
    /// Its bytes.
    #[n(5)]
    pub digest: Digest,
    /// What it rests on.
    #[n(6)]
    pub law: String,
    /// The first day on which it applies.
    #[n(7)]
    pub from: crate::moment::Moment,
    /// The first day on which it no longer does.
    #[n(8)]
    pub to: Option<crate::moment::Moment>,
}

impl Layer {
    /// Whether it applies on a day.
    pub fn applies(&self, day: Date) -> bool {
        self.from.day() <= day && self.to.is_none_or(|to| day < to.day())
    }
}

/// What the layers came to together.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Joined {
    /// A verdict, and the values of the layers, lower ones over upper ones.
    #[n(0)]
    Verdict(#[n(0)] Verdict, #[n(1)] Facts),
    /// One value, as `value`.
    #[n(1)]
    Value(#[n(0)] Facts),
    /// Nothing: a human must look.
    #[n(2)]
    Nothing(#[n(0)] String, #[n(1)] String),
}

/// The layers that apply to a case of `division` on `day`, from the top.
///
/// A newer version of one division's layer hides the older one; levels that the point does not
/// name are passed over.
pub fn chain<'w>(
    world: &'w World,
    (process, point): (&ProcessId, &Point),
    division: DivisionId,
    day: Date,
) -> Vec<&'w Layer> {
    let layers = world.layers(process, &point.id);
    let latest = |of: Option<DivisionId>| {
        layers
            .iter()
            .filter(|layer| layer.division == of && layer.applies(day))
            .max_by_key(|layer| layer.from)
    };
    let mut chain: Vec<_> = latest(None).into_iter().collect();
    for (level, ancestor) in world.organisation.chain(division, day) {
        if point.by.contains(&level) {
            chain.extend(latest(Some(ancestor)));
        }
    }
    if matches!(point.combine, Combine::Tighten) {
        chain
    } else {
        chain.pop().into_iter().collect()
    }
}

/// What the layers are given on a day: the point's expressions over the case's data. A record
/// becomes
/// dotted names, as plugins see flat fields.
pub fn inputs(point: &Point, data: &Data, day: Date) -> Result<IndexMap<Arc<str>, Value>, String> {
    let today = feel::today(day);
    let mut flat = IndexMap::new();
    for (name, expression) in &point.inputs {
        let value =
            expression.evaluate(data, today).map_err(|fault| format!("input `{name}`: {fault}"))?;
        flatten(name, value, &mut flat);
    }
    Ok(flat)
}

fn flatten(name: &str, value: Value, flat: &mut IndexMap<Arc<str>, Value>) {
    match value {
        Value::Record(fields) => {
            for (field, value) in fields {
                flatten(&format!("{name}.{field}"), value, flat);
            }
        }
        value => {
            flat.insert(name.into(), value);
        }
    }
}

/// Joins what the layers said.
pub fn join(combine: &Combine, outcomes: &[Outcome]) -> Joined {
    let mut answers = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Outcome::Answered(answer) => answers.push(answer),
            Outcome::Refused(words) => return nothing("plugin-refused", words),
            Outcome::Failed { failure, detail } => {
                return nothing("plugin-failed", &format!("{failure:?}: {detail}"));
            }
            Outcome::Unavailable(detail) => return nothing("plugin-unavailable", detail),
        }
    }
    let Some(nearest) = answers.last() else {
        return nothing("plugin-missing", "no layer applies on that day");
    };
    match combine {
        Combine::Tighten => tighten(&answers),
        Combine::Replace => match nearest.verdict {
            Some(verdict) => Joined::Verdict(verdict, Facts(nearest.values.clone())),
            None => Joined::Value(Facts(nearest.values.clone())),
        },
        Combine::Bounded(bounds) => bounded(bounds, nearest),
    }
}

fn nothing(code: &str, detail: &str) -> Joined {
    Joined::Nothing(code.to_owned(), detail.to_owned())
}

fn tighten(answers: &[&Answer]) -> Joined {
    let Some(strictest) = answers.iter().filter_map(|answer| answer.verdict).max() else {
        return nothing("plugin-output", "expected a verdict, but no layer gave one");
    };
    let mut values = Facts::default();
    for answer in answers {
        values.0.extend(answer.values.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    Joined::Verdict(strictest, values)
}

fn bounded(bounds: &Bounds, answer: &Answer) -> Joined {
    match answer.values.get("value") {
        Some(Value::Number(value)) if bounds.min <= *value && *value <= bounds.max => {
            Joined::Value(Facts(answer.values.clone()))
        }
        Some(Value::Number(value)) => nothing(
            "plugin-out-of-bounds",
            &format!("expected {} to {}, but got {value}", bounds.min, bounds.max),
        ),
        _ => nothing("plugin-output", "expected a number as `value`"),
    }
}
