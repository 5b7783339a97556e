//! `SendBack` 驳回: the case returns to a node that was done on this path.
//!
//! Legal from *e* to node *t* iff a completed element *a* of *t* is an ancestor of *e* (DESIGN §3).
//! It cancels every active element and queued token that descends from *a*, activates *t* with *a*'s
//! predecessors and visit + 1, and remembers *e* for "straight back".
//!
//! Where *a* lies in a branch that was joined since, the join had consumed tokens of the other
//! branches too. They do not descend from *a*: their branches stand, and their tokens wait at the
//! join again. Without that the join would wait for ever.

use std::collections::BTreeSet;

use tongban_model::{NodeId, NodeKind};

use super::{Draft, Stopped, activated, may_decide};
use crate::{
    command::SendBack,
    event::{ElementCancelled, Event, SentBack, Waiting},
    id::ElementId,
    lifecycle::ElementState,
    node,
    rejection::Rejection,
    state::Instance,
};

pub(super) fn send_back(draft: &mut Draft<'_>, send: &SendBack) -> Stopped {
    let person = draft.person(send.element)?;
    may_decide(&draft.standing(), send.element, &person)?;
    if send.reason.opinion.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    let NodeKind::UserTask(rule) = &draft.node(send.element).kind else {
        return Err(Rejection::NotOpen(send.element).into());
    };
    let legal = |to: &NodeId| ancestor(&draft.state, send.element, to);
    let target = rule.send_back.contains(&send.to).then(|| legal(&send.to)).flatten();
    let Some(target) = target else {
        let expected = rule.send_back.iter().filter(|to| legal(to).is_some()).cloned().collect();
        return Err(Rejection::SendBackIllegal { expected }.into());
    };
    let reason = draft.keep(&send.reason)?;
    draft.emit(Event::SentBack(SentBack {
        from: send.element,
        to: target,
        person: Some(person),
        reason: Some(reason),
        restored: restored(draft, target),
    }));
    cancel_descendants(draft, target);
    let done = draft.state.element(target).expect("the target is an element of this state");
    let (node, predecessors) = (done.node.clone(), done.predecessors.clone());
    let element = activated(draft, &node, predecessors, None);
    node::activate(draft, element)
}

/// The latest completed element of a node that is an ancestor of an element.
pub(super) fn ancestor(state: &Instance, of: ElementId, node: &NodeId) -> Option<ElementId> {
    let mut candidates =
        state.elements.iter().rev().filter(|(_, element)| {
            element.node == *node && element.state == ElementState::Completed
        });
    candidates.find(|(id, _)| state.descends(of, **id)).map(|(id, _)| *id)
}

/// The tokens that joins descending from the target consumed from branches that do not.
fn restored(draft: &Draft<'_>, target: ElementId) -> Vec<Waiting> {
    let stands = |id: &ElementId| *id != target && !draft.state.descends(*id, target);
    let mut restored = BTreeSet::new();
    for (id, join) in &draft.state.elements {
        if join.predecessors.len() < 2 || !draft.state.descends(*id, target) {
            continue;
        }
        for from in join.predecessors.iter().filter(|from| stands(from)) {
            let source = &draft.state.element(*from).expect("predecessors are elements").node;
            let flow = draft.process().incoming(&join.node).find(|flow| flow.from == *source);
            restored.extend(flow.map(|flow| Waiting {
                node: join.node.clone(),
                flow: flow.id.clone(),
                from: *from,
            }));
        }
    }
    restored.retain(|waiting| {
        let queue = draft.state.joins.get(&waiting.node).and_then(|of| of.get(&waiting.flow));
        queue.is_none_or(|queue| !queue.contains(&waiting.from))
    });
    restored.into_iter().collect()
}

fn cancel_descendants(draft: &mut Draft<'_>, target: ElementId) {
    let live: Vec<_> = draft.state.live().map(|(element, _)| element).collect();
    for element in live {
        if draft.state.descends(element, target) {
            draft.emit(Event::ElementCancelled(ElementCancelled { element }));
        }
    }
}
