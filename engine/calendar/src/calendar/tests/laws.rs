//! Laws of the calendar, over days before, inside and after the published years.

use proptest::{prelude::*, test_runner::RngSeed};

use super::super::*;

/// Days around the published years, so that both sides and the inside are tried.
fn days() -> impl Strategy<Value = Date> {
    (number_of(Date::constant(2015, 1, 1))..number_of(Date::constant(2031, 1, 1))).prop_map(date_of)
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::WorkingDays), Just(Unit::CalendarDays), Just(Unit::Hours)]
}

fn rolls() -> impl Strategy<Value = Roll> {
    prop_oneof![Just(Roll::None), Just(Roll::Next), Just(Roll::Previous)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_260_214),
        ..ProptestConfig::default()
    })]

    #[test]
    fn adding_then_counting_gives_the_count(start in days(), count in 1_u32..900) {
        let calendar = Calendar::bundled();
        let due = calendar.due(start, &Term::working_days(count));
        prop_assert_eq!(calendar.working_days_between(start, due.date), i64::from(count));
        prop_assert!(calendar.is_working_day(due.date).working);
    }

    #[test]
    fn terms_add_up(start in days(), a in 0_u32..300, b in 1_u32..300) {
        let calendar = Calendar::bundled();
        let first = calendar.due(start, &Term::working_days(a)).date;
        let both = calendar.due(first, &Term::working_days(b)).date;
        prop_assert_eq!(both, calendar.due(start, &Term::working_days(a + b)).date);
    }

    #[test]
    fn later_starts_and_longer_terms_never_end_earlier(
        (start, later) in (days(), 0_i64..40),
        (count, more) in (0_u32..200, 0_u32..20),
        (unit, roll) in (units(), rolls()),
    ) {
        let calendar = Calendar::bundled();
        let shorter = Term { count, unit, roll };
        let longer = Term { count: count + more, ..shorter };
        let due = calendar.due(start, &shorter);
        prop_assert!(due.instant <= calendar.due(start, &longer).instant);
        let moved = date_of(number_of(start) + later);
        prop_assert!(due.instant <= calendar.due(moved, &shorter).instant);
    }

    /// Walking day by day, as a clerk does on a wall calendar, finds the same day.
    #[test]
    fn walking_finds_the_same_day(start in days(), count in 1_u32..120) {
        let calendar = Calendar::bundled();
        let (mut day, mut left) = (start, count);
        while left > 0 {
            day = day.tomorrow().expect("far from the end of time");
            left -= u32::from(calendar.is_working_day(day).working);
        }
        prop_assert_eq!(calendar.due(start, &Term::working_days(count)).date, day);
    }

    #[test]
    fn rolling_goes_the_shortest_way(day in days()) {
        let calendar = Calendar::bundled();
        let previous = calendar.roll(day, Roll::Previous).date;
        let next = calendar.roll(day, Roll::Next).date;
        prop_assert!(previous <= day && day <= next);
        prop_assert!(calendar.is_working_day(previous).working);
        prop_assert!(calendar.is_working_day(next).working);
        let between = calendar.working_days_between(previous, next);
        prop_assert_eq!(between, i64::from(previous != next));
    }

    #[test]
    fn an_instant_lies_on_its_legal_day(millisecond in -4_000_000_000_000_i64..4_000_000_000_000) {
        let instant = Instant::from_millisecond(millisecond).expect("within range");
        let day = legal_day(instant);
        prop_assert!(crate::start_of(day) <= instant && instant < end_of(day));
    }
}
