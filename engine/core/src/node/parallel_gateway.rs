//! `parallelGateway`: forks into all its flows; joins by one element of each incoming flow.

use tongban_model::{Flow, NodeId, NodeKind, Process};

use crate::{
    id::ElementId,
    step::{Draft, leave_by},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId) {
    let node = draft.node(element);
    let flows: Vec<&Flow> = draft.process().outgoing(&node.id).collect();
    leave_by(draft, element, (None, &flows));
}

/// Whether tokens wait for each other here.
pub(crate) fn joins(process: &Process, node: &NodeId) -> bool {
    matches!(process.node(node).kind, NodeKind::ParallelGateway(_))
        && process.incoming(node).nth(1).is_some()
}
