//! The skeleton of a definition: nodes and arrows by name, before anything else is understood.
//!
//! Not here: what nodes say beyond their arrows (`node`). It is read even where other keys are
//! wrong, so that one slip does not make a node unknown to all others.
//!
//! Invariants: a flow begins at a node; where it ends is a node or was reported; a flow's id is
//! unique; a user task without `outcomes` has the one outcome `complete`.

use std::{collections::BTreeSet, fmt::Write as _};

use indexmap::IndexMap;

use super::{
    codes,
    diagnostic::Report,
    node::Kind,
    shape::{
        access::{Record, Word},
        scalar,
        suggest::nearest,
    },
    yaml::Yaml,
};
use crate::{FlowId, NodeId, OutcomeId, Place, Text};

/// The outcome of a user task that declares none.
pub const COMPLETE: &str = "complete";

/// A node as far as its arrows go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DraftNode<'a> {
    pub(crate) id: &'a str,
    pub(crate) place: &'a Place,
    pub(crate) record: Record<'a>,
    pub(crate) kind: Option<Kind>,
}

/// An arrow whose beginning is known.
#[derive(Clone, Debug)]
pub(crate) struct DraftFlow<'a> {
    pub(crate) from: NodeId,
    pub(crate) to: NodeId,
    pub(crate) on: Option<OutcomeId>,
    pub(crate) when: Option<&'a Yaml>,
    pub(crate) place: &'a Place,
}

/// All nodes and arrows.
#[derive(Debug, Default)]
pub(crate) struct Draft<'a> {
    pub(crate) nodes: IndexMap<NodeId, DraftNode<'a>>,
    pub(crate) flows: IndexMap<FlowId, DraftFlow<'a>>,
    /// Names of nodes that say nothing which could be read.
    pub(crate) unreadable: BTreeSet<&'a str>,
    /// An arrow is missing of which nobody knows where it begins: any node may have one more way
    /// out.
    pub(crate) astray: bool,
}

/// An arrow as written.
#[derive(Clone, Copy)]
struct Written<'a> {
    id: Option<Word<'a>>,
    to: Word<'a>,
    on: Option<&'a str>,
    when: Option<&'a Yaml>,
}

impl<'a> Draft<'a> {
    /// Reads all nodes and arrows of a document.
    pub(crate) fn read(report: &mut Report, root: &Record<'a>) -> Self {
        let mut draft = Self::default();
        for (name, entry) in root.entries("nodes") {
            draft.node(name, (&entry.key, &entry.value));
        }
        let nodes: Vec<_> = draft.nodes.values().copied().collect();
        for node in &nodes {
            for written in arrows(node) {
                draft.flow(report, node, &written);
            }
        }
        for (id, entry) in root.entries("flows") {
            draft.listed(report, Word { text: id, place: &entry.key }, &entry.value);
        }
        draft
    }

    /// The kind of a node; none where it is unknown.
    pub(crate) fn kind(&self, id: &str) -> Option<Kind> {
        self.nodes.get(id)?.kind
    }

