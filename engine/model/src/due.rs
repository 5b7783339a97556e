//! How long something may take, and when a task is due.

use tongban_calendar::{MonthDay, Term};

use crate::{NodeId, PointId};

/// A length of legal time: as written, or as the divisions of the case's place say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// A fixed term.
    Term(Term),
    /// A number of days that a `parameter` point gives when the node begins.
    Point {
        /// The point.
        point: PointId,
        /// Its unit and roll; the count is the point's.
        unit: Term,
    },
}

/// How the due date of a task follows from the day on which the task was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueRule {
    /// So long after a moment; its day does not count (民法典 201).
    Within {
        /// How long.
        span: Span,
        /// Counted from when the latest of these nodes began, for a limit that spans several tasks;
        /// from the task's own opening where there is none.
        since: Vec<NodeId>,
    },
    /// By a day of the month, for example `by the 10th of the month`.
    MonthDay(MonthDay),
}
