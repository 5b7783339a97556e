//! The arrows of a process as a graph: neighbours by name, and the checks that need paths.
//!
//! ```text
//! draft ─► drawing (petgraph) ─► paths   start, unreachable, dead ends, send back
//!                            ├─► cycles  a cycle that never waits
//!                            └─► joins   joins that cannot fire or may starve, steps that run
//!                                        twice
//! ```
//! Not here: soundness in full (that every run ends properly); these are necessary conditions, each
//! with its reason beside it. Invariant: the only module that names petgraph; its indexes never
//! leave it.

mod cycles;
mod drawing;
mod joins;
mod paths;
mod starving;

use indexmap::IndexMap;

use crate::{
    Flow, FlowId, NodeId,
    source::{diagnostic::Report, draft::Draft},
};

/// Neighbours by name, computed once.
#[derive(Debug, Default)]
pub struct Graph {
    outgoing: IndexMap<NodeId, Vec<FlowId>>,
    incoming: IndexMap<NodeId, Vec<FlowId>>,
}

impl Graph {
    /// The graph of these nodes and flows.
    pub(crate) fn new<'a>(
        nodes: impl Iterator<Item = &'a NodeId>,
        flows: &IndexMap<FlowId, Flow>,
    ) -> Self {
        let mut graph = Self::default();
        for node in nodes {
            graph.outgoing.insert(node.clone(), Vec::new());
            graph.incoming.insert(node.clone(), Vec::new());
        }
        for flow in flows.values() {
            graph.outgoing.entry(flow.from.clone()).or_default().push(flow.id.clone());
            graph.incoming.entry(flow.to.clone()).or_default().push(flow.id.clone());
        }
        graph
    }

    /// The flows that leave a node, in the order written.
    pub fn outgoing(&self, node: &NodeId) -> &[FlowId] {
        self.outgoing.get(node).map_or(&[], Vec::as_slice)
    }

    /// The flows that arrive at a node, in the order written.
    pub fn incoming(&self, node: &NodeId) -> &[FlowId] {
        self.incoming.get(node).map_or(&[], Vec::as_slice)
    }
}

/// Everything that is wrong with the arrows as a whole. Where a node or an arrow could not be read,
/// what might only follow from that is left out: see [`drawing::Drawing::whole`].
pub(crate) fn judge(report: &mut Report, draft: &Draft<'_>) {
    let drawing = drawing::Drawing::of(draft);
    paths::judge(report, &drawing);
    cycles::judge(report, &drawing);
    joins::judge(report, &drawing);
}
