//! Tests of decision tables, by feature.

mod analysis;
mod boundary;
mod cells;
mod diagnostics;
mod evaluation;

use super::{Severity, Table, TableProblem};

/// The sample sheets: every hit policy's shape, in Chinese and in English.
pub(super) const SAMPLES: [(&str, &str); 4] = [
    ("home_care.csv", include_str!("home_care.csv")),
    ("means_test.csv", include_str!("means_test.csv")),
    ("allowance.csv", include_str!("allowance.csv")),
    ("notice_days.csv", include_str!("notice_days.csv")),
];

/// A table that must have no error.
fn sound(source: &str) -> Table {
    let (table, problems) = Table::parse(source, "t.csv");
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    table.expect("a table without errors is there")
}

fn problems(source: &str) -> Vec<TableProblem> {
    Table::parse(source, "t.csv").1
}
