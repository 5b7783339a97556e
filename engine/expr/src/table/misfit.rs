//! A sound table that cannot answer what it is asked, told at its place like any other problem.
//!
//! Not here: which outputs a question needs (the compiler knows its worlds).

use super::{
    Table,
    problem::{self, At, Bilingual, Problems, TableProblem},
};

/// What of a table does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// The titles: a column is missing, or there is one too many.
    Titles,
    /// The title of an output, by its place in [`Table::outputs`].
    Title(usize),
    /// The cell of an output.
    Cell {
        /// Line of the rule.
        row: u32,
        /// The output, by its place in [`Table::outputs`].
        output: usize,
    },
    /// The hit policy.
    Policy,
}

impl Table {
    /// The problem of a table that is sound and yet does not fit its question.
    pub fn misfit(&self, place: Misplaced, text: Bilingual, hint: Bilingual) -> TableProblem {
        let titles = self.titles_row;
        let column = |output: usize| self.output_cells[output];
        let at = match place {
            Misplaced::Titles => At { row: titles, column: column(0) },
            Misplaced::Title(output) => At { row: titles, column: column(output) },
            Misplaced::Cell { row, output } => At { row, column: column(output) },
            Misplaced::Policy => self.policy_at,
        };
        let mut problems = Problems::new(&self.file);
        problems.error(at, problem::MISFIT, text).hint = Some(hint);
        problems.into_sorted().remove(0)
    }
}
