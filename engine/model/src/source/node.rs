//! The kinds of nodes as sources: one file for each, with its keys and its reader.
//!
//! Invariant: adding a kind adds a file, a variant and one arm of [`read`].

mod boundary_event;
mod business_rule_task;
mod end_event;
mod exclusive_gateway;
pub(crate) mod notice;
mod parallel_gateway;
mod performer;
pub(crate) mod service_task;
mod start_event;
mod user_task;

use super::{
    context::Context,
    draft::DraftNode,
    shape::{Field, Shape, Variant, access::Record},
    vocabulary::LAW,
};
use crate::NodeKind;

pub(crate) use business_rule_task::type_of;

/// The keys that every node has.
pub(crate) const SHARED: &[Field] = &[
    Field::required("type", Shape::Text(64), "节点类型", "Kind of node."),
    Field::optional("title", Shape::Words, "标题", "Title for people."),
    Field::optional("law", LAW, "条款", "Article that demands or allows this step."),
];

/// The one way out, of nodes that have one.
const NEXT: Field = Field::optional("next", Shape::Name, "下一节点", "The next node.");

/// All kinds.
pub(crate) const VARIANTS: &[Variant] = &[
    start_event::VARIANT,
    end_event::VARIANT,
    user_task::VARIANT,
    service_task::VARIANT,
    business_rule_task::VARIANT,
    notice::VARIANT,
    exclusive_gateway::VARIANT,
    parallel_gateway::VARIANT,
    boundary_event::VARIANT,
];

/// What a node says, before anything that it names was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    StartEvent,
    EndEvent,
    UserTask,
    ServiceTask,
    BusinessRuleTask,
    Notice,
    ExclusiveGateway,
    ParallelGateway,
    BoundaryEvent,
}

impl Kind {
    /// The kind of this name, in the order of [`VARIANTS`].
    pub(crate) fn of(word: &str) -> Option<Self> {
        let kinds = [
            Self::StartEvent,
            Self::EndEvent,
            Self::UserTask,
            Self::ServiceTask,
            Self::BusinessRuleTask,
            Self::Notice,
            Self::ExclusiveGateway,
            Self::ParallelGateway,
            Self::BoundaryEvent,
        ];
        kinds.into_iter().find(|kind| kind.name() == word)
    }

    /// Its name in definitions, which is that of BPMN.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::StartEvent => start_event::VARIANT.kind,
            Self::EndEvent => end_event::VARIANT.kind,
            Self::UserTask => user_task::VARIANT.kind,
            Self::ServiceTask => service_task::VARIANT.kind,
            Self::BusinessRuleTask => business_rule_task::VARIANT.kind,
            Self::Notice => notice::VARIANT.kind,
            Self::ExclusiveGateway => exclusive_gateway::VARIANT.kind,
            Self::ParallelGateway => parallel_gateway::VARIANT.kind,
            Self::BoundaryEvent => boundary_event::VARIANT.kind,
        }
    }

    /// Whether a case stays here until somebody or the calendar acts.
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::UserTask | Self::Notice)
    }
}

/// Reads what is particular to a node's kind; what is wrong is reported, then there is no kind.
pub(crate) fn read(cx: &mut Context<'_>, node: &DraftNode<'_>) -> Option<NodeKind> {
    let at = (node.id, node.record);
    Some(match node.kind? {
        Kind::StartEvent => NodeKind::StartEvent(start_event::read(cx, at)),
        Kind::EndEvent => NodeKind::EndEvent(end_event::read(&node.record)?),
        Kind::UserTask => NodeKind::UserTask(user_task::read(cx, at)?),
        Kind::ServiceTask => NodeKind::ServiceTask(service_task::read(cx, at)?),
        Kind::BusinessRuleTask => NodeKind::BusinessRuleTask(business_rule_task::read(cx, at)?),
        Kind::Notice => NodeKind::Notice(notice::read(cx, at)?),
        Kind::ExclusiveGateway => NodeKind::ExclusiveGateway(exclusive_gateway::read()),
        Kind::ParallelGateway => NodeKind::ParallelGateway(parallel_gateway::read()),
        Kind::BoundaryEvent => NodeKind::BoundaryEvent(boundary_event::read(cx, at)?),
    })
}

/// A node's name and what is written of it.
type At<'a> = (&'a str, Record<'a>);
