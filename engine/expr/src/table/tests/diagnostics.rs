//! Diagnostics: one canonical bad sheet for each code, with its place.

use std::fmt::Write as _;

use std::collections::BTreeSet;

use super::problems;
use crate::table::{Bilingual, CODES, Misplaced, Severity, Table, TableProblem};

const HEAD: &str = "#table,t\n#hit,U\n";

fn rows() -> Vec<(String, &'static str, (u32, u32))> {
    let with = |rest: &str| format!("{HEAD}{rest}");
    vec![
        (String::new(), "table-sheet", (0, 0)),
        ("#table,t\n#hit,X\nin:x:integer,out:y:integer\n-,1\n".into(), "table-meta", (2, 2)),
        ("in:x:integer,out:y:integer\n-,1\n".into(), "table-meta", (0, 0)),
        ("#table,t\n#colour,red\nin:x:integer,out:y:integer\n-,1\n".into(), "table-meta", (2, 1)),
        (with("in:x:integer,out:y:integer\n#law,z\n-,1\n"), "table-meta", (4, 1)),
        (with("in:x:whole,out:y:integer\n-,1\n"), "table-header", (3, 1)),
        (with("in:x:decimal,out:y:integer\n-,1\n"), "table-header", (3, 1)),
        (with("in:9x:integer,out:y:integer\n-,1\n"), "table-header", (3, 1)),
        (with("in:x:integer,in:x:integer,out:y:integer\n-,-,1\n"), "table-header", (3, 2)),
        (with("in:x:integer\n-\n"), "table-header", (3, 1)),
        (with("in:x:text(a|a),out:y:integer\n-,1\n"), "table-header", (3, 1)),
        (with("in:x:integer,out:y:integer\n-\n"), "table-row-width", (4, 2)),
        (with("in:x:integer,out:y:integer\n-,1,2\n"), "table-row-width", (4, 3)),
        (with("in:x:integer,out:y:integer\n,1\n"), "table-empty-cell", (4, 1)),
        (with("in:x:integer,out:y:integer\n??,1\n"), "table-cell", (4, 1)),
        (with("in:x:integer,out:y:integer\n3-5,1\n"), "table-ambiguous-cell", (4, 1)),
        (with("in:x:text(a|b),out:y:integer\nc,1\n"), "table-unknown-word", (4, 1)),
        (with("in:x:integer,out:y:integer\n1.5,1\n"), "table-precision", (4, 1)),
        (with("in:x:integer,out:y:integer\n[9..1],1\n"), "table-empty-interval", (4, 1)),
        (with("in:x:integer,out:y:integer\n\">1,<5\",1\n"), "table-always-true", (4, 1)),
        (with("in:x:integer,out:y:date\n-,soon\n"), "table-output", (4, 2)),
        (with("in:x:integer,out:y:integer\n-,x / 2\n"), "table-division", (4, 2)),
        (with("in:x:integer,out:outcome\n-,maybe\n"), "table-outcome", (4, 2)),
        ("#table,t\n#hit,C+\nin:x:integer,out:y:text\n-,a\n".into(), "table-policy", (3, 1)),
        ("#table,t\n#hit,P\nin:x:integer,out:y:text\n-,a\n".into(), "table-policy", (3, 1)),
        (with("id,in:x:integer,out:y:integer\na,<1,1\na,>=1,1\n"), "table-duplicate-id", (5, 0)),
        (with("in:x:integer,out:y:integer\n"), "table-no-rules", (3, 1)),
        (with("in:x:integer,out:y:integer\n60以下,1\n超过61,2\n"), "table-gap", (0, 0)),
        (
            with("in:x:decimal(2),out:y:integer\n<=1000,1\n>=1000.01,2\n"),
            "table-gap-between-units",
            (0, 0),
        ),
        (with("in:x:integer,out:y:integer\n3以下,1\n3以上,2\n"), "table-overlap", (5, 0)),
        (
            "#table,t\n#hit,F\nin:x:integer,out:y:integer\n-,1\n>3,2\n".into(),
            "table-unreachable",
            (5, 0),
        ),
        (with("in:x:integer,out:y:integer\n-,1\n#test\nz,=>y\n1,1\n"), "table-test", (6, 1)),
        (with("in:x:integer,out:y:integer\n-,1\n#test\nx,=>y\none,1\n"), "table-test", (7, 1)),
        ("x".repeat(crate::table::SOURCE_BYTES_MAX + 1), "table-too-large", (0, 0)),
        (too_wide(), "table-check-incomplete", (0, 0)),
    ]
}

/// Twelve columns of eleven values, a rule for each pair of columns that hold the same value: every
/// case is covered, which cannot be seen without going through nearly all.
fn too_wide() -> String {
    let columns = 12;
    let titles: Vec<String> = (0..columns).map(|at| format!("in:x{at}:integer[0..10]")).collect();
    let mut sheet = format!("#table,t\n#hit,F\n{},out:y:integer\n", titles.join(","));
    for first in 0..columns {
        for (second, value) in (0..first).flat_map(|at| (0..11).map(move |value| (at, value))) {
            let cell =
                |at| if at == first || at == second { value.to_string() } else { "-".into() };
            let cells: Vec<String> = (0..columns).map(cell).collect();
            let _ = writeln!(sheet, "{},1", cells.join(","));
        }
    }
    sheet
}

