//! A table from a file: read, checked, its tests run, with what to tell whoever wrote it.
//!
//! Not here: compiling it (`package`). Places are those of the clerk's own file, like `规则!B7`.

use std::path::Path;

use anyhow::Context as _;
use tongban_core::call::Question;
use tongban_expr::{
    Table, TableProblem,
    table::{Severity, TestFailure},
};
use tongban_plugin_host::table_component::misfits;
use tongban_sheet::Sheet;

/// A table and all that was found on the way.
pub struct ReadTable {
    /// The file's name.
    pub name: String,
    /// The sheet as text, with the changes that reading made.
    pub sheet: Sheet,
    /// The table, if every cell can be read.
    pub table: Option<Table>,
    /// What is wrong with it.
    pub problems: Vec<TableProblem>,
    /// Tests that did not come out.
    pub failures: Vec<TestFailure>,
}

/// Whether a file is a table by its ending.
pub fn is_table(path: &Path) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    ending.is_some_and(|ending| ending == "csv" || ending == "xlsx")
}

/// Reads a table; fails only where the file is no sheet.
pub fn read(path: &Path, bytes: &[u8]) -> anyhow::Result<ReadTable> {
    let name = path.display().to_string();
    let sheet = Sheet::read(bytes).with_context(|| format!("reading the sheet `{name}`"))?;
    let (table, problems) = Table::parse(&sheet.text, &name);
    let failures = table.as_ref().map_or_else(Vec::new, Table::run_tests);
    Ok(ReadTable { name, sheet, table, problems, failures })
}

impl ReadTable {
    /// Adds what keeps the table from answering a question.
    pub fn ask(&mut self, question: Question) {
        let misfits = self.table.iter().flat_map(|table| misfits(table, question));
        self.problems.extend(misfits.collect::<Vec<_>>());
        self.problems.sort_by_key(|problem| (problem.row, problem.column));
    }

    /// Where a line and a cell stand in the clerk's file: `table.xlsx 规则!B7`.
    pub fn place(&self, row: u32, column: u32) -> String {
        let place = self.sheet.place(row, column);
        let space = if place.is_empty() { "" } else { " " };
        format!("{}{space}{place}", self.name)
    }

    /// A problem in both languages, with its place and its hint.
    pub fn problem_text(&self, problem: &TableProblem) -> String {
        let place = self.place(problem.row, problem.column);
        let mut text = format!("{place}: {}: {}\n  {}", problem.code, problem.en, problem.zh);
        // Most sentences hold their example already.
        let cells = problem.example.iter().map(|(name, value)| format!("{name} = {value}"));
        let example = cells.collect::<Vec<_>>().join(", ");
        if !problem.zh.contains(&example) {
            text.extend(["\n  example 例: ", &example]);
        }
        match &problem.hint {
            Some(hint) => format!("{text}\n  hint 提示: {} · {}", hint.zh, hint.en),
            None => text,
        }
    }

    /// A failed test in both languages.
    pub fn failure_text(&self, failure: &TestFailure) -> String {
        format!("{}: {}\n  {}", self.place(failure.row, failure.column), failure.en, failure.zh)
    }

    /// How many problems and failed tests keep it from being released.
    pub fn errors_count(&self) -> usize {
        self.errors().count() + self.failures.len()
    }

    /// Whether a problem keeps it from being released.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    fn errors(&self) -> impl Iterator<Item = &TableProblem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// Shows changes, problems and failed tests on standard error.
    pub fn show(&self) {
        self.show_changes();
        for problem in &self.problems {
            eprintln!("{}", self.problem_text(problem));
        }
        for failure in &self.failures {
            eprintln!("{}", self.failure_text(failure));
        }
    }

    /// Shows what was read differently from how it was written, on standard error.
    pub fn show_changes(&self) {
        for change in &self.sheet.changes {
            eprintln!("{}: read as 读作: {change}", self.name);
        }
    }
}
