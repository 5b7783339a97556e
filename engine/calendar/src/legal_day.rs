//! Legal days: days of +08:00 that end at 24:00.
//!
//! Not here: which of them are working days. Invariant: `legal_day(i)` is the one day `d` with
//! `start_of(d) <= i < end_of(d)`, except past the last representable instant, where both saturate.

use jiff::{
    SignedDuration,
    tz::{Offset, offset},
};

use crate::{Date, Instant};

/// China has one legal time and no summer time since 1992.
const CHINA: Offset = offset(8);

/// The legal day on which an instant lies.
pub fn legal_day(instant: Instant) -> Date {
    CHINA.to_datetime(instant).date()
}

/// The first moment of a legal day: 00:00 at +08:00.
pub fn start_of(date: Date) -> Instant {
    match CHINA.to_timestamp(date.at(0, 0, 0, 0)) {
        Ok(instant) => instant,
        Err(_) if date.year() < 0 => Instant::MIN,
        Err(_) => Instant::MAX,
    }
}

/// The moment at which a legal day is over: 24:00, which is 00:00 of the next day.
pub fn end_of(date: Date) -> Instant {
    date.tomorrow().map_or(Instant::MAX, start_of)
}

/// Days since 1970-01-01; may be negative.
pub(crate) fn number_of(date: Date) -> i64 {
    Date::constant(1970, 1, 1).duration_until(date).as_hours() / 24
}

/// The day with this number; saturates at the first and last day of the proleptic calendar
/// (years −9999 and 9999).
pub(crate) fn date_of(number: i64) -> Date {
    let hours = number.clamp(-10_000_000, 10_000_000) * 24;
    Date::constant(1970, 1, 1).saturating_add(SignedDuration::from_hours(hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Instant {
        text.parse().expect("test instants are well formed")
    }

    #[test]
    fn a_legal_day_begins_and_ends_at_16_utc() {
        let date = Date::constant(2026, 2, 14);
        assert_eq!(start_of(date), instant("2026-02-13T16:00:00Z"));
        assert_eq!(end_of(date), instant("2026-02-14T16:00:00Z"));
        assert_eq!(legal_day(instant("2026-02-14T15:59:59.999Z")), date);
        assert_eq!(legal_day(instant("2026-02-14T16:00:00Z")), Date::constant(2026, 2, 15));
    }

    #[test]
    fn the_ends_of_time_saturate() {
        assert_eq!(end_of(Date::MAX), Instant::MAX);
        assert_eq!(start_of(Date::MIN), Instant::MIN);
        assert_eq!(date_of(i64::MAX), Date::MAX);
        assert_eq!(date_of(i64::MIN), Date::MIN);
        assert_eq!(date_of(number_of(Date::MAX)), Date::MAX);
        assert_eq!(number_of(Date::constant(1970, 1, 2)), 1);
    }
}
