//! Elements and tokens.

use super::trouble;
use crate::{
    event::{
        ElementActivated, ElementCancelled, ElementCompleted, FlowTaken, JoinReached, Purpose,
        SentBack,
    },
    id::ElementId,
    lifecycle::{Change, ElementState},
    moment::Moment,
    state::{Element, Instance, Token},
};

pub(super) fn flow_taken(state: &mut Instance, event: &FlowTaken) {
    state.tokens.push(Token { flow: event.flow.clone(), from: event.from });
}

pub(super) fn join_reached(state: &mut Instance, event: &JoinReached) {
    let taken = |token: &Token| token.flow == event.flow && token.from == event.from;
    if let Some(at) = state.tokens.iter().position(taken) {
        state.tokens.remove(at);
    }
    let queues = state.joins.entry(event.node.clone()).or_default();
    queues.entry(event.flow.clone()).or_default().push(event.from);
}

pub(super) fn activated(state: &mut Instance, event: &ElementActivated, at: Moment) {
    consume(state, event);
    state.last.element = state.last.element.max(event.element.0);
    state.elements.insert(
        event.element,
        Element {
            node: event.node.clone(),
            scope: event.scope,
            visit: event.visit,
            predecessors: event.predecessors.clone(),
            state: ElementState::Active,
            activated_at: at,
            ended_at: None,
            outcome: None,
            work: None,
        },
    );
}

/// A join consumes the oldest of each queue, any other node one token of its flow. Going back to a
/// node consumes nothing: its predecessors' tokens were consumed before.
fn consume(state: &mut Instance, event: &ElementActivated) {
    if let Some(flow) = &event.flow {
        let taken = |token: &Token| token.flow == *flow && event.predecessors == [token.from];
        if let Some(at) = state.tokens.iter().position(taken) {
            state.tokens.remove(at);
        }
    } else if let Some(queues) = state.joins.get_mut(&event.node) {
        for queue in queues.values_mut() {
            if queue.first().is_some_and(|first| event.predecessors.contains(first)) {
                queue.remove(0);
            }
        }
        queues.retain(|_, queue| !queue.is_empty());
        if queues.is_empty() {
            state.joins.remove(&event.node);
        }
    }
}

pub(super) fn completed(state: &mut Instance, event: &ElementCompleted, at: Moment) {
    if let Some(element) = state.elements.get_mut(&event.element) {
        element.outcome.clone_from(&event.outcome);
    }
    end(state, event.element, (Change::Complete, at));
}

pub(super) fn cancelled(state: &mut Instance, event: &ElementCancelled, at: Moment) {
    end(state, event.element, (Change::Cancel, at));
}

/// An element's timers end with it.
fn end(state: &mut Instance, id: ElementId, (change, at): (Change, Moment)) {
    let Some(element) = state.elements.get_mut(&id) else { return };
    let Some(next) = element.state.after(change) else { return };
    element.state = next;
    element.ended_at = Some(at);
    let timers = state.timers.len();
    state.timers.retain(|_, timer| match &timer.purpose {
        Purpose::NoticeEnds(of) | Purpose::Boundary(of, _) => *of != id,
        Purpose::Rung(_) => true,
    });
    if state.timers.is_empty() && timers > 0 {
        trouble::rearm(state); // nothing is left to wake for
    }
}

pub(super) fn sent_back(state: &mut Instance, event: &SentBack) {
    let kept =
        |state: &Instance, from: ElementId| from != event.to && !state.descends(from, event.to);
    let tokens = std::mem::take(&mut state.tokens);
    let tokens = tokens.into_iter().filter(|token| kept(state, token.from)).collect();
    state.tokens = tokens;
    let mut joins = std::mem::take(&mut state.joins);
    for queues in joins.values_mut() {
        for queue in queues.values_mut() {
            queue.retain(|from| kept(state, *from));
        }
        queues.retain(|_, queue| !queue.is_empty());
    }
    joins.retain(|_, queues| !queues.is_empty());
    for waiting in &event.restored {
        let queues = joins.entry(waiting.node.clone()).or_default();
        // It waited before whatever waits now.
        queues.entry(waiting.flow.clone()).or_default().insert(0, waiting.from);
    }
    state.joins = joins;
}
