//! The clock of a case starts as the node completes that the process names.

use tongban_model::{NodeId, OutcomeId};

use super::span::{self, Length};
use crate::{
    clock,
    event::{ClockStarted, Event},
    id::ElementId,
    step::{Draft, Stopped},
};

/// Starts the clock where this node completes with the outcome that does. False: the place's own
/// limit could not be found out, and the element needs a human.
pub(crate) fn start_clock(
    draft: &mut Draft<'_>,
    element: ElementId,
    (node, outcome): (&NodeId, &OutcomeId),
) -> Stopped<bool> {
    let Some(rule) = &draft.process().clock else { return Ok(true) };
    if rule.starts != *node || rule.starts_on.as_ref().is_some_and(|on| on != outcome) {
        return Ok(true);
    }
    let from = draft.cx.at();
    let limit = clock::due_at(draft.cx.world.calendar.due(from.instant(), &rule.limit));
    draft.emit(Event::ClockStarted(ClockStarted { from, limit }));
    if let Some(local) = &rule.local {
        let asked = span::of_point(draft, element, (&local.point, &local.unit))?;
        let Some(Length { term, .. }) = asked else { return Ok(false) };
        clock::set_local(draft, term.count);
    }
    clock::set_ladder(draft);
    Ok(true)
}
