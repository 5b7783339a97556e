//! Layers: the plugins that divisions supplied for an extension point, and how their answers join.
//!
//! For a case in village V the chain is nation → province → prefecture → county → township.
//! Invariant: pure; the same chain and outcomes always join to the same.

mod guarded;
mod misfit;
mod united;

use std::sync::Arc;

use indexmap::IndexMap;
use minicbor::{Decode, Encode};
use tongban_calendar::Date;
use tongban_expr::Value;
use tongban_model::{
    AsOf, Bounds, Combine, Point, PointId, ProcessId, World, organisation::DivisionId,
};

pub use guarded::loosened;
pub use misfit::misfit;
pub use united::items;

use crate::{
    call::{Answer, Digest, Outcome, Verdict},
    data::Data,
    facts::Facts,
    feel,
    id::ElementId,
    moment::Moment,
    state::Instance,
    world,
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
    pub from: Moment,
    /// The first day on which it no longer does.
    #[n(8)]
    pub to: Option<Moment>,
}

/// Where a plugin is installed: equal bytes may stand in several places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Place {
    /// The process.
    #[n(0)]
    pub process: ProcessId,
    /// The point.
    #[n(1)]
    pub point: PointId,
    /// The division; none for the nation.
    #[n(2)]
    pub division: Option<DivisionId>,
}

impl Layer {
    /// Where it is installed.
    pub fn place(&self) -> Place {
        let Self { process, point, division, .. } = self;
        Place { process: process.clone(), point: point.clone(), division: *division }
    }

    /// Whether it applies on a day.
    pub fn applies(&self, day: Date) -> bool {
        self.from.day() <= day && self.to.is_none_or(|to| day < to.day())
    }
}

/// What the layers came to together.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Joined {
    /// A verdict, and the values of the layers: lower ones over upper ones, except where the point
    /// says which way a layer below may go.
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
    world: &'w world::World,
    (process, point): (&ProcessId, &Point),
    division: DivisionId,
    day: Date,
) -> Vec<&'w Layer> {
    asked(point, levels(world, (process, point), division, day))
}

/// The layers over that of a division: those that would answer if it had none. Nothing is over the
/// nation's, which is that of no division.
pub fn above<'w>(
    world: &'w world::World,
    (process, point): (&ProcessId, &Point),
    division: Option<DivisionId>,
    day: Date,
) -> Vec<&'w Layer> {
    let Some(own) = division else { return Vec::new() };
    let mut levels = levels(world, (process, point), own, day);
    levels.retain(|layer| layer.division != division);
    asked(point, levels)
}

/// The layer of each level that has one, from the top.
fn levels<'w>(
    world: &'w world::World,
    (process, point): (&ProcessId, &Point),
    division: DivisionId,
    day: Date,
) -> Vec<&'w Layer> {
    let layers = world.layers(process, &point.id);
    let mut levels: Vec<_> = layers.in_force(None, day).into_iter().collect();
    for (level, ancestor) in world.organisation.chain(division, day) {
        if point.by.contains(&level) {
            levels.extend(layers.in_force(Some(ancestor), day));
        }
    }
    levels
}

/// Those that are asked: all that join, or the nearest.
fn asked<'w>(point: &Point, mut levels: Vec<&'w Layer>) -> Vec<&'w Layer> {
    if !joins_all(point) {
        levels = levels.pop().into_iter().collect();
    }
    levels
}

/// Whether all layers of a point answer, or the nearest alone.
pub fn joins_all(point: &Point) -> bool {
    match point.combine {
        Combine::Tighten | Combine::Extend => true,
        Combine::Replace => false,
        Combine::Bounded(_) => !point.tightens.is_empty(),
    }
}

