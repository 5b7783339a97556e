//! Legal days: a calendar date without time or zone.

use std::fmt;

/// A day; its number is the days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i32);

impl Date {
    /// The day with this number.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// A day of the Gregorian calendar; `month` and `day` count from 1.
    pub const fn new(year: i32, month: i32, day: i32) -> Self {
        // Years begin in March, so that the leap day is the last day of one.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (month + 9) % 12;
        let of_year = (153 * month + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// Year, month and day.
    pub const fn parts(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * years + years / 4 - years / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + years + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// Full years from this day to `day`: the age of whoever was born on this one.
    pub const fn years_until(self, day: Self) -> i32 {
        let (from, to) = (self.parts(), day.parts());
        let before = to.1 < from.1 || (to.1 == from.1 && to.2 < from.2);
        to.0 - from.0 - if before { 1 } else { 0 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_and_dates_are_one() {
        let rows = [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2026, 2, 17), 20_501),
            ((2000, 2, 29), 11_016),
            ((1900, 3, 1), -25_508),
        ];
        for ((year, month, day), days) in rows {
            let date = Date::new(year, month, day);
            assert_eq!(date.days(), days);
            assert_eq!(date.parts(), (year, month, day));
        }
        for days in (-1_000_000..1_000_000).step_by(37) {
            let (year, month, day) = Date::from_days(days).parts();
            assert_eq!(Date::new(year, month, day).days(), days);
        }
        assert_eq!(Date::new(2026, 2, 7).to_string(), "2026-02-07");
    }

    #[test]
    fn an_age_changes_on_the_birthday() {
        let born = Date::new(1966, 5, 20);
        assert_eq!(born.years_until(Date::new(2026, 5, 19)), 59);
        assert_eq!(born.years_until(Date::new(2026, 5, 20)), 60);
    }
}
