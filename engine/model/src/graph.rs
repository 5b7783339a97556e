//! The arrows of a process as a graph: neighbours, reachability, and the checks that need them.
//!
//! Invariant: the only module that names petgraph; its indexes never leave it.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use petgraph::{
    Direction,
    algo::tarjan_scc,
    graph::{DiGraph, NodeIndex},
    visit::{Dfs, Reversed},
};

use crate::{
    Diagnostic, Flow, FlowId, Node, NodeId, NodeKind, Process, Severity, Text, source::codes,
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

    /// The flows that leave a node.
    pub fn outgoing(&self, node: &NodeId) -> &[FlowId] {
        self.outgoing.get(node).map_or(&[], Vec::as_slice)
    }

    /// The flows that arrive at a node.
    pub fn incoming(&self, node: &NodeId) -> &[FlowId] {
        self.incoming.get(node).map_or(&[], Vec::as_slice)
    }
}

/// Everything that is wrong with the arrows.
pub(crate) fn problems(process: &Process) -> Vec<Diagnostic> {
    let shape = Shape::of(process);
    let mut problems = Vec::new();
    let starts: Vec<_> = kinds(process, |kind| matches!(kind, NodeKind::StartEvent(_))).collect();
    if starts.len() != 1 {
        let at = starts.get(1).copied().or_else(|| process.nodes.values().next());
        problems.extend(at.map(|node| {
            error(
                codes::START_COUNT,
                node,
                (
                    format!("应恰有一个开始事件，现有 {} 个", starts.len()),
                    format!("expected exactly one startEvent, but there are {}", starts.len()),
                ),
            )
        }));
    }
    let reached = shape.reached(&starts);
    let ends: Vec<_> = kinds(process, |kind| matches!(kind, NodeKind::EndEvent(_))).collect();
    let ending = shape.reaching(&ends);
    for node in process.nodes.values() {
        if starts.len() == 1 && !reached.contains(&node.id) {
            problems.push(error(
                codes::UNREACHABLE,
                node,
                (
                    format!("“{}”不可到达", node.id),
                    format!("expected a path from the start to `{}`, but there is none", node.id),
                ),
            ));
        } else if !ending.contains(&node.id) {
            problems.push(error(
                codes::DEAD_END,
                node,
                (
                    format!("从“{}”到不了任何结束事件", node.id),
                    format!(
                        "expected a path from `{}` to an end event, but there is none",
                        node.id
                    ),
                ),
            ));
        }
        ways_out(process, node, &mut problems);
        joins(process, &shape, node, &mut problems);
    }
    problems.extend(shape.idle_cycles(process));
    problems
}

fn kinds(process: &Process, wanted: fn(&NodeKind) -> bool) -> impl Iterator<Item = &Node> {
    process.nodes.values().filter(move |node| wanted(&node.kind))
}

fn error(code: &'static str, node: &Node, (zh, en): (String, String)) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        place: node.place.clone(),
        message: Text::new(zh, en),
        hint: None,
    }
}

/// Nodes leave by one plain flow, by their outcomes, or through a gateway.
fn ways_out(process: &Process, node: &Node, problems: &mut Vec<Diagnostic>) {
    let plain = process.outgoing(&node.id).filter(|flow| flow.on.is_none()).count();
    let all = process.outgoing(&node.id).count();
    match &node.kind {
        NodeKind::EndEvent(_) => {}
        NodeKind::ParallelGateway(_) if all > 0 => {}
        NodeKind::ExclusiveGateway(_) if all > 0 => {
            let defaults = process
                .outgoing(&node.id)
                .filter(|flow| flow.when.is_none() && flow.on.is_none())
                .count();
            if defaults != 1 {
                problems.push(error(
                    codes::MISSING_DEFAULT,
                    node,
                    (
                        format!("“{}”应恰有一个没有条件的默认出口，现有 {defaults} 个", node.id),
                        format!(
                            "expected one flow without `when` at `{}`, but got {defaults}",
                            node.id
                        ),
                    ),
                ));
            }
        }
        NodeKind::UserTask(_) | NodeKind::Notice(_) if plain == 0 => {}
        _ if all == 0 => problems.push(error(
            codes::MISSING_FLOW,
            node,
            (
                format!("“{}”没有出口", node.id),
                format!("expected a flow that leaves `{}`, but there is none", node.id),
            ),
        )),
        _ if plain > 1 => problems.push(error(
            codes::FORK_WITHOUT_GATEWAY,
            node,
            (
                format!("“{}”有 {plain} 个出口而没有网关", node.id),
                format!("expected a gateway behind `{}`, but {plain} flows leave it", node.id),
            ),
        )),
        _ => {}
    }
}

