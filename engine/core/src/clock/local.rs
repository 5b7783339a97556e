//! The place's own limit beside the law's: set as the clock starts, standing still at the nodes
//! that the process names.
//!
//! Invariant: whether it stands still follows from which elements are live; it is settled once at
//! the end of a step, however the elements came and went.

use tongban_calendar::{COUNT_MAX, Term};
use tongban_model::{ClockRule, LocalLimit};

use super::{limit, set_ladder};
use crate::{
    event::{Event, LocalLimitPaused, LocalLimitResumed, LocalLimitSet},
    moment::Moment,
    state::{Clock, Element, LocalClock, Work},
    step::Draft,
};

/// How long the place allows, pauses added; none where the law's limit holds alone.
pub(super) fn term(rule: &ClockRule, clock: &Clock) -> Option<Term> {
    let (of, local) = (rule.local.as_ref()?, clock.local?);
    let runs = !clock.extended && local.paused_since.is_none();
    let count = local.count.saturating_add(local.excluded).min(COUNT_MAX);
    runs.then_some(Term { count, ..of.unit })
}

/// The clock has started, and a point gave the place's own limit; 0: it has none.
pub(crate) fn set(draft: &mut Draft<'_>, count: u32) {
    let Some(clock) = draft.state.clock.clone().filter(|_| count > 0) else { return };
    let local = Some(LocalClock { count, excluded: 0, paused_since: None });
    let Some(limit) = limit(draft, &Clock { local, ..clock }) else { return };
    draft.emit(Event::LocalLimitSet(LocalLimitSet { count, limit }));
}

/// Lets the limit stand still, or run again, as the live elements say.
pub(crate) fn settle(draft: &mut Draft<'_>) {
    let Some(rule) = draft.process().clock.as_ref().and_then(|rule| rule.local.as_ref()) else {
        return;
    };
    let running = draft.state.clock.clone().filter(|clock| !clock.extended && !draft.state.ended());
    let Some(clock) = running else { return };
    let Some(local) = clock.local else { return };
    let pauses = draft.state.live().any(|(_, element)| rule.pauses.contains(&element.node));
    match local.paused_since {
        None if pauses => pause(draft, &clock, local),
        Some(since) if !pauses => resume(draft, rule, (&clock, local, since)),
        _ => {}
    }
}

fn pause(draft: &mut Draft<'_>, clock: &Clock, local: LocalClock) {
    let paused_since = Some(draft.cx.at());
    let paused = Clock { local: Some(LocalClock { paused_since, ..local }), ..clock.clone() };
    let Some(limit) = limit(draft, &paused) else { return };
    draft.emit(Event::LocalLimitPaused(LocalLimitPaused { limit }));
    set_ladder(draft);
}

fn resume(
    draft: &mut Draft<'_>,
    rule: &LocalLimit,
    (clock, local, since): (&Clock, LocalClock, Moment),
) {
    let ended = draft.state.elements.values().filter(|one| rule.pauses.contains(&one.node));
    let until = ended.filter_map(over).max().unwrap_or(since);
    let calendar = &draft.cx.world.calendar;
    let passed = calendar.elapsed(since.instant(), until.instant(), rule.unit.unit);
    let excluded = local.excluded.saturating_add(passed);
    let local = Some(LocalClock { excluded, paused_since: None, ..local });
    let Some(limit) = limit(draft, &Clock { local, ..clock.clone() }) else { return };
    draft.emit(Event::LocalLimitResumed(LocalLimitResumed { excluded, limit }));
    set_ladder(draft);
}

/// When the time of an element was over: a notice's with its last day, though the machine may have
/// learned of it later.
fn over(element: &Element) -> Option<Moment> {
    let ended = element.ended_at?;
    match &element.work {
        Some(Work::Notice(notice)) => Some(ended.min(notice.until.at)),
        _ => Some(ended),
    }
}
