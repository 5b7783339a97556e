//! The draft of a step: a copy of the state, and what has been decided so far.

use std::sync::Arc;

use tongban_model::{FormProblem, Node, NodeId, Process, RoleId, organisation::DivisionId};

use super::Done;
use crate::{
    apply::apply,
    call::{Call, Called},
    cx::Cx,
    data::Data,
    document::{Document, Submission},
    effect::Effect,
    event::{DocumentRef, Event, IncidentRaised},
    id::ElementId,
    rejection::Rejection,
    state::Instance,
};

/// A step under way.
pub(crate) struct Draft<'a> {
    pub(crate) cx: &'a Cx<'a>,
    pub(crate) state: Instance,
    pub(crate) data: Data,
    done: Done,
}

/// Why a step ended early.
pub(crate) enum Stop {
    /// The caller's mistake.
    Rejected(Box<Rejection>),
    /// Plugins must be asked first.
    Ask(Vec<Call>),
}

/// The result of everything that may end a step early.
pub(crate) type Stopped<T = ()> = Result<T, Stop>;

impl From<Rejection> for Stop {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

impl From<Vec<FormProblem>> for Stop {
    fn from(problems: Vec<FormProblem>) -> Self {
        Rejection::FormInvalid(problems).into()
    }
}

impl<'a> Draft<'a> {
    pub(super) fn new(cx: &'a Cx<'a>, state: &Instance) -> Self {
        Self { cx, state: state.clone(), data: cx.data.clone(), done: Done::default() }
    }

    pub(super) fn done(self) -> Done {
        self.done
    }

    pub(crate) fn process(&self) -> &'a Process {
        self.cx.process
    }

    /// Decides that something happens, and lets the rest of the step see it.
    pub(crate) fn emit(&mut self, event: Event) {
        apply(&mut self.state, &event, self.cx.at());
        let context = (self.cx.process, &self.state);
        self.data.take_up(context, &event, &self.done.documents);
        self.done.events.push(event);
    }

    /// Something must happen in the world afterwards.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.done.effects.push(effect);
    }

    /// Keeps what somebody wrote beside the record; checks its size first.
    pub(crate) fn keep(&mut self, written: &Submission) -> Stopped<DocumentRef> {
        fits("opinion", written.opinion.chars().count(), Submission::OPINION_MAX)?;
        fits("attachments", written.attachments.len(), Submission::ATTACHMENTS_MAX)?;
        let document = Document::new(written, self.cx.salt(self.done.documents.len()));
        fits("form", document.json.as_ref().map_or(0, String::len), Submission::SIZE_MAX)?;
        Ok(self.keep_document(document, written.form.keys().cloned().collect()))
    }

    /// Keeps any JSON beside the record.
    pub(crate) fn keep_json(&mut self, json: &serde_json::Value) -> DocumentRef {
        let document = Document::of_json(json, self.cx.salt(self.done.documents.len()));
        let fields = json.as_object().map(|object| object.keys().cloned().collect());
        self.keep_document(document, fields.unwrap_or_default())
    }

    fn keep_document(&mut self, document: Document, fields: Vec<String>) -> DocumentRef {
        let reference = document.refer(self.done.documents.len(), fields);
        self.done.documents.push(Arc::new(document));
        reference
    }

    /// The definition of an element's node.
    pub(crate) fn node(&self, element: ElementId) -> &'a Node {
        let element = self.state.element(element).expect("callers name elements of this state");
        self.cx.process.node(&element.node)
    }

    /// The engine needs a human for this element.
    pub(crate) fn stick(&mut self, element: ElementId, code: &str, detail: impl Into<String>) {
        self.emit(Event::IncidentRaised(IncidentRaised {
            element,
            code: code.to_owned(),
            detail: detail.into(),
        }));
    }

    /// The nearest division from the case's own upward in which somebody holds a role.
    pub(crate) fn nearest_holders(&self, role: &RoleId) -> Option<DivisionId> {
        let day = self.cx.at().day();
        let organisation = &self.cx.world.organisation;
        let chain = organisation.chain(self.state.division, day);
        let held = |division: &DivisionId| !organisation.holders(role, *division, day).is_empty();
        chain.into_iter().rev().map(|(_, division)| division).find(held)
    }

    /// How often a node has been activated so far.
    pub(crate) fn visits(&self, node: &NodeId) -> u32 {
        let visits = self.state.elements.values().filter(|element| element.node == *node).count();
        u32::try_from(visits).expect("an instance has fewer elements than that")
    }

    /// What was answered to these calls, or the wish that they be asked.
    pub(crate) fn answers(&self, calls: Vec<Call>) -> Stopped<Vec<Called>> {
        let known = |call: &Call| {
            let answered = self.cx.answers.iter().find(|(asked, _)| asked == call);
            answered.map(|(_, called)| called.clone())
        };
        calls.iter().map(known).collect::<Option<Vec<_>>>().ok_or(Stop::Ask(calls))
    }

    /// How many events there are so far.
    pub(super) fn events_count(&self) -> usize {
        self.done.events.len()
    }
}

fn fits(what: &'static str, size: usize, max: usize) -> Result<(), Rejection> {
    if size <= max { Ok(()) } else { Err(Rejection::TooLarge { what, max }) }
}
