//! `endEvent`: its branch is over.

use tongban_model::{EndEvent, Ending, NodeId, NodeKind, Process};

use crate::{
    id::ElementId,
    state::Ended,
    step::{Draft, end},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &EndEvent) {
    end(draft, element, rule);
}

/// What a case came to when this end event decides it; none for other nodes.
pub(crate) fn ending(process: &Process, node: &NodeId) -> Option<Ended> {
    match &process.node(node).kind {
        NodeKind::EndEvent(end) => Some(match end.ending {
            Ending::Approved => Ended::Approved,
            Ending::Refused => Ended::Refused,
            Ending::Withdrawn => Ended::Withdrawn,
            Ending::Done => Ended::Done,
        }),
        _ => None,
    }
}
