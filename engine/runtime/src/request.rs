//! What callers ask of a case, and what they are told once it is on disk.

use minicbor::{Decode, Encode};
use tongban_core::{
    Actor, Command, Moment,
    call::Digest,
    event::{DueAt, Event},
    id::{ElementId, InstanceId, ObjectionId},
    state::{Instance, Status},
};
use tongban_model::{NodeId, OutcomeId, RoleId, organisation::DivisionId};

/// One command, by whom, for what.
#[derive(Clone, Debug)]
pub struct Request {
    /// The case.
    pub target: Target,
    /// What shall happen.
    pub command: Command,
    /// Who sends it; the server has checked who they are.
    pub actor: Actor,
    /// When it happened on paper (补录), where that was earlier.
    pub occurred_at: Option<Moment>,
    /// The sequence at which the caller saw the case; any other is refused as stale.
    pub expected: Option<u64>,
    /// Makes repeating the request safe.
    pub idempotency: Option<Idempotency>,
    /// How soon.
    pub lane: Lane,
}

impl Request {
    /// A routine request without any of the options.
    pub fn new(target: Target, command: Command, actor: Actor) -> Self {
        Self {
            target,
            command,
            actor,
            occurred_at: None,
            expected: None,
            idempotency: None,
            lane: Lane::Routine,
        }
    }
}

/// Which case a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A new one; the command is `Start`.
    New,
    /// This one.
    Existing(InstanceId),
}

/// How soon a command is carried out. Commands of one case keep their order whatever their lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Before all routine work: emergencies, and what people wait for at a counter.
    Urgent,
    /// In its turn.
    Routine,
}

/// The name under which a response is kept, so that a repeated request gets it again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Idempotency {
    /// Whose key it is; keys of different principals never meet.
    pub principal: String,
    /// The key.
    pub key: String,
    /// Digest of the request; the same key with another one is refused.
    pub body: Digest,
}

/// A command was carried out and is on disk.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Accepted {
    /// The case.
    #[n(0)]
    pub instance: InstanceId,
    /// Its sequence now; what [`Request::expected`] is compared with.
    #[n(1)]
    pub sequence: u64,
    /// The position of the commit in the partition's feed; that of the case's last commit where the
    /// command changed nothing.
    #[n(2)]
    pub position: u64,
    /// When it was recorded.
    #[n(3)]
    pub recorded_at: Moment,
    /// What a response needs to say.
    #[n(4)]
    pub summary: Summary,
    /// This is the recorded response of an earlier request with the same key.
    #[n(5)]
    pub replayed: bool,
}

/// What a command led to, in short.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Summary {
    /// Whether the case runs, and what it came to.
    #[n(0)]
    pub status: Status,
    /// The receipt number of the case, when it began with this command.
    #[n(1)]
    pub receipt: Option<String>,
    /// Tasks that opened.
    #[n(2)]
    pub opened: Vec<OpenedTask>,
    /// Elements that completed, with the outcome by which they left.
    #[n(3)]
    pub completed: Vec<CompletedElement>,
    /// The objection that was filed, with its receipt.
    #[n(4)]
    pub objection: Option<FiledObjection>,
    /// Elements that need a human now, with the code of the reason.
    #[n(5)]
    pub stuck: Vec<StuckElement>,
}

/// A task that a command opened.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct OpenedTask {
    /// Its element.
    #[n(0)]
    pub element: ElementId,
    /// Its node.
    #[n(1)]
    pub node: NodeId,
    /// The role whose holders may act.
    #[n(2)]
    pub role: RoleId,
    /// Where.
    #[n(3)]
    pub division: DivisionId,
    /// When it is due.
    #[n(4)]
    pub due: Option<DueAt>,
}

/// An element that completed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct CompletedElement {
    /// The element.
    #[n(0)]
    pub element: ElementId,
    /// The outcome, for nodes that declare outcomes.
    #[n(1)]
    pub outcome: Option<OutcomeId>,
}

/// An objection that was filed.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct FiledObjection {
    /// Its number in the case.
    #[n(0)]
    pub objection: ObjectionId,
    /// The objector's receipt.
    #[n(1)]
    pub receipt: String,
}

/// An element that needs a human.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct StuckElement {
    /// The element.
    #[n(0)]
    pub element: ElementId,
    /// The stable code of the reason.
    #[n(1)]
    pub code: String,
}

impl Summary {
    /// The summary of what has just happened to a case.
    pub(crate) fn of(state: &Instance, events: &[Event]) -> Self {
        let mut summary = Self {
            status: state.status,
            receipt: None,
            opened: Vec::new(),
            completed: Vec::new(),
            objection: None,
            stuck: Vec::new(),
        };
        for event in events {
            summary.take_up(state, event);
        }
        summary
    }

    fn take_up(&mut self, state: &Instance, event: &Event) {
        match event {
            Event::InstanceStarted(started) => self.receipt = Some(started.receipt.clone()),
            Event::TaskOpened(opened) => {
                let Some(found) = state.element(opened.element) else { return };
                self.opened.push(OpenedTask {
                    element: opened.element,
                    node: found.node.clone(),
                    role: opened.role.clone(),
                    division: opened.division,
                    due: opened.due,
                });
            }
            // Gateways and the like leave without an outcome and say nothing to a caller.
            Event::ElementCompleted(completed) if completed.outcome.is_some() => {
                self.completed.push(CompletedElement {
                    element: completed.element,
                    outcome: completed.outcome.clone(),
                });
            }
            Event::ObjectionFiled(filed) => {
                self.objection = Some(FiledObjection {
                    objection: filed.objection,
                    receipt: filed.receipt.clone(),
                });
            }
            Event::IncidentRaised(raised) => {
                let (element, code) = (raised.element, raised.code.clone());
                self.stuck.push(StuckElement { element, code });
            }
            _ => {}
        }
    }
}
