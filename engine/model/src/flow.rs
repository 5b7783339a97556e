//! Flows: the arrows between nodes.

use tongban_expr::Expression;

use crate::{FlowId, NodeId, OutcomeId, Place};

/// One arrow.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its persistent id.
    pub id: FlowId,
    /// Where it leaves.
    pub from: NodeId,
    /// Where it arrives.
    pub to: NodeId,
    /// The outcome that takes it, for nodes that declare outcomes.
    pub on: Option<OutcomeId>,
    /// The condition that takes it, for exclusive gateways. Without one, and without `on`, it is the
    /// gateway's default or the node's only way out.
    pub when: Option<Expression>,
    /// Where it was written.
    pub place: Place,
}
