//! Elements and the tokens between them.

use minicbor::{Decode, Encode};
use tongban_model::{FlowId, NodeId, OutcomeId, organisation::PersonId};

use super::DocumentRef;
use crate::id::ElementId;

/// A token left an element along a flow. It waits in the state until the flow's target takes it.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FlowTaken {
    /// The flow.
    #[n(0)]
    pub flow: FlowId,
    /// The element that produced the token.
    #[n(1)]
    pub from: ElementId,
}

/// The oldest token waits at a join.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct JoinReached {
    /// The join.
    #[n(0)]
    pub node: NodeId,
    /// The flow by which it came.
    #[n(1)]
    pub flow: FlowId,
    /// The element that produced it.
    #[n(2)]
    pub from: ElementId,
}

/// A node became active: it consumed the oldest token, or one of each incoming flow of a join.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ElementActivated {
    /// The new element.
    #[n(0)]
    pub element: ElementId,
    /// Its node.
    #[n(1)]
    pub node: NodeId,
    /// The elements whose tokens it consumed; none for the start event.
    #[n(2)]
    pub predecessors: Vec<ElementId>,
    /// How often this node has been activated in its scope, this time included.
    #[n(3)]
    pub visit: u32,
    /// The enclosing element; none in the process itself.
    #[n(4)]
    pub scope: Option<ElementId>,
    /// The flow whose token it consumed; none for the start, for a join, and when going back.
    #[n(5)]
    pub flow: Option<FlowId>,
}

/// An element did what it had to.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ElementCompleted {
    /// The element.
    #[n(0)]
    pub element: ElementId,
    /// The outcome by which it leaves, for nodes that declare outcomes.
    #[n(1)]
    pub outcome: Option<OutcomeId>,
}

/// An element was ended from outside.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct ElementCancelled {
    /// The element.
    #[n(0)]
    pub element: ElementId,
}

/// The case went back to an earlier node. The cancellations and the activation follow as their own
/// events; this one removes the queued tokens that descend from the target's element.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct SentBack {
    /// From this element, kept for "straight back".
    #[n(0)]
    pub from: ElementId,
    /// To this completed element's node.
    #[n(1)]
    pub to: ElementId,
    /// Who sent it back; none where the engine did.
    #[n(2)]
    pub person: Option<PersonId>,
    /// Why.
    #[n(3)]
    pub reason: Option<DocumentRef>,
    /// The tokens of other branches that joins behind the target had consumed: they wait again.
    #[n(4)]
    pub restored: Vec<Waiting>,
}

/// A token that waits at a join.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Waiting {
    /// The join.
    #[n(0)]
    pub node: NodeId,
    /// The flow by which it came.
    #[n(1)]
    pub flow: FlowId,
    /// The element that produced it.
    #[n(2)]
    pub from: ElementId,
}
