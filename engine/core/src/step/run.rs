//! The run: tokens move until every branch waits or has ended.

use tongban_model::{EndEvent, Flow, NodeId, OutcomeId};

use super::{Draft, Stopped, TRANSITIONS_MAX};
use crate::{
    clock,
    effect::Effect,
    event::{
        ElementActivated, ElementCancelled, ElementCompleted, Event, FlowTaken, InstanceCompleted,
        JoinReached,
    },
    id::ElementId,
    node,
    state::{Ended, Instance, Token},
};

/// Moves tokens until none is on its way, or the transitions of this commit are used up.
pub(super) fn run(draft: &mut Draft<'_>) -> Stopped {
    let mut transitions = 0;
    while let Some(token) = draft.state.tokens.first().cloned() {
        if transitions == TRANSITIONS_MAX {
            draft.effect(Effect::Continue);
            return Ok(());
        }
        transitions += 1;
        arrive(draft, &token)?;
    }
    end_if_idle(draft)
}

/// A token arrives at the target of its flow.
fn arrive(draft: &mut Draft<'_>, token: &Token) -> Stopped {
    let flow = &draft.process().flows[&token.flow];
    let joins = node::joins(draft.process(), &flow.to);
    if !joins {
        let element = activated(draft, &flow.to, vec![token.from], Some(flow));
        return node::activate(draft, element);
    }
    draft.emit(Event::JoinReached(JoinReached {
        node: flow.to.clone(),
        flow: flow.id.clone(),
        from: token.from,
    }));
    let Some(predecessors) = complete_set(draft, &flow.to) else { return Ok(()) };
    let element = activated(draft, &flow.to, predecessors, None);
    node::activate(draft, element)
}

/// One waiting token of each incoming flow, when there is one of each.
fn complete_set(draft: &Draft<'_>, join: &NodeId) -> Option<Vec<ElementId>> {
    let queues = draft.state.joins.get(join)?;
    draft
        .process()
        .incoming(join)
        .map(|flow| queues.get(&flow.id).and_then(|queue| queue.first().copied()))
        .collect()
}

/// Activates a node; what it then does is its kind's business.
pub(crate) fn activated(
    draft: &mut Draft<'_>,
    node: &NodeId,
    predecessors: Vec<ElementId>,
    flow: Option<&Flow>,
) -> ElementId {
    let element = ElementId(draft.state.last.element + 1);
    let visit = draft.visits(node) + 1;
    draft.emit(Event::ElementActivated(ElementActivated {
        element,
        node: node.clone(),
        predecessors,
        visit,
        scope: None,
        flow: flow.map(|flow| flow.id.clone()),
    }));
    element
}

/// Completes an element and sends a token along the flow of its outcome, or its only flow.
///
/// A checked definition has that flow; in one that does not, the element needs a human.
pub(crate) fn leave(draft: &mut Draft<'_>, element: ElementId, outcome: Option<&OutcomeId>) {
    let node = draft.node(element);
    let flow = match outcome {
        Some(outcome) => draft.process().on(&node.id, outcome),
        None => draft.process().plain(&node.id),
    };
    let Some(flow) = flow else {
        draft.stick(element, "no-way-out", format!("no flow leaves `{}` this way", node.id));
        return;
    };
    leave_by(draft, element, (outcome, &[flow]));
}

/// Completes an element and sends a token along each of these flows.
pub(crate) fn leave_by(
    draft: &mut Draft<'_>,
    element: ElementId,
    (outcome, flows): (Option<&OutcomeId>, &[&Flow]),
) {
    draft.emit(Event::ElementCompleted(ElementCompleted { element, outcome: outcome.cloned() }));
    for flow in flows {
        draft.emit(Event::FlowTaken(FlowTaken { flow: flow.id.clone(), from: element }));
    }
}

/// Cancels everything that is active.
pub(super) fn cancel_all(draft: &mut Draft<'_>) {
    let live: Vec<_> = draft.state.live().map(|(element, _)| element).collect();
    for element in live {
        draft.emit(Event::ElementCancelled(ElementCancelled { element }));
    }
}

/// An end event: its branch is over, and perhaps the case.
pub(crate) fn end(draft: &mut Draft<'_>, element: ElementId, end: &EndEvent) {
    leave_by(draft, element, (None, &[]));
    if end.terminate {
        cancel_all(draft);
        complete(draft);
    }
}

/// When nothing is active and no token is on its way, the case ends; where tokens wait at joins,
/// nothing can come to them any more, and a human is needed.
fn end_if_idle(draft: &mut Draft<'_>) -> Stopped {
    if draft.state.live().next().is_some() || draft.state.ended() {
        return Ok(());
    }
    if draft.state.joins.is_empty() {
        complete(draft);
    }
    let starved: Vec<_> = draft.state.joins.keys().cloned().collect();
    for join in starved {
        let queues = draft.state.joins.get(&join).into_iter().flat_map(|queues| queues.values());
        let arrived = queues.filter_map(|queue| queue.first().copied()).collect();
        let element = activated(draft, &join, arrived, None);
        node::activate(draft, element)?;
    }
    Ok(())
}

fn complete(draft: &mut Draft<'_>) {
    let Some((node, ending)) = decided_by(draft, &draft.state) else { return };
    let used_days = clock::used_days(draft);
    draft.emit(Event::InstanceCompleted(InstanceCompleted { node, ending, used_days }));
}

/// The end event that says what the case came to: the last one that says more than `done`.
fn decided_by(draft: &Draft<'_>, state: &Instance) -> Option<(NodeId, Ended)> {
    let mut ends = state.elements.values().rev().filter_map(|element| {
        let ended = node::ending(draft.process(), &element.node)?;
        element.outcome.is_none().then(|| (element.node.clone(), ended))
    });
    let last = ends.next()?;
    if last.1 != Ended::Done {
        return Some(last);
    }
    Some(ends.find(|(_, ended)| *ended != Ended::Done).unwrap_or(last))
}