#[test]
fn every_code_has_a_sheet_that_shows_it() {
    let mut shown = BTreeSet::new();
    for (sheet, code, place) in rows() {
        let found = problems(&sheet);
        let same: Vec<&TableProblem> =
            found.iter().filter(|problem| problem.code == code).collect();
        let told: String = sheet.chars().take(200).collect();
        assert!(!same.is_empty(), "{code} for:\n{told}\nfound {found:?}");
        assert_eq!((same[0].row, same[0].column), place, "{code} for:\n{told}");
        assert!(!same[0].zh.is_empty() && same[0].en.is_ascii() || same[0].en.contains('`'));
        shown.insert(code);
    }
    // A table by itself fits any question; the compiler of components tests what does not.
    shown.insert("table-misfit");
    let all: BTreeSet<&str> = CODES.iter().map(|info| info.code).collect();
    assert_eq!(all, shown);
}

#[test]
fn rules_that_cannot_all_be_tried_are_told_once() {
    let incomplete = |sheet: &str| {
        let found = problems(sheet);
        found.iter().filter(|problem| problem.code == "table-check-incomplete").count()
    };
    assert_eq!(incomplete(&too_wide()), 1);
}

#[test]
fn all_problems_come_at_once() {
    let found = problems(
        "#table,t\n#hit,U\nin:x:integer,in:s:text(a|b),out:y:integer\n60-80,c,1\n-,-,x / 0\n??,-,\n",
    );
    let told: Vec<(u32, u32, &str)> =
        found.iter().map(|problem| (problem.row, problem.column, problem.code)).collect();
    assert_eq!(
        told,
        [
            (4, 1, "table-ambiguous-cell"),
            (4, 2, "table-unknown-word"),
            (5, 3, "table-division"),
            (6, 1, "table-cell"),
            (6, 3, "table-empty-cell"),
        ]
    );
}

#[test]
fn gaps_and_overlaps_show_a_case() {
    let gap = problems(
        "#table,t\n#hit,F\nin:age:integer[0..150],in:sex:text(男|女),out:y:integer\n\
         70以上,男,1\n65以上,女,2\n不满65,-,3\n",
    );
    assert_eq!(gap.len(), 1, "{gap:?}");
    let case: Vec<(&str, &str)> =
        gap[0].example.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!((gap[0].code, gap[0].severity), ("table-gap", Severity::Error));
    assert_eq!(case, [("age", "65"), ("sex", "男")]);

    let overlap = problems(
        "#table,t\n#hit,U\nin:dead:integer[0..],out:level:text(I|II|III|IV)\n\
         10以上,I\n3人以上、10人以下,II\n不满3,III\n",
    );
    assert_eq!(overlap.len(), 1, "{overlap:?}");
    assert_eq!((overlap[0].code, overlap[0].row), ("table-overlap", 5));
    assert_eq!(overlap[0].example, [("dead".into(), "10".to_owned())]);
}

#[test]
fn noise_never_panics() {
    let mut seed = 1_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let bits = [
        "-",
        ",",
        "\n",
        "\"",
        "60",
        "以上",
        "以下",
        "不满",
        "[",
        "..",
        ")",
        "not(",
        "|",
        "x",
        "年",
        "9999999999999",
        "-0",
        "万",
        "round half up(",
        "/",
        "*",
        "null",
        "#test\n",
        "=>",
        ":",
        "（",
        "2024-01-31",
        "\u{feff}",
        "🀄",
        "否则",
        "\0",
    ];
    for _ in 0..3_000 {
        let mut sheet: Vec<char> = super::SAMPLES[draw(4)].1.chars().collect();
        for _ in 0..=draw(6) {
            let at = draw(sheet.len());
            let bit = bits[draw(bits.len())];
            let end = (at + draw(4)).min(sheet.len());
            sheet.splice(at..end, bit.chars());
        }
        let text: String = sheet.into_iter().collect();
        if let (Some(table), _) = crate::Table::parse(&text, "noise.csv") {
            assert!(!table.canonical().is_empty());
            table.run_tests();
        }
    }
}

#[test]
fn what_does_not_fit_a_question_has_its_place() {
    let sheet = "#table,t\n#hit,F\nid,in:x:integer,out:y:integer,out:z:date\na,-,1,null\n";
    let (table, _) = Table::parse(sheet, "t.csv");
    let table = table.expect("it is sound");
    for (misplaced, place) in [
        (Misplaced::Titles, (3, 3)),
        (Misplaced::Title(1), (3, 4)),
        (Misplaced::Cell { row: 4, output: 1 }, (4, 4)),
        (Misplaced::Policy, (2, 2)),
    ] {
        let words = || Bilingual::new("不合", "it does not fit");
        let found = table.misfit(misplaced, words(), words());
        assert_eq!((&*found.file, found.row, found.column), ("t.csv", place.0, place.1));
        assert_eq!((found.code, found.hint), ("table-misfit", Some(words())));
    }
}
