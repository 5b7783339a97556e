//! Holiday tables, right and wrong ones.

use super::*;

fn problems(text: &str) -> Vec<String> {
    let problems = HolidayTable::parse_csv(text).expect_err("the table is wrong");
    assert!(problems.iter().all(|problem| !problem.zh.is_empty()));
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_bundled_table_publishes_2019_to_2026() {
    let table = HolidayTable::parse_csv(BUNDLED_HOLIDAYS).expect("the bundled table is right");
    assert_eq!(table.years(), (2019..=2026).collect());
    assert_eq!(table.national.len(), 290);
    assert_eq!(table.divisions().count(), 0);
}

#[test]
fn all_problems_are_told_at_once() {
    let text = "date,kind,holiday,division\n\
                2027-02-30,off,x,\n\
                2027-10-01,free,x,\n\
                2027-10-02,off,x,\n\
                2027-10-02,work,x,\n\
                2027-10-03,off,x,yuanjiang\n";
    assert_eq!(
        problems(text),
        [
            "line 2: expected a date such as `2026-10-01`, but found `2027-02-30`",
            "line 3: expected `off` or `work`, but found `free`",
            "line 5: expected each day once, but 2027-10-02 is here again",
            "line 6: expected a division code in digits or nothing, but found `yuanjiang`",
        ]
    );
    assert_eq!(
        problems("day,kind\n2027-01-01,off\n"),
        ["line 1: expected a header with the columns `date` and `kind`, but one is missing"]
    );
    assert_eq!(problems("").len(), 1);
}

#[test]
fn a_byte_order_mark_and_spaces_do_no_harm() {
    let table = HolidayTable::parse_csv("\u{feff}date , kind\n 2027-10-01 , off \n");
    assert_eq!(table.expect("it is read").years(), [2027].into());
}

#[test]
fn a_row_of_the_year_before_does_not_publish_that_year() {
    let table = HolidayTable::parse_csv("date,kind\n2018-12-29,work\n2019-10-01,off\n");
    assert_eq!(table.expect("it is read").years(), [2019].into());
}

#[test]
fn a_newer_table_replaces_the_years_that_it_publishes() {
    let old =
        HolidayTable::parse_csv("date,kind\n2026-10-01,off\n2027-10-01,off\n2027-10-07,off\n");
    let new =
        HolidayTable::parse_csv("date,kind\n2026-12-31,off\n2027-10-01,off\n2027-10-08,off\n");
    let (old, new) = (old.expect("it is read"), new.expect("it is read"));
    let both: Vec<_> = old.updated_by(&new).national.keys().map(ToString::to_string).collect();
    assert_eq!(both, ["2026-10-01", "2026-12-31", "2027-10-01", "2027-10-08"]);
}
