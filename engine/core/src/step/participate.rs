//! Who may do what: checked when it is done, not when the task was made.

use tongban_expr::Value;
use tongban_model::{
    NodeId, NodeKind, Performer, Process, RoleId, UserTask,
    organisation::{DivisionId, PersonId},
};

use crate::{
    actor::Actor,
    command::Command,
    cx::Cx,
    data::Data,
    id::ElementId,
    rejection::Rejection,
    state::{Instance, Task, Work},
    world::World,
};

/// The role that lets a person enter an earlier date (补录).
pub const BACKDATE_ROLE: &str = "records.backdate";

/// A case as somebody who wants to act on it stands before it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Posts and people.
    pub world: &'a World,
    /// The definition.
    pub process: &'a Process,
    /// The case.
    pub state: &'a Instance,
    /// What is written in it.
    pub data: &'a Data,
    /// The day on which they act.
    pub day: tongban_calendar::Date,
}

/// Whether a person may decide an open task, by every rule but the form's.
pub fn may_decide(
    standing: &Standing<'_>,
    element: ElementId,
    person: &PersonId,
) -> Result<(), Rejection> {
    let (node, rule, task) = open_task(standing, element).ok_or(Rejection::NotOpen(element))?;
    let organisation = &standing.world.organisation;
    if !organisation.holds(person, &task.role, task.division, standing.day) {
        return Err(Rejection::NotAuthorised { role: task.role.clone() });
    }
    if task.decisions.iter().any(|decision| decision.person == *person) {
        return Err(Rejection::DecidedAlready);
    }
    if let Some(other) = task.claimed_by.as_ref().filter(|other| *other != person) {
        return Err(Rejection::ClaimedByOther(other.clone()));
    }
    may_hold(standing, (node, rule), person)
}

/// Whether a person is kept from a node by another step they did or by kinship.
pub(crate) fn may_hold(
    standing: &Standing<'_>,
    (node, rule): (&NodeId, &UserTask),
    person: &PersonId,
) -> Result<(), Rejection> {
    excluded(standing, node, person)?;
    recused(standing, &rule.performer, person)
}

/// An open task with its node and that node's rule.
fn open_task<'a>(
    standing: &Standing<'a>,
    element: ElementId,
) -> Option<(&'a NodeId, &'a UserTask, &'a Task)> {
    let found = standing.state.element(element).filter(|found| !found.state.ended())?;
    match (&standing.process.node(&found.node).kind, &found.work) {
        (NodeKind::UserTask(rule), Some(Work::Task(task))) => Some((&found.node, rule, task)),
        _ => None,
    }
}

/// A node as far as exclusion goes: itself and, where it records as another, that one too.
fn counts_as<'a>(process: &'a Process, node: &'a NodeId) -> Vec<(&'a NodeId, &'a UserTask)> {
    let task = |node: &'a NodeId| match &process.nodes.get(node)?.kind {
        NodeKind::UserTask(rule) => Some((node, rule)),
        _ => None,
    };
    let itself = task(node);
    let other = itself.and_then(|(_, rule)| task(rule.records_as.as_ref()?));
    itself.into_iter().chain(other).collect()
}

/// Whether two nodes exclude each other: either names the other, whichever comes first in a case.
fn exclude(process: &Process, one: &NodeId, other: &NodeId) -> bool {
    let (one, other) = (counts_as(process, one), counts_as(process, other));
    let names = |rule: &UserTask, node: &NodeId| rule.performer.not.contains(node);
    let pairs = one.iter().flat_map(|left| other.iter().map(move |right| (left, right)));
    pairs.into_iter().any(|(left, right)| names(left.1, right.0) || names(right.1, left.0))
}

/// The same person may not hold two nodes that exclude each other.
fn excluded(standing: &Standing<'_>, node: &NodeId, person: &PersonId) -> Result<(), Rejection> {
    let took_part = |element: &&crate::state::Element| match &element.work {
        Some(Work::Task(task)) => task.decisions.iter().any(|made| made.person == *person),
        _ => false,
    };
    let other = standing
        .state
        .elements
        .values()
        .filter(took_part)
        .find(|element| exclude(standing.process, node, &element.node));
    match other {
        Some(element) => Err(Rejection::Excluded { node: element.node.clone() }),
        None => Ok(()),
    }
}

/// A near relative must stay away: those whom the case names, and those related to them on file.
fn recused(
    standing: &Standing<'_>,
    performer: &Performer,
    person: &PersonId,
) -> Result<(), Rejection> {
    let Some(recuse) = &performer.recuse else { return Ok(()) };
    let today = crate::feel::today(standing.day);
    let Ok(Value::List(named)) = recuse.evaluate(standing.data, today) else { return Ok(()) };
    let organisation = &standing.world.organisation;
    let concerns = |name: &Value| match name {
        Value::Text(name) => {
            name.as_ref() == person.as_str()
                || organisation.related(person, &PersonId::from(name.as_ref()))
        }
        _ => false,
    };
    if named.iter().any(concerns) { Err(Rejection::Recused) } else { Ok(()) }
}

/// A case is entered by somebody with a post in its division or above it, or by the engine's own
/// scenarios; a citizen's own entry comes with a signed-in citizen's token later.
pub(super) fn may_start(cx: &Cx<'_>, division: DivisionId) -> Result<(), Rejection> {
    let entry = RoleId::from("intake");
    let day = cx.at().day();
    let allowed = |person: &PersonId| {
        let organisation = &cx.world.organisation;
        organisation
            .chain(division, day)
            .iter()
            .any(|(_, ancestor)| organisation.has_post(person, *ancestor, day))
    };
    match cx.actor {
        Actor::Engine => Ok(()),
        Actor::Person(person) if allowed(person) => Ok(()),
        Actor::Person(_) | Actor::Citizen => Err(Rejection::NotAuthorised { role: entry }),
    }
}

/// Whether the actor holds a role in the case's division or above it.
pub(super) fn holds_in_chain(cx: &Cx<'_>, state: &Instance, role: &RoleId) -> bool {
    let Some(person) = cx.actor.person() else { return *cx.actor == Actor::Engine };
    let day = cx.recorded_at.day();
    let organisation = &cx.world.organisation;
    organisation
        .chain(state.division, day)
        .iter()
        .any(|(_, division)| organisation.holds(person, role, *division, day))
}

/// An earlier date needs a right and a reason, and lies between the case's last step and now.
pub(super) fn backdated(cx: &Cx<'_>, state: &Instance, command: &Command) -> Result<(), Rejection> {
    let Some(occurred_at) = cx.occurred_at else { return Ok(()) };
    let started = matches!(command, Command::Start(_));
    if occurred_at > cx.recorded_at || (!started && occurred_at < state.started_at) {
        return Err(Rejection::OccurredAtUnfit);
    }
    let (division, reason) = match command {
        Command::Start(start) => (start.division, &start.application.opinion),
        Command::DecideTask(decide) => (state.division, &decide.submission.opinion),
        Command::SendBack(send) => (state.division, &send.reason.opinion),
        Command::FileObjection(filed) => (state.division, &filed.objection.opinion),
        Command::Cancel(reason) => (state.division, &reason.opinion),
        _ => return Err(Rejection::BackdatingNotAllowed),
    };
    let held = || {
        let mut of = state.clone();
        of.division = division;
        holds_in_chain(cx, &of, &RoleId::from(BACKDATE_ROLE))
    };
    if reason.is_empty() || !held() { Err(Rejection::BackdatingNotAllowed) } else { Ok(()) }
}
