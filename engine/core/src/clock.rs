//! The statutory clock as the machine drives it: limit, ladder, rungs.
//!
//! Not here: how days are counted (`tongban-calendar`), its start (`node`). "Overdue" is derived,
//! never stored.

mod local;

pub(crate) use local::{set as set_local, settle as settle_local};

use tongban_calendar::{Due, Instant, MonthDay, Term, Unit, legal_day};
use tongban_model::{ClockRule, Rung, RungAt};

use crate::{
    effect::{Effect, Reminder},
    event::{ClockRungReached, DueAt, Event, Purpose, TimerSet},
    id::TimerId,
    moment::Moment,
    state::Clock,
    step::Draft,
};

/// What the calendar said, as it is stored.
pub(crate) fn due_at(due: Due) -> DueAt {
    DueAt { at: due.instant.into(), provisional: due.provisional.is_some() }
}

/// Sets a timer for each rung that has not fired.
pub(crate) fn set_ladder(draft: &mut Draft<'_>) {
    let (Some(rule), Some(clock)) = (&draft.process().clock, draft.state.clock.clone()) else {
        return;
    };
    for (rung, at) in (0u16..).zip(&rule.ladder) {
        if clock.rungs.contains(&rung) {
            continue;
        }
        let due = rung_at(draft, rule, (&clock, at));
        set_timer(draft, due, Purpose::Rung(rung));
    }
}

/// Sets one timer.
pub(crate) fn set_timer(draft: &mut Draft<'_>, due: DueAt, purpose: Purpose) {
    let timer = TimerId(draft.state.last.timer + 1);
    draft.emit(Event::TimerSet(TimerSet { timer, due, purpose }));
}

/// When a rung fires. A rung in the unit of the limit counts from the start ("5 working days before
/// the 30th" is the end of the 25th); another unit counts calendar days back from the limit.
pub(crate) fn rung_at(
    draft: &Draft<'_>,
    rule: &ClockRule,
    (clock, rung): (&Clock, &Rung),
) -> DueAt {
    let RungAt::Before(before) = &rung.at else { return clock.limit };
    let start = clock.started_at.instant();
    let place = local::term(rule, clock)
        .filter(|place| due_at(draft.cx.world.calendar.due(start, place)) == clock.limit);
    let limit = place.as_ref().unwrap_or(law(rule, clock));
    if before.unit == limit.unit {
        let term = Term { count: limit.count.saturating_sub(before.count), ..*limit };
        return due_at(draft.cx.world.calendar.due(start, &term));
    }
    DueAt { at: back(clock.limit.at.instant(), *before), ..clock.limit }
}

fn back(limit: Instant, before: Term) -> Moment {
    let hours = match before.unit {
        Unit::Hours => i64::from(before.count),
        Unit::WorkingDays | Unit::CalendarDays => i64::from(before.count) * 24,
    };
    Moment(Moment::from(limit).0 - hours * 3_600_000)
}

/// A rung fires: it is recorded, and the holders of its role are told.
pub(crate) fn rung_fires(draft: &mut Draft<'_>, rung: u16) {
    let Some(rule) = &draft.process().clock else { return };
    let Some(declared) = rule.ladder.get(usize::from(rung)) else { return };
    draft.emit(Event::ClockRungReached(ClockRungReached { rung }));
    let role = declared.notify.clone();
    let division = draft.nearest_holders(&role).unwrap_or(draft.state.division);
    draft.effect(Effect::Remind(Reminder { role, division, rung }));
}

/// The working days that the clock has used by the moment of this step; none before it starts.
pub(crate) fn used_days(draft: &Draft<'_>) -> Option<u32> {
    let clock = draft.state.clock.as_ref()?;
    let now = draft.cx.at().day();
    let running = clock
        .running_since
        .map_or(0, |since| draft.cx.world.calendar.working_days_between(since.day(), now));
    // A step entered late (补录) may lie before the start: nothing was used then.
    Some(clock.consumed_days + u32::try_from(running).unwrap_or_default())
}

/// The limit of the clock as the rules of today give it: the law's, or the place's own where that
/// is the earlier one. While the place's stands still, and once the case was extended, the law's
/// alone.
pub(crate) fn limit(draft: &Draft<'_>, clock: &Clock) -> Option<DueAt> {
    let rule = draft.process().clock.as_ref()?;
    let calendar = &draft.cx.world.calendar;
    let start = clock.started_at.instant();
    let law = due_at(calendar.due(start, law(rule, clock)));
    let place = local::term(rule, clock).map(|term| due_at(calendar.due(start, &term)));
    Some(place.map_or(law, |place| if place.at < law.at { place } else { law }))
}

/// The limit of the law, as extended.
fn law<'r>(rule: &'r ClockRule, clock: &Clock) -> &'r Term {
    match &rule.extend {
        Some(extend) if clock.extended => &extend.to,
        _ => &rule.limit,
    }
}

/// When something ends that starts now and lasts for `term`.
pub(crate) fn ends(draft: &Draft<'_>, from: Moment, term: Term) -> DueAt {
    due_at(draft.cx.world.calendar.due(from.instant(), &term))
}

/// The end of a legal day that a rule names.
pub(crate) fn month_day(draft: &Draft<'_>, from: Moment, day: MonthDay) -> DueAt {
    due_at(draft.cx.world.calendar.month_day(legal_day(from.instant()), &day))
}
