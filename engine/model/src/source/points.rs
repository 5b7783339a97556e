//! Extension points as sources, and the shape of what they answer.

mod tightens;

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Type;

use super::{
    codes,
    context::Context,
    shape::{
        Field, Shape,
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
    let worlds = [World::Rule, World::Parameter, World::Checklist, World::Amount, World::Validator];
    record.choice("world", WORLDS).map(|at| worlds[at])
}

/// The key under which a node names the point that checks what is filled in there.
pub(crate) const VALIDATOR: Field = Field::optional(
    "validator",
    Shape::Name,
    "提交前校验所用的扩展点（world: validator）",
    "The point of the world `validator` that checks what is filled in before it is taken.",
);

/// The point that checks what is filled in at a node; one of another world is reported.
pub(crate) fn validator(cx: &mut Context<'_>, record: Record<'_>) -> Option<PointId> {
    let name = record.word("validator")?;
    if known(cx, name)? == World::Validator {
        return Some(PointId::from(name.text));
    }
    cx.report.error(
        codes::POINT_WORLD,
        name.place,
        Text::new(
            format!("“{}”应为校验（world: validator）类扩展点", name.text),
            format!("expected a point of the world `validator`, but `{}` is not", name.text),
        ),
    );
    None
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

/// The list that a checklist's answer is.
pub(crate) fn items() -> Type {
    let texts = ["id", "name", "note", "law"].map(|name| (name, Type::Text));
    let flags = ["required", "original"].map(|name| (name, Type::Boolean));
    list(texts.into_iter().chain(flags).chain([("copies", Type::Number)]))
}

/// The list that a validator's answer is.
pub(crate) fn problems() -> Type {
    list(["field", "message", "severity", "law"].map(|name| (name, Type::Text)))
}

fn list(fields: impl IntoIterator<Item = (&'static str, Type)>) -> Type {
    let fields = fields.into_iter().map(|(name, kind)| (Arc::from(name), kind)).collect();
    Type::List(Box::new(Type::Record(fields)))
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
    let tightens = tightens::read(cx, record, (world, &combine));
    let days = [AsOf::Accepted, AsOf::Activated, AsOf::Decided];
    Some(Point {
        id: name.into(),
        world,
        combine,
        countersign: countersign(cx, record, &by),
        by,
        default: record.string("default"),
        as_of: record.choice("as_of", AS_OF).map_or(AsOf::Accepted, |at| days[at]),
        inputs: inputs?,
        outputs: outputs(record),
        tightens,
        law: record.string("law"),
    })
}

fn combine(cx: &mut Context<'_>, record: &Record<'_>) -> Option<Combine> {
    if let Some(at) = record.choice("combine", COMBINES) {
        return Some([Combine::Replace, Combine::Tighten, Combine::Extend][at].clone());
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

/// A verdict and problems tighten, a list extends, a value is bounded; anything may be replaced.
fn fits(cx: &mut Context<'_>, record: &Record<'_>, (world, combine): (World, &Combine)) {
    let (expected_zh, expected_en) = match (world, combine) {
        (_, Combine::Replace)
        | (World::Rule | World::Validator, Combine::Tighten)
        | (World::Checklist, Combine::Extend)
        | (World::Parameter | World::Amount, Combine::Bounded(_)) => return,
        (World::Rule, _) => ("规则请用 replace 或 tighten", "`replace` or `tighten` for a rule"),
        (World::Validator, _) => {
            ("校验请用 replace 或 tighten", "`replace` or `tighten` for a validator")
        }
        (World::Checklist, _) => {
            ("材料清单请用 replace 或 extend", "`replace` or `extend` for a checklist")
        }
        (World::Parameter | World::Amount, _) => {
            ("数值请用 replace 或 bounded", "`replace` or `bounded` for a value")
        }
    };
    let (found_zh, found_en) = match combine {
        Combine::Replace => return,
        Combine::Tighten => ("“从严”（tighten）合并结论", "`tighten` joins verdicts"),
        Combine::Extend => ("“合并”（extend）合并清单", "`extend` unites lists"),
        Combine::Bounded(_) => ("上下限（bounded）限制数值", "`bounded` limits a value"),
    };
    let place = record.get("combine").map_or(record.place, |yaml| &yaml.place);
    cx.report.error(
        codes::COMBINE_WORLD,
        place,
        Text::new(
            format!("{found_zh}，不适用于此类扩展点；{expected_zh}"),
            format!("expected {expected_en}, but {found_en}"),
        ),
    );
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

/// The levels whose layers a division above countersigns; each must be one that may supply.
fn countersign(cx: &mut Context<'_>, record: &Record<'_>, by: &[Level]) -> Vec<Level> {
    let mut levels = Vec::new();
    for word in record.words("countersign") {
        let Ok(level) = word.text.parse::<Level>() else { continue };
        if !by.contains(&level) {
            cx.report.error(
                codes::COUNTERSIGN_WITHOUT_SUPPLIER,
                word.place,
                Text::new(
                    format!("“{level}”不在 by 所列层级之中，其插件无从会签"),
                    format!("expected a level that stands under `by`, but got `{level}`"),
                ),
            );
        }
        levels.push(level);
    }
    levels
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
