//! A draft drawn with petgraph: nodes by number, arrows, and boundary events hanging on their
//! hosts.
//!
//! Not here: what is wrong. Invariant: node number *n* is the *n*-th node of the draft, arrow
//! number
//! *n* its *n*-th flow; an arrow to a node that is not there is not drawn.

use std::collections::BTreeSet;

use petgraph::{
    Direction,
    algo::tarjan_scc,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef as _,
};

use crate::{
    NodeId, Place,
    source::{
        draft::{Draft, DraftFlow, DraftNode},
        node::Kind,
    },
};

/// Nodes by number.
pub(super) type Set = BTreeSet<usize>;

/// How one node follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// The flow of this number.
    Flow(usize),
    /// A boundary event hangs on its host.
    Hangs {
        /// The event ends its host.
        interrupting: bool,
    },
}

/// The picture.
pub(super) struct Drawing<'d> {
    draft: &'d Draft<'d>,
    graph: DiGraph<usize, Edge>,
    losing: Set,
}

impl<'d> Drawing<'d> {
    pub(super) fn of(draft: &'d Draft<'d>) -> Self {
        let mut graph = DiGraph::new();
        let places: Vec<NodeIndex> = (0..draft.nodes.len()).map(|at| graph.add_node(at)).collect();
        let place = |id: &str| draft.nodes.get_index_of(id).map(|at| places[at]);
        let mut losing = Set::new();
        for (number, flow) in draft.flows.values().enumerate() {
            let Some(from) = place(flow.from.as_str()) else { continue };
            match place(flow.to.as_str()) {
                Some(to) => {
                    graph.add_edge(from, to, Edge::Flow(number));
                }
                None => {
                    losing.insert(from.index());
                }
            }
        }
        for (event, node) in draft.nodes.values().enumerate() {
            if node.kind == Some(Kind::BoundaryEvent)
                && let Some(host) = node.record.text("on").and_then(place)
            {
                let interrupting = node.record.boolean("interrupting").unwrap_or_default();
                graph.add_edge(host, places[event], Edge::Hangs { interrupting });
            }
        }
        Self { draft, graph, losing }
    }

    /// Whether an arrow leaves a node for one that is not there.
    pub(super) fn loses_arrow(&self, at: usize) -> bool {
        self.losing.contains(&at)
    }

    /// Whether all arrows are drawn. Otherwise one that is missing may lead anywhere: what is wrong
    /// for want of a path is not said.
    pub(super) fn whole(&self) -> bool {
        self.losing.is_empty() && !self.draft.astray && self.nodes_readable()
    }

    /// Whether an arrow is missing of which nobody knows where it begins.
    pub(super) fn astray(&self) -> bool {
        self.draft.astray
    }

    /// Whether every node says what could be read.
    pub(super) fn nodes_readable(&self) -> bool {
        self.draft.unreadable.is_empty()
    }

    /// Whether the kind of every node is known.
    pub(super) fn kinds_known(&self) -> bool {
        self.nodes_readable() && self.draft.nodes.values().all(|n| n.kind.is_some())
    }

    /// The flow of a number.
    pub(super) fn flow(&self, number: usize) -> &'d DraftFlow<'d> {
        &self.draft.flows[number]
    }

    /// All nodes.
    pub(super) fn nodes(&self) -> std::ops::Range<usize> {
        0..self.draft.nodes.len()
    }

    pub(super) fn node(&self, at: usize) -> &'d DraftNode<'d> {
        &self.draft.nodes[at]
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.node(at).kind
    }

