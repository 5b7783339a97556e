//! `startEvent`: where a case begins. A definition has exactly one.

use crate::PointId;

/// The application; its form is the process's.
#[derive(Clone, Debug, Default)]
pub struct StartEvent {
    /// The point of the world `validator` whose layers check the application before it is taken.
    pub validator: Option<PointId>,
}
