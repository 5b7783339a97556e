//! `serviceTask`: an extension point that plugins answer.

use crate::PointId;

/// Asks a point. A `rule` leaves by the outcome named for its verdict (`approve`,
/// `ask-for-materials`, `refer`, `reject`); the others have one way out. In expressions, the value
/// of a `parameter` or `amount` is `<node>.value`, the list of a `checklist` is `<node>.items`, and
/// a `validator` gives `<node>.valid` and `<node>.problems`.
#[derive(Clone, Debug)]
pub struct ServiceTask {
    /// The point.
    pub point: PointId,
}
