//! When a task is due.

use tongban_calendar::{MonthDay, Term};

/// How the due date of a task follows from the day on which the task was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueRule {
    /// So many days or hours after it was opened; the opening day does not count (民法典 201).
    Term(Term),
    /// By a day of the month, for example `by the 10th of the month`.
    MonthDay(MonthDay),
}
