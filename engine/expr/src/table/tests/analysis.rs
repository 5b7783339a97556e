//! The check of the whole against counting every case of small random tables.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::{Table, Value};

use crate::table::TableFault;

/// A random table over three columns of few values, its policy unique.
fn sheet(draw: &mut dyn FnMut(usize) -> usize) -> String {
    let mut sheet = String::from(
        "#table,t\n#hit,U\nin:a:integer[0..5],in:b:text(p|q|r),in:c:decimal(1)[0..1],out:y:integer\n",
    );
    let a = ["-", "<=2", ">2", "3", "[1..4)", "not(2)", "0|5", ">=1"];
    let b = ["-", "p", "q|r", "not(q)", "r"];
    let c = ["-", "<0.5", ">=0.5", "0.3", "<=0.5"];
    for _ in 0..=draw(6) {
        let (a, b, c) = (a[draw(a.len())], b[draw(b.len())], c[draw(c.len())]);
        let _ = writeln!(sheet, "{a},{b},{c},1");
    }
    sheet
}

fn cases() -> Vec<[Value; 3]> {
    let mut cases = Vec::new();
    for a in 0..=5 {
        for b in ["p", "q", "r"] {
            for tenth in 0..=10 {
                let a = Value::Number(Decimal::from(a));
                cases.push([a, Value::Text(b.into()), Value::Number(Decimal::new(tenth, 1))]);
            }
        }
    }
    cases
}

#[test]
fn gaps_and_overlaps_are_found_exactly() {
    let mut seed = 7_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let cases = cases();
    let (mut gaps, mut overlaps) = (0, 0);
    for _ in 0..300 {
        let source = sheet(&mut draw);
        let (table, problems) = Table::parse(&source, "t.csv");
        let table = table.expect("every cell is readable");
        let (mut gap, mut overlap) = (false, false);
        for [a, b, c] in &cases {
            let input = |name: &str| {
                Some(match name {
                    "a" => a.clone(),
                    "b" => b.clone(),
                    _ => c.clone(),
                })
            };
            match table.evaluate(&input) {
                Err(TableFault::NoMatch { .. }) => gap = true,
                Err(TableFault::Conflict { .. }) => overlap = true,
                other => assert!(other.is_ok(), "{source}"),
            }
        }
        let said = |code: &str| problems.iter().any(|problem| problem.code == code);
        assert_eq!((said("table-gap"), said("table-overlap")), (gap, overlap), "{source}");
        gaps += usize::from(gap);
        overlaps += usize::from(overlap);
    }
    assert!(gaps > 30 && overlaps > 30, "the tables are too alike: {gaps} {overlaps}");
}
