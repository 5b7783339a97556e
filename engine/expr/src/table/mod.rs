//! Decision tables: a sheet that a clerk writes, checked as a whole and evaluated exactly.
//!
//! ```text
//! CSV ─ sheet ─► titles, cells ─ cell, formula ─► typed form ─► evaluate      (in the machine)
//!                                                     │     └─► component     (in `plugin-host`)
//!                                                     └─ analysis ─► gaps, overlaps
//! ```
//! Not here: WebAssembly, files, FEEL. Invariants: the typed form is all that evaluation, the
//! compiler and the analysis see; numbers are exact and a step that does not fit is a fault; an
//! answer names the rules that matched.

mod analysis;
mod boundary;
mod canonical;
mod cell;
mod cursor;
mod evaluate;
mod fault;
mod formula;
mod header;
mod interval;
mod kind;
pub mod listing;
mod literal;
mod meta;
mod misfit;
mod policy;
mod problem;
mod read;
mod respelled;
mod rule;
mod sheet;
mod spelling;
mod test_sheet;

use std::sync::Arc;

pub use boundary::{BoundaryColumn, BoundaryInputs, Coverage};
pub use cell::{Bound, Condition};
pub use evaluate::{Matched, RuleHit};
pub use fault::{FormulaFault, InputFault, TableFault};
pub use formula::Formula;
pub use header::{Column, OUTCOMES};
pub use interval::IntervalSet;
pub use kind::{Kind, SCALE_MAX};
pub use misfit::Misplaced;
pub use policy::{Aggregate, Policy};
pub use problem::{Bilingual, CODES, CodeInfo, Severity, TableProblem};
pub use respelled::{Respelled, respelled};
pub use rule::{Output, Rule};
pub use test_sheet::{Expected, TestFailure, TestRow};

/// Largest sheet: about 10,000 rows of 100 bytes.
pub const SOURCE_BYTES_MAX: usize = 1 << 20;
/// Most rules: a table that a person can no longer read belongs into a register.
pub const RULES_MAX: usize = 5_000;
/// Most inputs and most outputs: the width of a sheet on one screen.
pub const COLUMNS_MAX: usize = 32;
/// Longest name of a column or id of a table, in bytes; a plugin may use 200.
pub const NAME_BYTES_MAX: usize = 192;
/// Longest word in an output cell, in bytes.
pub const TEXT_BYTES_MAX: usize = 2_000;
/// Longest reason, in bytes: 500 Chinese characters. [`HITS_MAX`] of them, with law and id, fit
/// what is believed of a plugin's answer, 256 KiB.
pub const REASON_BYTES_MAX: usize = 1_500;
/// Longest citation, in bytes: 300 Chinese characters.
pub const LAW_BYTES_MAX: usize = 900;
/// Longest id of a rule, in bytes.
pub const ID_BYTES_MAX: usize = 100;
/// Most rules that one answer names; the same as a plugin's findings.
pub const HITS_MAX: usize = 100;

/// A decision table in its typed form.
#[derive(Clone, Debug)]
pub struct Table {
    id: Arc<str>,
    title: Arc<str>,
    policy: Policy,
    inputs: Vec<Column>,
    outputs: Vec<Column>,
    rules: Vec<Rule>,
    default: Option<Rule>,
    /// Places of rules in the order in which they are tried.
    order: Vec<usize>,
    /// For each rule, the first rule with the same outputs: what policy `A` compares.
    same: Vec<usize>,
    tests: Vec<TestRow>,
    source: Arc<str>,
    /// What [`Table::parse`] was told that the sheet is called.
    file: Arc<str>,
    /// Line of the titles, cells of the outputs, and where the hit policy stands: places of
    /// problems that show only when the table is asked something.
    titles_row: u32,
    output_cells: Vec<u32>,
    policy_at: problem::At,
    releasable: bool,
}

impl Table {
    /// Reads and checks a sheet. All problems come at once.
    ///
    /// The table is there whenever every cell could be read, so that test rows can be tried while
    /// gaps are still open; it may be released only if no problem is an error
    /// ([`Table::is_releasable`]).
    pub fn parse(source: &str, file: &str) -> (Option<Self>, Vec<TableProblem>) {
        read::table(source, file)
    }

    /// The id after `#table`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The title after the id.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The hit policy.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// The inputs, in the order of the sheet.
    pub fn inputs(&self) -> &[Column] {
        &self.inputs
    }

    /// The outputs, in the order of the sheet.
    pub fn outputs(&self) -> &[Column] {
        &self.outputs
    }

    /// The rules in the order in which they are tried; answers name them in this order.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.order.iter().map(|at| &self.rules[*at])
    }

    /// For each rule of [`Table::rules`], a number that rules with equal outputs share.
    pub fn same_outputs(&self) -> impl Iterator<Item = usize> {
        self.order.iter().map(|at| self.same[*at])
    }

    /// The default row: what holds where no rule matched.
    pub fn default_rule(&self) -> Option<&Rule> {
        self.default.as_ref()
    }

    /// Whether a rule calculates a number from its inputs: what it then says is not one thing, and
    /// trying the rule once does not show all of it.
    pub fn calculates(&self) -> bool {
        let cells = self.rules.iter().chain(&self.default).flat_map(|rule| &rule.outputs);
        let mut formulas = cells.filter_map(|output| match output {
            Output::Number(formula) => Some(formula),
            _ => None,
        });
        formulas.any(Formula::reads_input)
    }

    /// The rows of the test sheet.
    pub fn tests(&self) -> &[TestRow] {
        &self.tests
    }

    /// The sheet as it was read.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it was parsed without an error.
    pub fn is_releasable(&self) -> bool {
        self.releasable
    }
}

#[cfg(test)]
mod tests;
