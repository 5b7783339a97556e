//! Boundary inputs: the values, the limit, and that no set of matching rules is missed.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{SAMPLES, sound};
use crate::{
    Table, Value,
    table::{BoundaryInputs, Coverage},
};

/// One input under a title and the rules' cells; what is tried, as text.
fn check(title: &str, cells: &[&str], expected: &str) {
    let mut sheet = format!("#table,t\n#hit,C\n{title},out:y:integer\n");
    for cell in cells {
        let _ = writeln!(sheet, "\"{cell}\",1");
    }
    let table = sound(&sheet);
    let inputs = table.boundary_inputs(1_000);
    let spelled: Vec<String> = inputs.columns()[0].values.iter().map(spelled).collect();
    assert_eq!(spelled.join(" "), expected, "{title}");
    assert_eq!(inputs.coverage(), Coverage::Combinations);
    assert_eq!(inputs.cases().count(), spelled.len());
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(_) | Value::List(_) | Value::Record(_) => "?".to_owned(),
    }
}

#[test]
fn values_stand_on_both_sides_of_every_bound() {
    check("in:x:integer[0..150]", &["60以上"], "-1 0 1 59 60 61 149 150 151 null");
    check(
        "in:x:decimal(2)[0..5]",
        &["<=1"],
        "-0.01 -0.005 0 0.005 0.01 0.995 1 1.005 1.01 1.015 4.99 4.995 5 5.005 5.01 null",
    );
    check("in:x:text(男|女)", &["男"], "… 女 男 null");
    check("in:x:text", &["甲|乙", "丙"], "… 丙 乙 甲 null");
    check("in:x:boolean", &["是"], "false true null");
    check(
        "in:x:date",
        &["2024-03-01"],
        "-009999-01-01 -009999-01-02 2024-02-29 2024-03-01 2024-03-02 2024-03-03 9999-12-30 \
         9999-12-31 null",
    );
}

#[test]
fn bounds_of_two_tables_are_merged_at_both_scales() {
    let one = sound("#table,t\n#hit,C\nin:x:integer[0..9],out:y:integer\n>=5,1\n");
    let two =
        sound("#table,u\n#hit,C\nin:x:decimal(1)[0..9],in:z:boolean,out:y:integer\n>2.5,-,1\n");
    let both = BoundaryInputs::of(&[&one, &two], 10_000);
    let names: Vec<&str> = both.columns().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["x", "z"]);
    let values: Vec<String> = both.columns()[0].values.iter().map(spelled).collect();
    for value in ["3", "2.5", "2.55", "2.6", "4", "5", "6", "9", "9.1", "null"] {
        assert!(values.iter().any(|found| found == value), "{value} is not in {values:?}");
    }
    assert_eq!(both.cases_count(), values.len() * 3);
}

/// Which rules match or which fault there is: what the cases must tell apart.
fn told(table: &Table, inputs: &BoundaryInputs) -> BTreeSet<String> {
    let answers =
        inputs.cases().map(|case| match table.evaluate(&|name| case.get(name).cloned()) {
            Ok(matched) => matched.rules.iter().map(|rule| &*rule.id).collect::<Vec<_>>().join(" "),
            Err(_) => "refused".to_owned(),
        });
    answers.collect()
}

#[test]
fn rule_sets_tell_apart_what_all_combinations_do() {
    let mut fewer = 0;
    for (name, source) in SAMPLES {
        let table = sound(source);
        let all = table.boundary_inputs(300_000);
        if all.coverage() != Coverage::Combinations {
            continue;
        }
        let some = table.boundary_inputs(all.cases_count() - 1);
        assert_eq!(some.coverage(), Coverage::RuleSets, "{name}");
        assert_eq!(told(&table, &some), told(&table, &all), "{name}");
        fewer += usize::from(some.cases_count() * 4 < all.cases_count());
    }
    assert!(fewer >= 2, "few samples were small enough: {fewer}");
}

#[test]
fn a_wide_table_is_covered_exhaustively_by_rule_sets() {
    let (_, home_care) = SAMPLES[0];
    let table = sound(home_care);
    let inputs = table.boundary_inputs(10_000);
    assert_eq!(inputs.coverage(), Coverage::RuleSets);
    assert!(inputs.coverage().is_exhaustive());
    let rules = table.rules().chain(table.default_rule());
    let mut every: BTreeSet<String> = rules.map(|rule| rule.id.to_string()).collect();
    every.insert("refused".to_owned());
    assert_eq!(told(&table, &inputs), every);
}

#[test]
fn a_sample_is_called_one_and_shows_every_value() {
    let (_, home_care) = SAMPLES[0];
    let inputs = sound(home_care).boundary_inputs(8);
    assert_eq!((inputs.coverage(), inputs.cases_count()), (Coverage::Drawn, 8));
    assert!(!inputs.coverage().is_exhaustive());
    let again = sound(home_care).boundary_inputs(8);
    assert!(inputs.cases().eq(again.cases()), "the same draw every time");
    for column in inputs.columns().iter().filter(|column| column.values.len() <= 8) {
        for value in &column.values {
            assert!(inputs.cases().any(|case| case[&column.name] == *value), "{value:?}");
        }
    }
}
