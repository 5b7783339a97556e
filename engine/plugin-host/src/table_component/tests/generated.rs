//! Tables that nobody wrote: every hit policy, kind, condition and formula, compiled and compared.

use std::{fmt::Write as _, sync::Arc};

use tongban_core::call::Outcome;
use tongban_expr::table::Table;

use super::{Case, Draw, admitted, agree, amount_of_work, questions, values::value};

const INPUTS: [&str; 6] = [
    "in:a:integer",
    "in:b:decimal(2)",
    "in:c:text(甲|乙|丙)",
    "in:d:date",
    "in:e:boolean",
    "in:f:text",
];

const CONDITIONS: [&[&str]; 6] = [
    &[
        "-",
        "-",
        ">=70",
        "不满60",
        "[60..80)",
        "3|5|100",
        "not([10..20])",
        "null",
        "不超过-3",
        "null,>1000",
        "-9223372036854775808",
        "9223372036854775807",
    ],
    &["-", "-", "<=1000", ">0.05", "(0..1000.01)", "0", "not(0|7.5)", "null", "2.5万以上"],
    &["-", "-", "甲", "甲|乙", "not(丙)", "null"],
    &["-", "-", "2024-01-01以上", "[2023-06-01..2024-06-30]", "not(2024-01-01)", "null"],
    &["-", "-", "是", "not(true)", "null"],
    &["-", "-", "x", "not(x|\"y,z\")", "\"别的\"", "null"],
];

const FORMULAS: [&str; 12] = [
    "200",
    "-1.5",
    "b",
    "a + b",
    "b - a * 3",
    "b * 100",
    "-b",
    "round half up(b / a, 2)",
    "round half up(a * b / (b - 7), 0)",
    "四舍五入(b * 0.355, 1)",
    "(a - 3) × (a + 3)",
    "a * a * a * a",
];

const WORDS: [&str; 3] = ["高", "中", "低"];
const OUTCOMES: [&str; 4] = ["通过", "补正", "上报", "不予"];

/// A sheet for one of the worlds under some policy that it can have.
fn sheet(draw: &mut Draw) -> String {
    let (policies, titles): (&[&str], &[&str]) = match draw.below(4) {
        0 => (&["C", "R", "O"], &["out:outcome"]),
        1 => (&["U", "F", "A", "P"], &["out:outcome", "out:n:decimal(2)", "out:w:text(高|中|低)"]),
        2 => (&["F", "C+", "C<", "C>", "C#", "A"], &["out:value:decimal(2)"]),
        _ => (&["F", "U", "P"], &["out:w:text(高|中|低)"]),
    };
    let policy = draw.of(policies);
    let mut sheet = format!("#table,generated\n#hit,{policy}\n#law,某办法\nid");
    for title in INPUTS.iter().chain(titles) {
        let _ = write!(sheet, ",{title}");
    }
    sheet.push_str(",reason\n");
    // Now and then more rules than one block of code holds, or than an answer can name.
    let count = if draw.below(8) == 0 { 150 } else { 1 + draw.below(12) };
    let alike: Vec<&str> = titles.iter().map(|title| output(title, draw)).collect();
    for rule in 0..i64::try_from(count).expect("small") {
        let _ = write!(sheet, "r{rule}");
        let often = draw.below(3);
        for (column, conditions) in CONDITIONS.iter().enumerate() {
            let any = draw.below(3) < often;
            let cell = if any { "-" } else { draw.of(conditions) };
            // Rules of policy U are kept apart by their first column.
            let apart = format!("[{}..{})", rule * 40 - 40, rule * 40);
            let cell = if policy == "U" && column == 0 { &apart } else { cell };
            let _ = write!(sheet, ",{}", quoted(cell));
        }
        for (title, same) in titles.iter().zip(&alike) {
            let cell = if policy == "A" { same } else { output(title, draw) };
            let _ = write!(sheet, ",{}", quoted(cell));
        }
        let reason = draw.of(&["", "理由", "because, \"really\""]);
        let _ = writeln!(sheet, ",{}", quoted(reason));
    }
    if draw.below(3) > 0 || titles[0] != "out:outcome" || titles.len() > 1 {
        sheet.push_str("default,-,-,-,-,-,-");
        sheet = sheet.replace("default,", "#default,");
        for title in titles {
            let _ = write!(sheet, ",{}", quoted(output(title, draw)));
        }
        sheet.push('\n');
    }
    sheet
}

fn output<'a>(title: &str, draw: &mut Draw) -> &'a str {
    match title {
        "out:outcome" => draw.of(&OUTCOMES),
        "out:w:text(高|中|低)" => draw.of(&WORDS),
        _ => draw.of(&FORMULAS),
    }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

#[test]
fn generated_tables_agree() {
    let mut draw = Draw(11);
    let (mut compiled, mut answered, mut refused) = (0, 0, 0);
    for _ in 0..amount_of_work(150, 5_000) {
        let (table, _) = Table::parse(&sheet(&mut draw), "generated.csv");
        // Some random tables repeat themselves in a way that is an error; those are not compiled.
        let Some(table) = table.filter(Table::is_releasable) else { continue };
        for (question, component) in questions(&table) {
            compiled += 1;
            let plugin = (question, admitted(&component));
            for _ in 0..40 {
                let mut case = Case::new();
                for (input, column) in table.inputs().iter().enumerate() {
                    let bounds = table.boundary_values(input);
                    let value = match draw.below(2) {
                        0 => bounds[draw.below(bounds.len())].clone(),
                        _ => value(&column.kind, &mut draw),
                    };
                    case.insert(Arc::clone(&column.name), value);
                }
                match agree(&table, plugin, case) {
                    Outcome::Answered(_) => answered += 1,
                    _ => refused += 1,
                }
            }
        }
    }
    assert!(compiled >= 100, "too few tables are sound: {compiled}");
    assert!(answered > 500 && refused > 100, "too alike: {answered} answered, {refused} refused");
}
