//! Golden vectors and what stands beside them, as tables.

use super::{super::*, date, instant, term};

/// Numbered as in the source of the vectors: number, start, term, last day.
const TERMS: [(u8, &str, &str, &str); 36] = [
    (1, "2026-02-10", "3 working days", "2026-02-13"),
    (2, "2026-02-10", "4 working days", "2026-02-14"), // a make-up Saturday
    (3, "2026-02-12", "3 working days", "2026-02-24"),
    (4, "2026-02-12", "10 working days", "2026-03-04"),
    (5, "2026-02-12", "15 working days", "2026-03-11"),
    (6, "2026-02-12", "30 working days", "2026-04-01"),
    (6, "2026-02-12", "45 working days", "2026-04-23"),
    (7, "2025-09-15", "20 working days", "2025-10-17"),
    (7, "2025-09-15", "30 working days", "2025-10-31"),
    (8, "2024-09-13", "10 working days", "2024-09-29"), // a make-up Sunday
    (9, "2024-02-08", "3 working days", "2024-02-19"),  // 除夕 and a make-up Sunday count
    (10, "2024-04-26", "5 working days", "2024-05-07"),
    (11, "2026-04-29", "7 working days", "2026-05-12"),
    (12, "2026-09-18", "15 working days", "2026-10-15"),
    (12, "2026-09-18", "30 working days", "2026-11-05"),
    (13, "2026-11-16", "30 working days", "2026-12-28"),
    (14, "2026-02-13", "7 calendar days", "2026-02-20"),
    (14, "2026-02-13", "7 calendar days roll next", "2026-02-24"),
    (14, "2026-02-13", "7 working days", "2026-03-02"),
    (15, "2025-09-26", "7 calendar days", "2025-10-03"),
    (15, "2025-09-26", "7 calendar days roll next", "2025-10-09"),
    (15, "2025-09-26", "7 working days", "2025-10-13"),
    (16, "2026-09-24", "3 calendar days", "2026-09-27"),
    (16, "2026-09-24", "3 calendar days roll next", "2026-09-28"),
    (16, "2026-09-24", "3 working days", "2026-09-30"),
    (17, "2025-08-05", "60 calendar days", "2025-10-04"),
    (17, "2025-08-05", "60 calendar days roll next", "2025-10-09"),
    (18, "2026-01-20", "30 calendar days", "2026-02-19"),
    (18, "2026-01-20", "30 calendar days roll next", "2026-02-24"),
    // Beside the vectors: starts on days off, and no days at all.
    (0, "2026-02-15", "1 working day", "2026-02-24"),
    (0, "2026-02-14", "0 working days", "2026-02-14"),
    (0, "2026-02-18", "0 working days", "2026-02-14"),
    (0, "2026-02-18", "0 calendar days roll next", "2026-02-24"),
    (0, "2026-02-18", "0 calendar days roll previous", "2026-02-14"),
    (0, "2026-02-10", "24 hours", "2026-02-11"),
    (0, "2026-02-10", "25 hours", "2026-02-12"),
];

#[test]
fn terms_end_as_published() {
    let calendar = Calendar::bundled();
    for (number, start, text, last) in TERMS {
        let due = calendar.due(date(start), &term(text));
        assert_eq!(due.date, date(last), "vector {number}: {start} + {text}");
        assert_eq!(due.provisional, None, "vector {number}: {start} + {text}");
        if term(text).unit != Unit::Hours {
            assert_eq!(due.instant, end_of(date(last)), "vector {number}: {start} + {text}");
        }
    }
}

