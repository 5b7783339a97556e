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
fn combinations_are_counted_whether_tried_or_not() {
    let table = sound(SAMPLES[0].1);
    let [some, few] = [10_000, 8].map(|max| table.boundary_inputs(max).combinations_count());
    assert_eq!(some, few);
    assert!(some > 1_000_000, "{some}");
    let small = sound("#table,t\n#hit,C\nin:x:boolean,in:z:boolean,out:y:integer\n是,-,1\n");
    let all = small.boundary_inputs(100);
    assert_eq!((all.combinations_count(), all.cases_count()), (9, 9));
}

#[test]
fn a_table_that_calculates_is_known() {
    for (cell, wanted) in [("1.5", false), ("-2 * 3", false), ("x", true), ("1 - x * 2", true)] {
        let head = "#table,t\n#hit,C\nin:x:integer,out:y:decimal(2)\n";
        assert_eq!(sound(&format!("{head}-,0\n>5,{cell}\n")).calculates(), wanted, "{cell}");
    }
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

/// A random table over columns that two tables share at different scales, or have alone.
fn drawn_table(draw: &mut dyn FnMut(usize) -> usize) -> Table {
    let a = [("integer[0..9]", &["-", "<=2", ">5", "3", "not(2)", "0|7", "null"][..])];
    let kinds = [a[0], ("decimal(1)", &["-", "<=2.5", ">5", "3", "[1.5..4)", "not(2.2)", "null"])];
    let (kind, cells) = kinds[draw(2)];
    let other = ["b:text(p|q|r)", "c:boolean"][draw(2)];
    let words = if other.starts_with('b') {
        ["-", "p", "q|r", "not(q)"]
    } else {
        ["-", "是", "否", "null"]
    };
    let policy = ["F", "C", "U", "A"][draw(4)];
    let mut sheet = format!("#table,t\n#hit,{policy}\nin:a:{kind},in:{other},out:y:integer\n");
    for rule in 0..=draw(5) {
        let (one, two) = (cells[draw(cells.len())], words[draw(words.len())]);
        let _ = writeln!(sheet, "{one},{two},{rule}");
    }
    Table::parse(&sheet, "t.csv").0.unwrap_or_else(|| panic!("every cell can be read: {sheet}"))
}

/// What two tables say together: the pairs that a comparison must see.
fn pairs(tables: [&Table; 2], inputs: &BoundaryInputs) -> BTreeSet<String> {
    let told = |table: &Table, case: &indexmap::IndexMap<std::sync::Arc<str>, Value>| match table
        .evaluate(&|name| case.get(name).cloned())
    {
        Ok(matched) => format!("{:?}", matched.rules.iter().map(|it| it.row).collect::<Vec<_>>()),
        Err(crate::TableFault::NoMatch { .. }) => "none".to_owned(),
        Err(crate::TableFault::Conflict { .. }) => "conflict".to_owned(),
        Err(_) => "refused".to_owned(),
    };
    inputs.cases().map(|case| tables.map(|table| told(table, &case)).join(" / ")).collect()
}

#[test]
fn no_pair_of_answers_of_two_tables_is_missed() {
    let mut seed = 23_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let (mut compared, mut shorter) = (0, 0);
    for _ in 0..400 {
        let tables = [drawn_table(&mut draw), drawn_table(&mut draw)];
        let tables = [&tables[0], &tables[1]];
        let all = BoundaryInputs::of(&tables, 100_000);
        assert_eq!(all.coverage(), Coverage::Combinations);
        let some = BoundaryInputs::of(&tables, all.cases_count() - 1);
        if some.coverage() != Coverage::RuleSets {
            continue;
        }
        compared += 1;
        shorter += usize::from(some.cases_count() * 2 < all.cases_count());
        let sources = tables.map(Table::source).join("\n");
        assert_eq!(pairs(tables, &some), pairs(tables, &all), "{sources}");
    }
    assert!(compared > 300 && shorter > 200, "{compared} compared, {shorter} shorter");
}