/// The day whose layers apply to an element that asks at a moment.
pub fn day(state: &Instance, (element, point): (ElementId, &Point), at: Moment) -> Date {
    let accepted = state.clock.as_ref().map_or(state.started_at, |clock| clock.started_at);
    match point.as_of {
        AsOf::Accepted => accepted.day(),
        AsOf::Activated => {
            state.element(element).map_or(accepted, |found| found.activated_at).day()
        }
        AsOf::Decided => at.day(),
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

/// Joins what the layers of a point said. Lists of no layer unite to the empty list: where nobody
/// asks for more, nothing more is asked for.
pub fn join(point: &Point, outcomes: &[Outcome]) -> Joined {
    let mut answers = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Outcome::Answered(answer) => match misfit(point, answer) {
                Some(detail) => return nothing("plugin-output", &detail),
                None => answers.push(answer),
            },
            Outcome::Refused(words) => return nothing("plugin-refused", words),
            Outcome::Failed { failure, detail } => {
                return nothing("plugin-failed", &format!("{failure:?}: {detail}"));
            }
            Outcome::Unavailable(detail) => return nothing("plugin-unavailable", detail),
        }
    }
    if let (World::Checklist, Combine::Extend) = (point.world, &point.combine) {
        return Joined::Value(united::checklist(&answers));
    }
    let Some(nearest) = answers.last() else {
        return nothing("plugin-missing", "no layer applies on that day");
    };
    match (point.world, &point.combine) {
        (World::Rule, Combine::Tighten) => tighten(point, &answers),
        (World::Checklist, _) => Joined::Value(united::checklist(&[nearest])),
        (World::Validator, Combine::Tighten) => Joined::Value(united::problems(&answers)),
        (World::Validator, _) => Joined::Value(united::problems(&[nearest])),
        (_, Combine::Bounded(bounds)) => {
            let standing = guarded::standing(&point.tightens, &answers);
            bounded(bounds, standing.unwrap_or(nearest))
        }
        (World::Rule | World::Parameter | World::Amount, _) => match nearest.verdict {
            Some(verdict) => Joined::Verdict(verdict, Facts(nearest.values.clone())),
            None => Joined::Value(Facts(nearest.values.clone())),
        },
    }
}

fn nothing(code: &str, detail: &str) -> Joined {
    Joined::Nothing(code.to_owned(), detail.to_owned())
}

