//! Extension points as sources, and the shape of what they answer.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Type;

use super::{
    codes,
    context::Context,
    shape::{
        access::{Record, Word},
        scalar,
        suggest::nearest,
    },
    vocabulary::{AS_OF, COMBINES, OUTPUT_TYPES, WORLDS},
};
use crate::{AsOf, Bounds, Combine, Place, Point, PointId, Text, World, organisation::Level};

/// The world of a point; a name that is none is reported. None also for a point that is wrong.
pub(crate) fn known(cx: &mut Context<'_>, name: Word<'_>) -> Option<World> {
    if let Some(world) = cx.worlds.get(name.text) {
        return *world;
    }
    let text: String = name.text.chars().take(scalar::NAME_MAX).collect();
    let told = cx.report.error(
        codes::UNKNOWN_POINT,
        name.place,
        Text::new(
            format!("没有名为“{text}”的扩展点"),
            format!("expected a name under `points`, but there is no point `{text}`"),
        ),
    );
    if let Some(near) = nearest(&text, cx.worlds.keys().map(|name| &**name)) {
        told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    }
    None
}

/// The kind of question of a point as written.
pub(crate) fn world(record: &Record<'_>) -> Option<World> {
    let worlds = [World::Rule, World::Parameter, World::Amount];
    record.choice("world", WORLDS).map(|at| worlds[at])
}

/// The named values that answers carry besides the verdict or the value.
pub(crate) fn outputs(record: &Record<'_>) -> IndexMap<Arc<str>, Type> {
    let types = [Type::Text, Type::Number, Type::Boolean, Type::Date];
    let output = |(name, entry): (&Arc<str>, &super::yaml::Entry)| {
        let at = scalar::word(entry.value.text()?, OUTPUT_TYPES)?;
        Some((Arc::clone(name), types[at].clone()))
    };
    record.entries("outputs").filter_map(output).collect()
}

/// All points.
pub(crate) fn read(cx: &mut Context<'_>, root: &Record<'_>) -> IndexMap<PointId, Point> {
    let mut points = IndexMap::new();
    for (name, entry) in root.entries("points") {
        if let Some(record) = Record::of(&entry.value)
            && let Some(point) = point(cx, (name, &record))
        {
            points.insert(point.id.clone(), point);
        }
    }
    points
}

fn point(cx: &mut Context<'_>, (name, record): (&str, &Record<'_>)) -> Option<Point> {
    let world = world(record);
    let combine = combine(cx, record);
    let by = levels(cx, record);
    let inputs = inputs(cx, record);
    let (world, combine) = (world?, combine?);
    fits(cx, record, (world, &combine));
    let days = [AsOf::Accepted, AsOf::Activated, AsOf::Decided];
    Some(Point {
        id: name.into(),
        world,
        combine,
        by,
        default: record.string("default"),
        as_of: record.choice("as_of", AS_OF).map_or(AsOf::Accepted, |at| days[at]),
        inputs: inputs?,
        outputs: outputs(record),
        law: record.string("law"),
    })
}

fn combine(cx: &mut Context<'_>, record: &Record<'_>) -> Option<Combine> {
    if let Some(at) = record.choice("combine", COMBINES) {
        return Some([Combine::Replace, Combine::Tighten][at].clone());
    }
    let bounds = record.record("combine")?.record("bounded")?;
    let min = scalar::decimal(bounds.get("min")?)?;
    let max = scalar::decimal(bounds.get("max")?)?;
    if min > max {
        cx.report.error(
            codes::BOUNDS_EMPTY,
            bounds.place,
            Text::new(
                format!("下限 {min} 大于上限 {max}，没有数能满足"),
                format!("expected `min` to be at most `max`, but {min} is more than {max}"),
            ),
        );
    }
    Some(Combine::Bounded(Bounds { min, max }))
}

/// A verdict tightens; a value is bounded.
fn fits(cx: &mut Context<'_>, record: &Record<'_>, (world, combine): (World, &Combine)) {
    let place = record.get("combine").map_or(record.place, |yaml| &yaml.place);
    match (world, combine) {
        (World::Parameter | World::Amount, Combine::Tighten) => {
            cx.report.error(
                codes::COMBINE_WORLD,
                place,
                Text::new(
                    "“从严”（tighten）只用于规则（world: rule）；数值请用 replace 或 bounded",
                    "expected `replace` or `bounded` for a value, but `tighten` joins verdicts",
                ),
            );
        }
        (World::Rule, Combine::Bounded(_)) => {
            cx.report.error(
                codes::COMBINE_WORLD,
                place,
                Text::new(
                    "上下限（bounded）只用于数值；规则请用 replace 或 tighten",
                    "expected `replace` or `tighten` for a rule, but `bounded` limits a value",
                ),
            );
        }
        (World::Rule | World::Parameter | World::Amount, _) => {}
    }
}

fn levels(cx: &mut Context<'_>, record: &Record<'_>) -> Vec<Level> {
    let words = record.words("by");
    let levels: Vec<(Level, &Place)> =
        words.iter().filter_map(|word| Some((word.text.parse().ok()?, word.place))).collect();
    if let Some(pair) = levels.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        cx.report.error(
            codes::LEVELS_ORDER,
            pair[1].1,
            Text::new(
                format!("层级应自上而下且不重复，“{}”应在“{}”之前", pair[1].0, pair[0].0),
                format!(
                    "expected levels from the top, each once, but `{}` comes after `{}`",
                    pair[1].0, pair[0].0
                ),
            ),
        );
    }
    if levels.is_empty() && record.get("default").is_none() {
        cx.report.error(
            codes::POINT_UNANSWERED,
            record.place,
            Text::new(
                "没有层级可补充规则，也没有默认插件，无人能回答",
                "expected levels under `by` or a `default`, but nobody can answer this point",
            ),
        );
    }
    levels.into_iter().map(|(level, _)| level).collect()
}

fn inputs(
    cx: &mut Context<'_>,
    record: &Record<'_>,
) -> Option<IndexMap<Arc<str>, tongban_expr::Expression>> {
    let mut inputs = IndexMap::new();
    let mut complete = true;
    for (name, entry) in record.entries("inputs") {
        match cx.expression(&entry.value) {
            Some(expression) => drop(inputs.insert(Arc::clone(name), expression)),
            None => complete = false,
        }
    }
    complete.then_some(inputs)
}
