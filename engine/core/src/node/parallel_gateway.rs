//! `parallelGateway`: forks into all its flows; joins by one element of each incoming flow.
//!
//! A join that can get no further tokens needs a human: an element stands for what has arrived,
//! with the incident record `join-starved`. Tried again, it needs one still: the engine
//! never goes on without a branch.

use tongban_model::{Flow, NodeId, NodeKind, Process};

use crate::{
    id::ElementId,
    step::{Draft, leave_by},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId) {
    let node = draft.node(element);
    if joins(draft.process(), &node.id) {
        let arrived = draft.state.element(element).map_or(0, |join| join.predecessors.len());
        let expected = draft.process().incoming(&node.id).count();
        if arrived < expected {
            let detail = format!("{arrived} of {expected} branches came, and nothing else can");
            draft.stick(element, "join-starved", detail);
            return;
        }
    }
    let flows: Vec<&Flow> = draft.process().outgoing(&node.id).collect();
    leave_by(draft, element, (None, &flows));
}

/// Whether tokens wait for each other here.
pub(crate) fn joins(process: &Process, node: &NodeId) -> bool {
    matches!(process.node(node).kind, NodeKind::ParallelGateway(_))
        && process.incoming(node).nth(1).is_some()
}
