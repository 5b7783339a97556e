//! How long a step may take: a term as written, or the days that a point gives as the step begins.
//!
//! Invariant: a point is asked once for an element; the days that it gave are kept with it, so that
//! a date can be computed anew without asking again.

use tongban_calendar::{COUNT_MAX, Term};
use tongban_expr::Value;
use tongban_model::{PointId, Span};

use super::point;
use crate::{
    id::ElementId,
    layer::Joined,
    step::{Draft, Stopped},
};

/// A length of time for an element.
pub(super) struct Length {
    /// How long.
    pub(super) term: Term,
    /// The days that a point gave.
    pub(super) days: Option<u32>,
}

/// Finds out how long; none: the element needs a human now.
pub(super) fn find_out(
    draft: &mut Draft<'_>,
    element: ElementId,
    span: &Span,
) -> Stopped<Option<Length>> {
    match span {
        Span::Term(term) => Ok(Some(Length { term: *term, days: None })),
        Span::Point { point, unit } => of_point(draft, element, (point, unit)),
    }
}

/// Asks the point that gives the length; none: the element needs a human now.
pub(super) fn of_point(
    draft: &mut Draft<'_>,
    element: ElementId,
    (point, unit): (&PointId, &Term),
) -> Stopped<Option<Length>> {
    let Some(joined) = point::ask(draft, element, point)? else { return Ok(None) };
    let Some(count) = whole_days(&joined) else {
        let detail = format!("expected a whole number of days as `value`, up to {COUNT_MAX}");
        draft.stick(element, "plugin-output", detail);
        return Ok(None);
    };
    Ok(Some(Length { term: Term { count, ..*unit }, days: Some(count) }))
}

/// The same length again, with the days that were kept.
pub(super) fn again(span: &Span, days: Option<u32>) -> Option<Term> {
    match span {
        Span::Term(term) => Some(*term),
        Span::Point { unit, .. } => Some(Term { count: days?, ..*unit }),
    }
}

fn whole_days(joined: &Joined) -> Option<u32> {
    let Joined::Value(facts) = joined else { return None };
    let Some(Value::Number(days)) = facts.0.get("value") else { return None };
    let whole = days.normalize().to_string().parse().ok();
    whole.filter(|days| *days <= COUNT_MAX)
}