/// Vectors 19 to 21: fixed days of a year or month that fall on days off.
#[test]
fn fixed_days_roll_as_published() {
    let calendar = Calendar::bundled();
    let table = [
        (19, "2025-05-31", Roll::Next, "2025-06-03"),
        (19, "2026-05-31", Roll::Next, "2026-06-01"),
        (19, "2026-03-31", Roll::Next, "2026-03-31"),
        (20, "2026-01-10", Roll::Previous, "2026-01-09"),
        (20, "2026-01-10", Roll::Next, "2026-01-12"),
        (20, "2026-05-10", Roll::Previous, "2026-05-09"), // a make-up Saturday
        (20, "2026-10-10", Roll::Previous, "2026-10-10"), // a make-up Saturday itself
        (20, "2026-10-10", Roll::Next, "2026-10-10"),
        (21, "2026-10-31", Roll::Previous, "2026-10-30"),
        (21, "2026-10-31", Roll::Next, "2026-11-02"),
    ];
    for (number, day, roll, expected) in table {
        let due = calendar.roll(date(day), roll);
        assert_eq!(due.date, date(expected), "vector {number}: {day} {roll:?}");
        assert_eq!(due.instant, end_of(date(expected)), "vector {number}");
        // The same through the rule for days of the month; the 5th lies after every rolled 31st.
        let of_month = MonthDay { day: day[8..].parse().expect("a day"), roll };
        let early = date(day).with().day(5).build().expect("every month has a 5th");
        assert_eq!(calendar.month_day(early, &of_month).date, date(expected), "vector {number}");
    }
}

#[test]
fn a_cut_off_that_has_passed_is_next_month() {
    let calendar = Calendar::bundled();
    let table = [
        ("2026-01-09", "by the 10th of the month roll previous", "2026-01-09"),
        ("2026-01-10", "by the 10th of the month roll previous", "2026-02-10"),
        ("2026-01-11", "by the 10th of the month roll next", "2026-01-12"),
        ("2026-01-13", "by the 10th of the month roll next", "2026-02-10"),
        ("2026-01-10", "by the 10th of the month", "2026-01-10"),
        ("2026-01-11", "每月10日前", "2026-02-10"),
        ("2026-02-01", "by the end of the month roll next", "2026-02-02"), // January's, rolled
        ("2026-02-03", "by the end of the month", "2026-02-28"),
    ];
    for (from, rule, expected) in table {
        let rule: MonthDay = rule.parse().expect("test rules are well formed");
        assert_eq!(calendar.month_day(date(from), &rule).date, date(expected), "{from}: {rule}");
    }
}

/// Vector 22: beyond the last published year a date is provisional, and says why.
#[test]
fn dates_past_the_published_years_are_provisional() {
    let calendar = Calendar::bundled();
    let due = calendar.due(date("2026-12-21"), &term("30 working days"));
    assert_eq!(due.date, date("2027-02-01"), "Monday to Friday");
    let assumption = due.provisional.expect("2027 is not published");
    assert_eq!(assumption, Assumption { first_year: 2027, last_year: 2027 });
    assert!(assumption.zh().starts_with("2027年放假安排尚未公布"), "{}", assumption.zh());
    assert!(assumption.en().starts_with("the holidays of 2027 are not"), "{}", assumption.en());

    let table = [
        ("2026-12-21", "8 working days", None), // 2026-12-31, the last published day
        ("2026-12-21", "9 working days", Some((2027, 2027))),
        ("2026-12-21", "600 calendar days", None), // needs no table
        ("2026-12-21", "600 calendar days roll next", Some((2028, 2028))),
        ("2026-12-21", "600 working days", Some((2027, 2029))),
        ("2026-12-21", "9000 hours", None),
        ("2018-12-31", "3 working days", None), // the first day that counts is 2019-01-01
        ("2018-12-28", "3 working days", Some((2018, 2018))),
    ];
    for (start, text, years) in table {
        let due = calendar.due(date(start), &term(text));
        let found = due.provisional.map(|a| (a.first_year, a.last_year));
        assert_eq!(found, years, "{start} + {text} = {}", due.date);
    }
}

#[test]
fn a_newer_table_makes_a_provisional_date_final() {
    let rows = "date,kind\n2027-01-01,off\n2027-01-04,off\n2027-10-01,off\n";
    let table = HolidayTable::parse_csv(rows).expect("it is read");
    let calendar = Calendar::new(HolidayTable::bundled().updated_by(&table));
    let due = calendar.due(date("2026-12-21"), &term("30 working days"));
    assert_eq!((due.date, due.provisional), (date("2027-02-03"), None));
    assert!(!calendar.is_working_day(date("2026-02-20")).working, "2026 is still there");
}

