//! `boundaryEvent`: a timer on a task or notice, armed when its node is activated.

use tongban_model::{FiresAt, NodeId, NodeKind};

use crate::{
    clock,
    event::{DueAt, ElementCancelled, Event, Purpose},
    id::ElementId,
    step::{Draft, activated, leave},
};

/// Sets the timers of a node that has just begun to wait.
pub(super) fn arm(draft: &mut Draft<'_>, element: ElementId, due: Option<DueAt>) {
    let node = draft.node(element);
    for event in draft.process().boundary(&node.id) {
        let NodeKind::BoundaryEvent(rule) = &event.kind else { continue };
        let fires = match &rule.fires {
            FiresAt::After(term) => Some(clock::ends(draft, draft.cx.at(), *term)),
            FiresAt::Overdue => due,
        };
        if let Some(fires) = fires {
            clock::set_timer(draft, fires, Purpose::Boundary(element, event.id.clone()));
        }
    }
}

/// The timer fired: an interrupting event ends its node; both send a token on.
pub(crate) fn fires(draft: &mut Draft<'_>, element: ElementId, event: &NodeId) {
    let NodeKind::BoundaryEvent(rule) = &draft.process().node(event).kind else { return };
    if rule.interrupting {
        draft.emit(Event::ElementCancelled(ElementCancelled { element }));
    }
    let fired = activated(draft, event, vec![element], None);
    leave(draft, fired, None);
}
