//! Rules: one row of a table in its typed form.
//!
//! Not here: reading it (`read`) and running it (`evaluate`).

use std::sync::Arc;

use super::{cell::Condition, formula::Formula, interval::IntervalSet};

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Line of the file, from 1.
    pub row: u32,
    /// The author's id; the row where the author gave none.
    pub id: Arc<str>,
    /// The article behind it: its own or the table's.
    pub law: Option<Arc<str>>,
    /// In words for the applicant.
    pub reason: Option<Arc<str>>,
    /// The conditions as written, one for each input.
    pub conditions: Vec<Condition>,
    /// What the conditions accept, one for each input.
    pub accepted: Vec<IntervalSet>,
    /// One for each output.
    pub outputs: Vec<Output>,
}

/// An output cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// `null`
    Null,
    /// A word.
    Text(Arc<str>),
    /// `true` or `false`.
    Boolean(bool),
    /// Days since 1970-01-01.
    Date(i64),
    /// A number in units of the column's scale.
    Number(Formula),
}
