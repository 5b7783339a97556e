//! Data: what expressions see of a case.
//!
//! The application's fields are top-level names; each node that decided, evaluated or asked is a
//! record under its name (`-` written `_`). Derived: the fold of events and documents gives it.
//!
//! Invariant: nothing here is stored except inside snapshots, and nothing here is in a state.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use serde_json::Value as Json;
use tongban_expr::{Value, Values};
use tongban_model::{Form, FormProblem, NodeId, NodeKind, Process};

use crate::{
    document::{Document, Submission},
    event::{DocumentRef, Event},
    facts::Facts,
    layer::Joined,
    state::{Instance, Work},
};

/// What people wrote and the machine computed, by name. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    names: BTreeMap<Arc<str>, Arc<Value>>,
}

impl Values for Data {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.names.get(name).map(|value| Cow::Borrowed(value.as_ref()))
    }
}

impl Data {
    /// All names, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.names.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// Takes up an event that [`crate::apply()`] has just applied, with the documents of its
    /// commit.
    ///
    /// A document that was erased leaves its fields empty.
    pub fn take_up(
        &mut self,
        (process, state): (&Process, &Instance),
        event: &Event,
        documents: &[Arc<Document>],
    ) {
        let node_of = |element| state.element(element).map(|element| element.node.clone());
        match event {
            Event::InstanceStarted(event) => {
                let written = submission(&event.application, documents);
                self.set_form(&process.form, &written);
            }
            Event::TaskDecided(event) => {
                let Some(node) = node_of(event.element) else { return };
                let written = event.document.as_ref().map(|of| submission(of, documents));
                self.decided((process, &node), event.outcome.as_str(), written.unwrap_or_default());
            }
            Event::TableEvaluated(event) => {
                let Some(node) = node_of(event.element) else { return };
                self.set_facts(&node, event.outputs.clone());
            }
            Event::PointAnswered(event) => {
                let Some(node) = node_of(event.element) else { return };
                // What a validator said of a form is recorded; the node's record is the form.
                let form = matches!(
                    process.node(&node).kind,
                    NodeKind::StartEvent(_) | NodeKind::UserTask(_)
                );
                if !form {
                    self.answered(&node, &event.joined);
                }
            }
            Event::NoticePosted(event) => {
                let Some(node) = node_of(event.element) else { return };
                self.objections(&node, 0);
            }
            Event::ObjectionFiled(event) => {
                let Some(element) = state.element(event.element) else { return };
                if let Some(Work::Notice(notice)) = &element.work {
                    self.objections(&element.node, notice.objections.len());
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, name: &str, value: Value) {
        self.names.insert(name.into(), Arc::new(value));
    }

    fn set_form(&mut self, form: &Form, written: &Submission) {
        if let Ok(Value::Record(fields)) = read(form, written) {
            for (name, value) in fields {
                self.names.insert(name, Arc::new(value));
            }
        }
    }

    fn decided(
        &mut self,
        (process, node): (&Process, &NodeId),
        outcome: &str,
        written: Submission,
    ) {
        let mut record = IndexMap::new();
        let mut name = name_of(node);
        if let NodeKind::UserTask(task) = &process.node(node).kind
            && let Some(form) = &task.form
        {
            if task.amends {
                self.set_form(form, &written);
            } else if let Ok(Value::Record(fields)) = read(form, &written) {
                record = fields;
            }
            if let Some(other) = task.records_as.as_ref().filter(|_| !record.is_empty()) {
                name = name_of(other);
            }
        }
        record.insert("outcome".into(), Value::Text(outcome.into()));
        record.insert("opinion".into(), Value::Text(written.opinion.into()));
        self.set(&name, Value::Record(record));
    }

    fn set_facts(&mut self, node: &NodeId, facts: Facts) {
        self.set(&name_of(node), Value::Record(facts.0));
    }

    fn answered(&mut self, node: &NodeId, joined: &Joined) {
        match joined {
            Joined::Verdict(verdict, values) => {
                let mut record = values.0.clone();
                record.insert("verdict".into(), Value::Text(verdict.name().into()));
                self.set(&name_of(node), Value::Record(record));
            }
            Joined::Value(values) => self.set_facts(node, values.clone()),
            Joined::Nothing(..) => {}
        }
    }

    fn objections(&mut self, node: &NodeId, count: usize) {
        let mut record = IndexMap::new();
        record.insert("objections".into(), Value::Number(count.into()));
        self.set(&name_of(node), Value::Record(record));
    }
}

/// The name under which expressions see a node.
pub fn name_of(node: &NodeId) -> String {
    node.as_str().replace('-', "_")
}

/// Reads the filled-in form of a submission.
pub(crate) fn read(form: &Form, written: &Submission) -> Result<Value, Vec<FormProblem>> {
    form.read(&Json::Object(written.form.clone()))
}

fn submission(of: &DocumentRef, documents: &[Arc<Document>]) -> Submission {
    documents
        .get(usize::from(of.index))
        .and_then(|document| document.submission())
        .unwrap_or_default()
}
