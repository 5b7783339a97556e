//! The one place where the machine hands time to expressions.

use tongban_calendar::{Date, end_of};
use tongban_expr::Today;

/// What `today()` and `now()` mean in a step that happens on this legal day.
pub(crate) fn today(date: Date) -> Today {
    Today { date, instant: end_of(date) }
}