    /// The flows that leave a node, in the order written.
    pub(crate) fn leaving<'d>(
        &'d self,
        node: &'d str,
    ) -> impl Iterator<Item = (&'d FlowId, &'d DraftFlow<'a>)> {
        self.flows.iter().filter(move |(_, flow)| flow.from.as_str() == node)
    }

    /// Reports a name that should be a node's and is not.
    pub(crate) fn known(&self, report: &mut Report, name: Word<'_>) -> Option<NodeId> {
        if let Some((id, _)) = self.nodes.get_key_value(name.text) {
            return Some(id.clone());
        }
        if self.unreadable.contains(name.text) {
            return None; // it is there, and was reported
        }
        let text: String = name.text.chars().take(scalar::NAME_MAX).collect();
        let told = report.error(
            codes::UNKNOWN_NODE,
            name.place,
            Text::new(
                format!("没有名为“{text}”的节点"),
                format!("expected the name of a node, but there is no node `{text}`"),
            ),
        );
        if let Some(near) = nearest(&text, self.nodes.keys().map(NodeId::as_str)) {
            told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
        }
        None
    }

    fn node(&mut self, name: &'a str, (place, yaml): (&'a Place, &'a Yaml)) {
        let Some(record) = Record::of(yaml) else {
            self.unreadable.insert(name);
            return;
        };
        let kind = record.text("type").and_then(Kind::of);
        self.nodes.insert(name.into(), DraftNode { id: name, place, record, kind });
    }

    fn listed(&mut self, report: &mut Report, id: Word<'a>, yaml: &'a Yaml) {
        let record = Record::of(yaml);
        let from = record.and_then(|record| record.word("from"));
        let from = from.and_then(|from| self.known(report, from));
        let to = record.and_then(|record| record.word("to"));
        let (Some(record), Some(from), Some(to)) = (record, from, to) else {
            self.astray = true;
            return;
        };
        let node = self.nodes[&from];
        let (on, when) = (record.text("on"), record.get("when"));
        self.flow(report, &node, &Written { id: Some(id), to, on, when });
    }

    fn flow(&mut self, report: &mut Report, node: &DraftNode<'a>, written: &Written<'a>) {
        let to = self.known(report, written.to).unwrap_or_else(|| NodeId::from(written.to.text));
        let implied =
            (node.kind == Some(Kind::UserTask) && !node.declares_outcomes()).then_some(COMPLETE);
        let flow = DraftFlow {
            from: node.id.into(),
            to,
            on: written.on.or(implied).map(OutcomeId::from),
            when: written.when,
            place: written.id.unwrap_or(written.to).place,
        };
        let mut id = match written.id {
            Some(id) => FlowId::from(id.text),
            None => self.new_id(&flow),
        };
        if let Some(first) = self.flows.get(&id) {
            let line = first.place.line;
            report.error(
                codes::DUPLICATE_FLOW,
                flow.place,
                Text::new(
                    format!("流向“{id}”已在第 {line} 行用过"),
                    format!("expected each flow id once, but `{id}` is already on line {line}"),
                ),
            );
            id = self.new_id(&flow);
        }
        self.flows.insert(id, flow);
    }

    /// `<from>__<to>`; where two outcomes lead to one node, the second is `<from>__<to>__<outcome>`.
    fn new_id(&self, flow: &DraftFlow<'_>) -> FlowId {
        let mut id = format!("{}__{}", flow.from, flow.to);
        if self.flows.contains_key(id.as_str())
            && let Some(outcome) = &flow.on
        {
            let _ = write!(id, "__{outcome}");
        }
        let base = id.clone();
        let mut count = 2;
        while self.flows.contains_key(id.as_str()) {
            id = format!("{base}__{count}");
            count += 1;
        }
        id.as_str().into()
    }
}

impl DraftNode<'_> {
    /// Whether its outcomes are written; otherwise a user task has the one outcome [`COMPLETE`].
    pub(crate) fn declares_outcomes(&self) -> bool {
        self.record.get("outcomes").is_some()
    }
}

/// The arrows written at a node.
fn arrows<'a>(node: &DraftNode<'a>) -> Vec<Written<'a>> {
    let plain = |to| Written { id: None, to, on: None, when: None };
    let mut arrows: Vec<_> = node.record.words("next").into_iter().map(plain).collect();
    for (outcome, entry) in node.record.entries("outcomes") {
        let short = Word::of(&entry.value);
        let long = || Record::of(&entry.value)?.word("to");
        if let Some(to) = short.or_else(long) {
            arrows.push(Written { on: Some(outcome), ..plain(to) });
        }
    }
    for yaml in node.record.items("flows") {
        let Some(record) = Record::of(yaml) else { continue };
        if let Some(to) = record.word("to") {
            arrows.push(Written { id: record.word("id"), when: record.get("when"), ..plain(to) });
        }
    }
    arrows
}
