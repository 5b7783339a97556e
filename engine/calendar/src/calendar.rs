//! The calendar: when terms end, under one holiday table and the local days of one place.
//!
//! Every answer is computed without a loop over days: `due` takes well under a microsecond.
//! Not here: reading tables (`table`), pausing clocks. Invariants: cheap to clone; the same
//! question always has the same answer; counting `n` working days from a day and counting back
//! gives `n`.

use std::{collections::BTreeSet, sync::Arc};

use jiff::{SignedDuration, ToSpan as _};

use crate::{
    Assumption, Date, Day, Due, HolidayTable, Instant, MonthDay, Roll, Start, Term, Unit, end_of,
    legal_day,
    legal_day::{date_of, number_of},
    rank::Ranks,
};

/// Answers questions of legal time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Calendar {
    shared: Arc<Shared>,
    /// The same as `shared.national` unless a place has days of its own.
    ranks: Arc<Ranks>,
}

#[derive(Debug)]
struct Shared {
    table: HolidayTable,
    years: BTreeSet<i16>,
    national: Arc<Ranks>,
}

impl Calendar {
    /// The calendar of the whole country.
    pub fn new(table: HolidayTable) -> Self {
        let national = Arc::new(Ranks::new(&table.exceptions(&[])));
        let ranks = Arc::clone(&national);
        let years = table.years();
        Self { shared: Arc::new(Shared { table, years, national }), ranks }
    }

    /// The calendar of the bundled table.
    pub fn bundled() -> Self {
        Self::new(HolidayTable::bundled())
    }

    /// The calendar of a place, by the codes of its divisions from the top (`53`, `5304`,
    /// `530428`, …): the local days of each are laid over the country's.
    #[must_use]
    pub fn in_division(&self, codes: &[&str]) -> Self {
        let observed = self.shared.table.divisions().any(|code| codes.contains(&code));
        let ranks = if observed {
            Arc::new(Ranks::new(&self.shared.table.exceptions(codes)))
        } else {
            Arc::clone(&self.shared.national)
        };
        Self { shared: Arc::clone(&self.shared), ranks }
    }

    /// The table behind it.
    pub fn table(&self) -> &HolidayTable {
        &self.shared.table
    }

    /// Whether offices work on this day.
    pub fn is_working_day(&self, date: Date) -> Day {
        Day {
            working: self.ranks.is_working(number_of(date)),
            provisional: !self.shared.years.contains(&date.year()),
        }
    }

    /// When a term that begins at `start` ends.
    ///
    /// The start day does not count. Zero working days end on the start day, or on the last working
    /// day before it. Past the year 9999 the answer stays there.
    pub fn due(&self, start: impl Into<Start>, term: &Term) -> Due {
        let start = start.into();
        let day = number_of(start.day());
        let count = i64::from(term.count);
        match term.unit {
            Unit::Hours => hours_after(start.moment(), count),
            Unit::CalendarDays => self.roll(date_of(day + count), term.roll),
            Unit::WorkingDays => {
                let date = date_of(self.ranks.nth(self.ranks.rank(day) + count));
                self.due_on(date, date_of(day + count.min(1)))
            }
        }
    }

    /// A fixed day, moved when it is a day off: 3月31日前, a filing limit.
    pub fn roll(&self, date: Date, roll: Roll) -> Due {
        let day = number_of(date);
        let rank = self.ranks.rank(day);
        let moved = match roll {
            Roll::None => return Due { date, instant: end_of(date), provisional: None },
            Roll::Previous => date_of(self.ranks.nth(rank)),
            Roll::Next if self.ranks.is_working(day) => date,
            Roll::Next => date_of(self.ranks.nth(rank + 1)),
        };
        self.due_on(moved, date)
    }

    /// The next such day of a month, on or after `from`. A day that has rolled to before `from` is
    /// past: the next month's counts.
    pub fn month_day(&self, from: Date, day: &MonthDay) -> Due {
        // The day of the month before may have rolled into this month.
        let mut month = from.first_of_month().saturating_sub(1.month());
        loop {
            let due = self.roll(day.in_month_of(month), day.roll);
            if due.date >= from || month.year() == Date::MAX.year() {
                return due;
            }
            month = month.saturating_add(1.month());
        }
    }

    /// Working days after `a`, up to and including `b`; negative when `b` is before `a`.
    pub fn working_days_between(&self, a: Date, b: Date) -> i64 {
        self.ranks.rank(number_of(b)) - self.ranks.rank(number_of(a))
    }

    /// How much of a unit lies between two instants: days after the first one's up to and including
    /// the last one that `b` ends or lies in, or hours begun. 0 when `b` is not after `a`.
    pub fn elapsed(&self, a: Instant, b: Instant, unit: Unit) -> u32 {
        let (from, last) = (legal_day(a), last_day(b));
        let units = match unit {
            Unit::WorkingDays => self.working_days_between(from, last),
            Unit::CalendarDays => number_of(last) - number_of(from),
            Unit::Hours => (a.duration_until(b).as_secs() + 3_599).div_euclid(3_600),
        };
        u32::try_from(units.max(0)).unwrap_or(u32::MAX)
    }

    /// What is left until `due`: days after today up to and including the last one, or whole hours.
    ///
    /// 0 means that it ends today, or within the hour. Once `due` has passed the answer is at most
    /// −1: days since the last one, or hours begun.
    pub fn days_left(&self, now: Instant, due: Instant, unit: Unit) -> i64 {
        let (today, last) = (legal_day(now), last_day(due));
        let left = match unit {
            Unit::WorkingDays => self.working_days_between(today, last),
            Unit::CalendarDays => number_of(last) - number_of(today),
            Unit::Hours => now.duration_until(due).as_secs().div_euclid(3600),
        };
        if now >= due { left.min(-1) } else { left.max(0) }
    }

    /// A due day that was found by looking at the days between it and `a`, both included.
    fn due_on(&self, date: Date, a: Date) -> Due {
        let (first, last) = (a.min(date).year(), a.max(date).year());
        let mut unpublished = (first..=last).filter(|year| !self.shared.years.contains(year));
        let provisional = unpublished.next().map(|first_year| Assumption {
            first_year,
            last_year: unpublished.next_back().unwrap_or(first_year),
        });
        Due { date, instant: end_of(date), provisional }
    }
}

fn hours_after(moment: Instant, count: i64) -> Due {
    let instant = moment.saturating_add(SignedDuration::from_hours(count));
    let instant = instant.unwrap_or(Instant::MAX);
    Due { date: last_day(instant), instant, provisional: None }
}

/// The legal day that is running just before a moment: 24:00 belongs to the day that ends.
fn last_day(instant: Instant) -> Date {
    legal_day(instant.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(instant))
}

#[cfg(test)]
mod tests;
