//! The arrows of a process as a graph: neighbours, reachability, and the checks that need them.
//!
//! Invariant: the only module that names petgraph; its indexes never leave it.

use indexmap::IndexMap;

use crate::{FlowId, NodeId};

/// Neighbours by name, computed once.
#[derive(Debug, Default)]
pub struct Graph {
    outgoing: IndexMap<NodeId, Vec<FlowId>>,
    incoming: IndexMap<NodeId, Vec<FlowId>>,
}

impl Graph {
    /// The flows that leave a node.
    pub fn outgoing(&self, node: &NodeId) -> &[FlowId] {
        self.outgoing.get(node).map_or(&[], Vec::as_slice)
    }

    /// The flows that arrive at a node.
    pub fn incoming(&self, node: &NodeId) -> &[FlowId] {
        self.incoming.get(node).map_or(&[], Vec::as_slice)
    }
}