#[test]
fn hours_run_from_the_moment_through_holidays() {
    let calendar = Calendar::bundled();
    let due = calendar.due(instant("2026-02-14T09:30:00+08:00"), &term("48 hours"));
    assert_eq!(due.instant, instant("2026-02-16T09:30:00+08:00"));
    assert_eq!(due.date, date("2026-02-16"));
    let midnight = calendar.due(instant("2026-02-14T22:00:00+08:00"), &term("2 hours"));
    assert_eq!(midnight.date, date("2026-02-14"), "24:00 belongs to the day that ends");
}

#[test]
fn days_count_from_the_legal_day_of_a_moment() {
    let calendar = Calendar::bundled();
    for (moment, last) in [
        ("2026-02-09T16:00:00Z", "2026-02-11"), // already the 10th in China
        ("2026-02-10T15:59:59Z", "2026-02-11"),
        ("2026-02-10T16:00:00Z", "2026-02-12"),
    ] {
        let due = calendar.due(instant(moment), &term("1 working day"));
        assert_eq!(due.date, date(last), "{moment}");
    }
}

#[test]
fn what_is_left_is_counted_in_its_own_unit() {
    let calendar = Calendar::bundled();
    let due = end_of(date("2026-02-24"));
    let table = [
        ("2026-02-13T10:00:00+08:00", Unit::WorkingDays, 2),
        ("2026-02-13T10:00:00+08:00", Unit::CalendarDays, 11),
        ("2026-02-24T10:00:00+08:00", Unit::WorkingDays, 0),
        ("2026-02-24T10:00:00+08:00", Unit::Hours, 14),
        ("2026-02-24T23:10:00+08:00", Unit::Hours, 0),
        ("2026-02-25T00:00:00+08:00", Unit::WorkingDays, -1),
        ("2026-02-25T00:00:00+08:00", Unit::Hours, -1),
        ("2026-02-26T10:00:00+08:00", Unit::WorkingDays, -2),
        ("2026-03-01T10:00:00+08:00", Unit::CalendarDays, -5),
    ];
    for (now, unit, left) in table {
        assert_eq!(calendar.days_left(instant(now), due, unit), left, "{now} {unit}");
    }
    // A due day before a weekend is overdue on Saturday though no working day has passed.
    let friday = end_of(date("2026-03-06"));
    let saturday = instant("2026-03-07T10:00:00+08:00");
    assert_eq!(calendar.days_left(saturday, friday, Unit::WorkingDays), -1);
}

#[test]
fn a_place_observes_its_own_days() {
    let rows = "date,kind,holiday,division\n\
                2026-05-28,off,县庆,530428\n2026-05-29,off,州庆,5304\n2026-05-30,work,,530428\n";
    let table = HolidayTable::parse_csv(rows).expect("it is read");
    let calendar = Calendar::new(HolidayTable::bundled().updated_by(&table));
    let start = date("2026-05-27");
    for (codes, last) in [
        (vec!["53", "5304", "530428", "530428003"], "2026-05-30"),
        (vec!["53", "5304", "530423"], "2026-05-28"),
        (vec![], "2026-05-28"),
    ] {
        let place = calendar.in_division(&codes);
        assert_eq!(place.due(start, &term("1 working day")).date, date(last), "{codes:?}");
    }
}

#[test]
fn years_have_the_published_number_of_working_days() {
    let calendar = Calendar::bundled();
    for (year, days) in [(2024, 251), (2025, 248), (2026, 248)] {
        let (before, last) = (Date::constant(year - 1, 12, 31), Date::constant(year, 12, 31));
        assert_eq!(calendar.working_days_between(before, last), days, "{year}");
    }
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let calendar = Calendar::bundled();
    for text in ["36500 working days", "36500 calendar days roll next", "36500 hours"] {
        for start in [Date::MIN, Date::MAX, date("9999-12-30")] {
            let due = calendar.due(start, &term(text));
            assert!(due.date >= start, "{start} + {text} = {}", due.date);
        }
    }
    let day = MonthDay { day: 10, roll: Roll::Previous };
    assert_eq!(calendar.month_day(Date::MAX, &day).date.year(), 9999);
    assert_eq!(calendar.due(Instant::MAX, &Term::hours(1)).instant, Instant::MAX);
}
