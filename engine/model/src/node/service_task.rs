//! `serviceTask`: an extension point that plugins answer.

use crate::PointId;

/// Asks a point. A `rule` leaves by the outcome named for its verdict (`approve`,
/// `ask-for-materials`, `refer`, `reject`); a `parameter` or `amount` has one way out, and its value
/// is `<node>.value` in expressions.
#[derive(Clone, Debug)]
pub struct ServiceTask {
    /// The point.
    pub point: PointId,
}