    pub(super) fn id(&self, at: usize) -> &'d str {
        self.node(at).id
    }

    pub(super) fn place(&self, at: usize) -> &'d Place {
        self.node(at).place
    }

    pub(super) fn number(&self, id: &str) -> Option<usize> {
        self.draft.nodes.get_index_of(id)
    }

    /// Nodes of a kind.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        self.nodes().filter(move |at| self.kind(*at) == Some(kind))
    }

    /// Names for a message, in the order written; the first twelve.
    pub(super) fn names(&self, nodes: &[usize]) -> String {
        let mut sorted = nodes.to_vec();
        sorted.sort_unstable();
        let shown = sorted.iter().take(12).map(|at| format!("`{}`", self.id(*at)));
        let more = if nodes.len() > 12 { ", …" } else { "" };
        format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
    }

    /// What follows a node: where and how.
    pub(super) fn after(&self, at: usize) -> impl Iterator<Item = (usize, Edge)> + '_ {
        let edges = self.graph.edges(NodeIndex::new(at));
        edges.map(|edge| (edge.target().index(), *edge.weight()))
    }

    /// What a node follows: whence and how.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = (usize, Edge)> + '_ {
        let edges = self.graph.edges_directed(NodeIndex::new(at), Direction::Incoming);
        edges.map(|edge| (edge.source().index(), *edge.weight()))
    }

    /// The flows that leave a node.
    pub(super) fn flows_from(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.after(at).filter_map(|(_, edge)| edge.flow())
    }

    /// The flows that arrive at a node.
    pub(super) fn flows_to(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.before(at).filter_map(|(_, edge)| edge.flow())
    }

    /// Where a flow leaves.
    pub(super) fn source(&self, flow: usize) -> usize {
        self.end(&self.draft.flows[flow].from)
    }

    /// Where a flow arrives.
    pub(super) fn target(&self, flow: usize) -> usize {
        self.end(&self.draft.flows[flow].to)
    }

    fn end(&self, id: &NodeId) -> usize {
        self.draft.nodes.get_index_of(id).expect("an arrow that is drawn has two ends")
    }

    /// A parallel gateway that waits for several flows.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::ParallelGateway) && self.flows_to(at).nth(1).is_some()
    }

    /// These nodes and all that follow them over edges that `over` lets pass.
    pub(super) fn reached(
        &self,
        from: impl Iterator<Item = usize>,
        over: impl Fn(usize, Edge) -> bool,
    ) -> Set {
        spread(from, |at| self.after(at).filter(|(_, edge)| over(at, *edge)).collect())
    }

    /// These nodes and all that they follow over edges that `over` lets pass, each named by the
    /// node
    /// from which it leaves.
    pub(super) fn reaching(
        &self,
        to: impl Iterator<Item = usize>,
        over: impl Fn(usize, Edge) -> bool,
    ) -> Set {
        spread(to, |at| self.before(at).filter(|(from, edge)| over(*from, *edge)).collect())
    }

    /// The strongly connected components of the part of the picture that `keep` keeps.
    pub(super) fn components(
        &self,
        keep: impl Fn(usize) -> bool,
        over: impl Fn(Edge) -> bool,
    ) -> Vec<Vec<usize>> {
        let part = self
            .graph
            .filter_map(|_, at| keep(*at).then_some(*at), |_, edge| over(*edge).then_some(()));
        let component = |nodes: Vec<NodeIndex>| nodes.into_iter().map(|at| part[at]).collect();
        tarjan_scc(&part).into_iter().map(component).collect()
    }
}

impl Edge {
    pub(super) fn flow(self) -> Option<usize> {
        match self {
            Self::Flow(number) => Some(number),
            Self::Hangs { .. } => None,
        }
    }

    /// A token moves on over it: by a flow, or by an event that ends its host.
    pub(super) fn moves(self) -> bool {
        match self {
            Self::Flow(_) => true,
            Self::Hangs { interrupting } => interrupting,
        }
    }
}

fn spread(from: impl Iterator<Item = usize>, next: impl Fn(usize) -> Vec<(usize, Edge)>) -> Set {
    let mut found: Set = from.collect();
    let mut open: Vec<usize> = found.iter().copied().collect();
    while let Some(at) = open.pop() {
        for (node, _) in next(at) {
            if found.insert(node) {
                open.push(node);
            }
        }
    }
    found
}
