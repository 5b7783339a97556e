//! Lengths of time as sources: a term, or the point that gives the days.
//!
//! ```text
//! days: 7 calendar days          days: { point: notice-days, unit: calendar days }
//! ```

use super::{
    codes,
    context::Context,
    points,
    shape::{Field, Shape, access::Record, scalar},
};
use crate::{PointId, Span, Text, World};

/// The key that names the point.
pub(crate) const POINT: Field =
    Field::required("point", Shape::Name, "给出天数的扩展点", "The point that gives the number.");
/// The key that says what the number counts.
pub(crate) const UNIT: Field = Field::required("unit", Shape::Unit, "单位", "Its unit.");

/// The keys of a length that a point gives.
pub(crate) const FIELDS: &[Field] = &[POINT, UNIT];

/// The same for a task's due date.
pub(crate) const DUE: &[Field] = &[
    POINT,
    UNIT,
    Field::optional(
        "since",
        Shape::OneOrMore(&Shape::Name, 20),
        "自这些节点中最近一次开始之日起算；不写则自本任务开始",
        "Counted from when the latest of these nodes began; from the task's own opening without.",
    ),
];

/// The length under a key.
pub(crate) fn read(cx: &mut Context<'_>, record: Record<'_>, key: &str) -> Option<Span> {
    match record.record(key) {
        Some(asked) => of_point(cx, asked),
        None => record.term(key).map(Span::Term),
    }
}

/// A length that a point gives; a point of another world is reported.
pub(crate) fn of_point(cx: &mut Context<'_>, asked: Record<'_>) -> Option<Span> {
    let name = asked.word("point")?;
    if points::known(cx, name)? != World::Parameter {
        cx.report.error(
            codes::POINT_WORLD,
            name.place,
            Text::new(
                format!("“{}”应为参数（world: parameter）类扩展点", name.text),
                format!("expected a point of the world `parameter`, but `{}` is not", name.text),
            ),
        );
        return None;
    }
    let unit = scalar::unit(asked.text("unit")?)?;
    Some(Span::Point { point: PointId::from(name.text), unit })
}
