//! A whole checked definition.

use indexmap::IndexMap;

use crate::{
    ClockRule, Flow, FlowId, Form, Law, Material, Node, NodeId, OutcomeId, Point, PointId,
    ProcessId, Text, graph::Graph, organisation::Level,
};

/// SHA-256 of everything that a definition consists of: workflow, forms and tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessDigest(pub [u8; 32]);

/// A checked definition; immutable, shared by all its cases.
#[derive(Debug)]
pub struct Process {
    /// Its name.
    pub id: ProcessId,
    /// Its title.
    pub title: Text,
    /// What it rests on; the first is the main one.
    pub law: Vec<Law>,
    /// The level of the division to which a case belongs: mostly the village.
    pub at: Level,
    /// The application form. Its fields are the top-level names of expressions.
    pub form: Form,
    /// What the applicant hands in.
    pub materials: Vec<Material>,
    /// The statutory limit of the case.
    pub clock: Option<ClockRule>,
    /// All nodes, in the order in which they were written.
    pub nodes: IndexMap<NodeId, Node>,
    /// All flows.
    pub flows: IndexMap<FlowId, Flow>,
    /// The extension points.
    pub points: IndexMap<PointId, Point>,
    /// The arrows as a graph.
    pub graph: Graph,
    /// The identity of this version.
    pub digest: ProcessDigest,
}

impl Process {
    /// The node of this name.
    ///
    /// # Panics
    /// When there is none: ids come from this definition alone.
    pub fn node(&self, id: &NodeId) -> &Node {
        self.nodes.get(id).expect("node ids come from this definition")
    }

    /// The flows that leave a node, in the order in which they were written.
    pub fn outgoing(&self, id: &NodeId) -> impl Iterator<Item = &Flow> {
        self.graph.outgoing(id).iter().map(|flow| &self.flows[flow])
    }

    /// The flows that arrive at a node.
    pub fn incoming(&self, id: &NodeId) -> impl Iterator<Item = &Flow> {
        self.graph.incoming(id).iter().map(|flow| &self.flows[flow])
    }

    /// The one flow that an outcome takes.
    pub fn on(&self, id: &NodeId, outcome: &OutcomeId) -> Option<&Flow> {
        self.outgoing(id).find(|flow| flow.on.as_ref() == Some(outcome))
    }

    /// The one flow without an outcome or condition: the only way out, or a gateway's default.
    pub fn plain(&self, id: &NodeId) -> Option<&Flow> {
        self.outgoing(id).find(|flow| flow.on.is_none() && flow.when.is_none())
    }

    /// The start event; a checked definition has exactly one.
    ///
    /// # Panics
    /// Never for a checked definition.
    pub fn start(&self) -> &Node {
        self.nodes
            .values()
            .find(|node| matches!(node.kind, crate::NodeKind::StartEvent(_)))
            .expect("a checked definition has a start event")
    }

    /// An article with the name of its law, as a paper cites it: 民发〔2021〕57号第十九条. An article
    /// that does not begin with 第 names its law itself.
    pub fn cite(&self, article: &str) -> String {
        match self.law.first() {
            Some(law) if article.starts_with('第') => format!("{}{article}", law.id),
            _ => article.to_owned(),
        }
    }

    /// The boundary events attached to a node.
    pub fn boundary(&self, id: &NodeId) -> impl Iterator<Item = &Node> {
        self.nodes.values().filter(move |node| match &node.kind {
            crate::NodeKind::BoundaryEvent(event) => event.attached_to == *id,
            _ => false,
        })
    }
}