/// A join can fire when some parallel gateway leads to every one of its incoming flows by a flow of
/// its own. This is necessary, not sufficient: it has no false errors on graphs whose forks are
/// parallel gateways, and it finds joins behind exclusive choices.
fn joins(process: &Process, shape: &Shape, node: &Node, problems: &mut Vec<Diagnostic>) {
    let incoming: Vec<_> = process.incoming(&node.id).collect();
    if !matches!(node.kind, NodeKind::ParallelGateway(_)) || incoming.len() < 2 {
        return;
    }
    let fires = kinds(process, |kind| matches!(kind, NodeKind::ParallelGateway(_))).any(|fork| {
        let branches: Vec<_> = process.outgoing(&fork.id).collect();
        fork.id != node.id
            && branches.len() >= incoming.len()
            && incoming
                .iter()
                .all(|flow| branches.iter().any(|branch| shape.leads(&branch.to, &flow.from)))
            && branches.iter().filter(|branch| shape.leads(&branch.to, &node.id)).count()
                >= incoming.len()
    });
    if !fires {
        problems.push(error(
            codes::JOIN_CANNOT_FIRE,
            node,
            (
                format!("“{}”等待的分支不会同时到达", node.id),
                format!("expected a parallel fork before `{}` for all its branches", node.id),
            ),
        ));
    }
}

/// The graph with boundary events hanging on their hosts.
struct Shape {
    graph: DiGraph<NodeId, ()>,
    places: IndexMap<NodeId, NodeIndex>,
}

impl Shape {
    fn of(process: &Process) -> Self {
        let mut graph = DiGraph::new();
        let places: IndexMap<_, _> =
            process.nodes.keys().map(|id| (id.clone(), graph.add_node(id.clone()))).collect();
        for flow in process.flows.values() {
            if let (Some(from), Some(to)) = (places.get(&flow.from), places.get(&flow.to)) {
                graph.add_edge(*from, *to, ());
            }
        }
        for node in process.nodes.values() {
            if let NodeKind::BoundaryEvent(event) = &node.kind
                && let Some(host) = places.get(&event.attached_to)
            {
                graph.add_edge(*host, places[&node.id], ());
            }
        }
        Self { graph, places }
    }

    fn reached(&self, from: &[&Node]) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        for node in from {
            let mut search = Dfs::new(&self.graph, self.places[&node.id]);
            while let Some(at) = search.next(&self.graph) {
                found.insert(self.graph[at].clone());
            }
        }
        found
    }

    fn reaching(&self, to: &[&Node]) -> BTreeSet<NodeId> {
        let mut found = BTreeSet::new();
        for node in to {
            let mut search = Dfs::new(Reversed(&self.graph), self.places[&node.id]);
            while let Some(at) = search.next(Reversed(&self.graph)) {
                found.insert(self.graph[at].clone());
            }
        }
        found
    }

    fn leads(&self, from: &NodeId, to: &NodeId) -> bool {
        petgraph::algo::has_path_connecting(&self.graph, self.places[from], self.places[to], None)
    }

    /// Cycles in which no node waits.
    fn idle_cycles(&self, process: &Process) -> Vec<Diagnostic> {
        let waits = |at: &NodeIndex| {
            let kind = &process.node(&self.graph[*at]).kind;
            matches!(kind, NodeKind::UserTask(_) | NodeKind::Notice(_))
        };
        let idle =
            self.graph.filter_map(|at, id| (!waits(&at)).then(|| id.clone()), |_, ()| Some(()));
        let cycles = tarjan_scc(&idle).into_iter().filter(|component| {
            component.len() > 1
                || idle
                    .neighbors_directed(component[0], Direction::Outgoing)
                    .any(|next| next == component[0])
        });
        cycles
            .filter_map(|component| {
                let names: Vec<_> = component.iter().map(|at| idle[*at].to_string()).collect();
                let node = process.nodes.get(&idle[component[0]])?;
                let names = names.join(", ");
                Some(error(
                    codes::CYCLE_WITHOUT_WAIT,
                    node,
                    (
                        format!("回路“{names}”中没有等待的节点，会无休止地循环"),
                        format!("expected a node that waits in the cycle {names}, but none does"),
                    ),
                ))
            })
            .collect()
    }
}
