//! What each kind of node does when a token activates it; one file for each kind.

mod boundary_event;
mod business_rule_task;
mod clock_start;
mod end_event;
mod exclusive_gateway;
mod intents;
mod notice;
mod parallel_gateway;
mod point;
mod service_task;
mod span;
mod user_task;
mod validator;

use tongban_model::NodeKind;

pub(crate) use boundary_event::fires as boundary_fires;
pub(crate) use clock_start::start_clock;
pub(crate) use end_event::ending;
pub(crate) use notice::{ends as notice_ends, until as notice_until};
pub(crate) use parallel_gateway::joins;
pub(crate) use user_task::due as task_due;
pub(crate) use validator::validate;

use crate::{
    id::ElementId,
    step::{Draft, Stopped, leave},
};

/// Does what the node of a freshly activated element does.
pub(crate) fn activate(draft: &mut Draft<'_>, element: ElementId) -> Stopped {
    match &draft.node(element).kind {
        NodeKind::StartEvent(_) | NodeKind::BoundaryEvent(_) => leave(draft, element, None),
        NodeKind::EndEvent(end) => end_event::activate(draft, element, end),
        NodeKind::UserTask(task) => user_task::activate(draft, element, task)?,
        NodeKind::ServiceTask(task) => service_task::activate(draft, element, task)?,
        NodeKind::BusinessRuleTask(task) => business_rule_task::activate(draft, element, task),
        NodeKind::Notice(notice) => notice::activate(draft, element, notice)?,
        NodeKind::ExclusiveGateway(_) => exclusive_gateway::activate(draft, element),
        NodeKind::ParallelGateway(_) => parallel_gateway::activate(draft, element),
    }
    Ok(())
}