fn tighten(point: &Point, answers: &[&Answer]) -> Joined {
    let Some(strictest) = answers.iter().filter_map(|answer| answer.verdict).max() else {
        return nothing("plugin-output", "expected a verdict, but no layer gave one");
    };
    Joined::Verdict(strictest, guarded::values(&point.tightens, answers))
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
        // What is no number did not fit, and never comes here.
        _ => nothing("plugin-output", "expected a number as `value`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Failure;

    /// A point that takes whatever it is answered.
    pub(super) fn point(world: World, combine: Combine) -> Point {
        Point {
            id: "p".into(),
            world,
            combine,
            countersign: Vec::new(),
            by: Vec::new(),
            default: None,
            as_of: AsOf::Accepted,
            inputs: IndexMap::new(),
            outputs: IndexMap::new(),
            tightens: IndexMap::new(),
            law: None,
        }
    }

    fn says(verdict: Option<Verdict>, value: i64) -> Outcome {
        let values = [("value".into(), Value::Number(value.into()))].into_iter().collect();
        Outcome::Answered(Answer { verdict, values, ..Answer::default() })
    }

    fn told(joined: &Joined) -> String {
        match joined {
            Joined::Verdict(verdict, _) => verdict.name().to_owned(),
            Joined::Value(facts) => format!("{:?}", facts.0["value"]),
            Joined::Nothing(code, _) => format!("! {code}"),
        }
    }

    #[test]
    fn a_value_beyond_its_bounds_joins_to_nothing() {
        let bounds = Bounds { min: 7.into(), max: 15.into() };
        let rows = [
            (7, "Number(7)"),
            (15, "Number(15)"),
            (6, "! plugin-out-of-bounds"),
            (16, "! plugin-out-of-bounds"),
            (i64::MAX, "! plugin-out-of-bounds"),
        ];
        for world in [World::Parameter, World::Amount] {
            let point = point(world, Combine::Bounded(bounds.clone()));
            for (value, expected) in rows {
                assert_eq!(told(&join(&point, &[says(None, value)])), expected);
            }
        }
    }

    #[test]
    fn within_bounds_a_guarded_value_moves_only_one_way() {
        use tongban_model::Tightening::{AtLeast, AtMost, Same};
        let bounds = Bounds { min: 1.into(), max: 10.into() };
        let rows = [
            (AtMost, vec![10, 5], "Number(5)"),
            (AtMost, vec![10, 5, 9], "Number(5)"), // a county slower than its province
            (AtMost, vec![10, 5, 11], "Number(5)"),
            (AtMost, vec![10, 5, 3], "Number(3)"),
            (AtLeast, vec![7, 10, 8], "Number(10)"),
            (AtLeast, vec![7, 8, 11], "! plugin-out-of-bounds"),
            (Same, vec![7, 8], "Number(7)"),
        ];
        for (tightening, values, expected) in rows {
            let mut point = point(World::Parameter, Combine::Bounded(bounds.clone()));
            point.tightens = [("value".into(), tightening)].into_iter().collect();
            let outcomes: Vec<_> = values.iter().map(|value| says(None, *value)).collect();
            assert_eq!(told(&join(&point, &outcomes)), expected, "{tightening:?} {values:?}");
        }
    }

    #[test]
    fn lists_of_no_layer_unite_to_the_empty_list() {
        let none = Facts(IndexMap::from([("items".into(), Value::List(Vec::new()))]));
        let extends = point(World::Checklist, Combine::Extend);
        assert_eq!(join(&extends, &[]), Joined::Value(none));
        let unavailable = Outcome::Unavailable("stored nowhere".into());
        assert_eq!(told(&join(&extends, &[unavailable])), "! plugin-unavailable");
        let replaces = point(World::Checklist, Combine::Replace);
        assert_eq!(told(&join(&replaces, &[])), "! plugin-missing");
    }

    #[test]
    fn a_lower_layer_cannot_loosen() {
        use Verdict::{Approve, AskForMaterials, Refer, Reject};
        let point = point(World::Rule, Combine::Tighten);
        let rows = [
            (Approve, Approve, "approve"),
            (Approve, Refer, "refer"),
            (Reject, Approve, "reject"),
            (Refer, AskForMaterials, "refer"),
        ];
        for (upper, lower, expected) in rows {
            let joined = join(&point, &[says(Some(upper), 1), says(Some(lower), 2)]);
            assert_eq!(told(&joined), expected, "{upper:?} over {lower:?}");
        }
    }

    #[test]
    fn what_is_above_a_division_would_answer_without_it() {
        use tongban_calendar::{Calendar, start_of};
        use tongban_model::organisation::{Level, Organisation};
        let day: Date = "2026-03-02".parse().expect("a day");
        let mut world = world::World::new(Calendar::bundled(), Organisation::bundled());
        let of = |code: &str| {
            let code = code.parse().expect("a code");
            Organisation::bundled().division(code, day).expect("it is bundled")
        };
        let codes = ["53", "530428", "530428003"];
        for division in [None].into_iter().chain(codes.map(|code| Some(of(code)))) {
            world.install(Layer {
                process: "q".into(),
                point: "p".into(),
                division,
                plugin: division.map_or("nation".into(), |division| division.to_string()),
                version: "1.0.0".into(),
                digest: Digest([0; 32]),
                law: String::new(),
                from: start_of(day).into(),
                to: None,
            });
        }
        let all = vec![Level::Province, Level::County, Level::Township];
        let tightens = Point { by: all.clone(), ..point(World::Rule, Combine::Tighten) };
        let replaces = Point { by: all, ..point(World::Rule, Combine::Replace) };
        let process = "q".into();
        let over = |point, division: Option<&str>| -> Vec<Option<DivisionId>> {
            let found = above(&world, (&process, point), division.map(of), day);
            found.into_iter().map(|layer| layer.division).collect()
        };
        let county = [None, Some(of("53")), Some(of("530428"))];
        assert_eq!(over(&tightens, Some("530428003")), county);
        assert_eq!(over(&tightens, Some("530428")), county[..2]);
        assert_eq!(over(&tightens, None), []);
        assert_eq!(over(&replaces, Some("530428003")), county[2..]);
        let chain = chain(&world, (&process, &tightens), of("530428003004"), day);
        assert_eq!(chain.len(), 4, "the village's chain ends with its township");
    }

    #[test]
    fn one_layer_without_an_answer_joins_to_nothing() {
        let failed = Outcome::Failed { failure: Failure::Host, detail: "lookups".into() };
        for combine in [Combine::Replace, Combine::Tighten] {
            let point = point(World::Rule, combine);
            let joined = join(&point, &[says(Some(Verdict::Approve), 1), failed.clone()]);
            assert_eq!(told(&joined), "! plugin-failed");
            assert_eq!(told(&join(&point, &[])), "! plugin-missing");
        }
    }
}
