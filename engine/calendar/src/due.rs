//! What the calendar is asked with and what it answers.

use crate::{Date, Instant, end_of, legal_day};

/// Where a term begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A legal day, for example that of receipt. Hours run from its end: the start day does not
    /// count.
    Day(Date),
    /// A moment. Days count from its legal day, hours from the moment itself.
    Moment(Instant),
}

impl Start {
    /// The legal day of the start, which is not counted.
    pub fn day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Moment(instant) => legal_day(instant),
        }
    }

    /// The moment from which hours run.
    pub fn moment(self) -> Instant {
        match self {
            Self::Day(date) => end_of(date),
            Self::Moment(instant) => instant,
        }
    }
}

impl From<Date> for Start {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl From<Instant> for Start {
    fn from(instant: Instant) -> Self {
        Self::Moment(instant)
    }
}

/// When a term ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day of the term.
    pub date: Date,
    /// What happens before this moment is in time: 24:00 of `date`, or the exact end of hours.
    pub instant: Instant,
    /// Present when the answer rests on a year whose holidays are not published: it must be
    /// computed again when they are.
    pub provisional: Option<Assumption>,
}

/// What was assumed: in these years every Monday to Friday is a working day and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Assumption {
    /// The first year without a published table.
    pub first_year: i16,
    /// The last one that matters here.
    pub last_year: i16,
}

impl Assumption {
    /// In Chinese, for the people who see the date.
    pub fn zh(&self) -> String {
        let Self { first_year, last_year } = self;
        let years = if first_year == last_year {
            format!("{first_year}年")
        } else {
            format!("{first_year}年至{last_year}年")
        };
        format!("{years}放假安排尚未公布，暂按周一至周五为工作日计算")
    }

    /// In English.
    pub fn en(&self) -> String {
        let Self { first_year, last_year } = self;
        let years = if first_year == last_year {
            format!("{first_year} are")
        } else {
            format!("{first_year} to {last_year} are")
        };
        format!("the holidays of {years} not published: Monday to Friday are taken as working days")
    }
}

/// What a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Offices work: a weekday that is no holiday, or a make-up day.
    pub working: bool,
    /// The holidays of its year are not published.
    pub provisional: bool,
}
