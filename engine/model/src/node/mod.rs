//! Nodes: one file for each kind, named as in BPMN 2.0; `notice` is the one domain kind so far.

mod boundary_event;
mod business_rule_task;
mod end_event;
mod exclusive_gateway;
mod notice;
mod parallel_gateway;
mod service_task;
mod start_event;
mod user_task;

pub use boundary_event::{BoundaryEvent, FiresAt};
pub use business_rule_task::BusinessRuleTask;
pub use end_event::{EndEvent, Ending};
pub use exclusive_gateway::ExclusiveGateway;
pub use notice::{Mask, Notice, Objections, Published};
pub use parallel_gateway::ParallelGateway;
pub use service_task::ServiceTask;
pub use start_event::StartEvent;
pub use user_task::{Outcome, Participants, Prints, Statement, UserTask};

use crate::{NodeId, Place, Text};

/// One node: what all kinds share, and the kind.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name.
    pub id: NodeId,
    /// Its title for people; the name where the author gave none.
    pub title: Text,
    /// The article that demands or allows this step.
    pub law: Option<String>,
    /// What it does.
    pub kind: NodeKind,
    /// Where it was written.
    pub place: Place,
}

/// What a node does.
#[expect(clippy::large_enum_variant, reason = "a definition has few nodes, made once")]
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// `startEvent`
    StartEvent(StartEvent),
    /// `endEvent`
    EndEvent(EndEvent),
    /// `userTask`
    UserTask(UserTask),
    /// `serviceTask`
    ServiceTask(ServiceTask),
    /// `businessRuleTask`
    BusinessRuleTask(BusinessRuleTask),
    /// `notice` 公示
    Notice(Notice),
    /// `exclusiveGateway`
    ExclusiveGateway(ExclusiveGateway),
    /// `parallelGateway`
    ParallelGateway(ParallelGateway),
    /// `boundaryEvent` with a timer
    BoundaryEvent(BoundaryEvent),
}
