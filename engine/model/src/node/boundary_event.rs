//! `boundaryEvent`: a timer on a user task or notice.

use tongban_calendar::Term;

use crate::NodeId;

/// Fires once for each activation of its node.
#[derive(Clone, Debug)]
pub struct BoundaryEvent {
    /// The node that it sits on.
    pub attached_to: NodeId,
    /// Ends that node when it fires (BPMN's cancelActivity).
    pub interrupting: bool,
    /// When it fires.
    pub fires: FiresAt,
}

/// When a boundary timer fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FiresAt {
    /// So long after the node was activated.
    After(Term),
    /// When the node's due date has passed.
    Overdue,
}
