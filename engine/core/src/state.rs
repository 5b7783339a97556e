//! The state of one instance: what the fold of its events leaves.
//!
//! Not here: what people wrote ([`crate::data`]), anything that can be derived from the
//! definition.
//! Invariants: written by [`crate::apply()`] alone; ids are never reused; completed elements
//! stay, since
//! sending back asks for ancestors.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use tongban_model::{
    FlowId, NodeId, OutcomeId, ProcessId, RoleId,
    organisation::{DivisionId, PersonId},
};

use crate::{
    call::Digest,
    event::{DocumentRef, DueAt, Purpose},
    id::{ElementId, InstanceId, ObjectionId, TimerId},
    lifecycle::ElementState,
    moment::Moment,
};

/// A running or ended case.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Instance {
    /// Its identity.
    #[n(0)]
    pub id: InstanceId,
    /// Its process.
    #[n(1)]
    pub process: ProcessId,
    /// The version that it is pinned to.
    #[n(2)]
    pub digest: Digest,
    /// The division to which it belongs.
    #[n(3)]
    pub division: DivisionId,
    /// The number on the applicant's receipt.
    #[n(4)]
    pub receipt: String,
    /// When the application was made (`occurred_at` where that was given).
    #[n(5)]
    pub started_at: Moment,
    /// Whether it runs.
    #[n(6)]
    pub status: Status,
    /// All elements, ended ones included.
    #[n(7)]
    pub elements: BTreeMap<ElementId, Element>,
    /// Tokens on their way, oldest first: the flow and the element that produced it.
    #[n(8)]
    pub tokens: Vec<Token>,
    /// For each join, per incoming flow, the elements whose tokens wait, oldest first.
    #[n(9)]
    pub joins: BTreeMap<NodeId, BTreeMap<FlowId, Vec<ElementId>>>,
    /// Pending timers.
    #[n(10)]
    pub timers: BTreeMap<TimerId, Timer>,
    /// The timer for which the instance is woken; it may be later than needed never, earlier
    /// sometimes: the one row of the timer index is rewritten only when an earlier timer comes.
    #[n(11)]
    pub alarm: Option<Alarm>,
    /// The statutory clock, once it runs.
    #[n(12)]
    pub clock: Option<Clock>,
    /// Ids given out so far.
    #[n(13)]
    pub last: LastIds,
}

/// Whether a case runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Status {
    /// Something is active.
    #[n(0)]
    Running,
    /// It came to an end.
    #[n(1)]
    Completed(#[n(0)] Ended, #[n(1)] Moment),
    /// It was ended from outside.
    #[n(2)]
    Cancelled(#[n(0)] Moment),
    /// Nothing has happened to it yet.
    #[n(3)]
    Unborn,
}

/// What a case came to; mirrors the definition's `ending`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Ended {
    /// Granted.
    #[n(0)]
    Approved,
    /// Refused with reasons.
    #[n(1)]
    Refused,
    /// Taken back.
    #[n(2)]
    Withdrawn,
    /// Nothing was granted or refused.
    #[n(3)]
    Done,
}

/// A token on a flow.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Token {
    /// The flow.
    #[n(0)]
    pub flow: FlowId,
    /// The element that produced it.
    #[n(1)]
    pub from: ElementId,
}

/// A node activated in this instance.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Element {
    /// Its node.
    #[n(0)]
    pub node: NodeId,
    /// The enclosing element.
    #[n(1)]
    pub scope: Option<ElementId>,
    /// How often the node had been activated when it was, this time included.
    #[n(2)]
    pub visit: u32,
    /// Whose tokens it consumed.
    #[n(3)]
    pub predecessors: Vec<ElementId>,
    /// Where it is in its life.
    #[n(4)]
    pub state: ElementState,
    /// When it was activated.
    #[n(5)]
    pub activated_at: Moment,
    /// When it ended.
    #[n(6)]
    pub ended_at: Option<Moment>,
    /// The outcome by which it left.
    #[n(7)]
    pub outcome: Option<OutcomeId>,
    /// What it is about, for nodes that wait.
    #[n(8)]
    pub work: Option<Work>,
}

/// What an element waits for.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Work {
    /// People.
    #[n(0)]
    Task(#[n(0)] Task),
    /// The end of a notice.
    #[n(1)]
    Notice(#[n(0)] Notice),
    /// A human, after an incident record.
    #[n(2)]
    Incident(#[n(0)] Incident),
}

/// A task.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Task {
    /// The role whose holders may act.
    #[n(0)]
    pub role: RoleId,
    /// The division whose posts count.
    #[n(1)]
    pub division: DivisionId,
    /// When it is due.
    #[n(2)]
    pub due: Option<DueAt>,
    /// Who took it.
    #[n(3)]
    pub claimed_by: Option<PersonId>,
    /// Who decided what so far.
    #[n(4)]
    pub decisions: Vec<Decision>,
    /// The days that a point gave for it, where one did: its date may have to be computed anew.
    #[n(5)]
    pub days: Option<u32>,
}

/// One person's decision.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Decision {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// What.
    #[n(1)]
    pub outcome: OutcomeId,
    /// When it was made.
    #[n(2)]
    pub at: Moment,
    /// The form and the opinion.
    #[n(3)]
    pub document: Option<DocumentRef>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Notice {
    /// Since when it is public.
    #[n(0)]
    pub posted_at: Moment,
    /// Until when.
    #[n(1)]
    pub until: DueAt,
    /// The objections so far.
    #[n(2)]
    pub objections: Vec<Objection>,
    /// The days that a point gave for it, where one did.
    #[n(3)]
    pub days: Option<u32>,
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Objection {
    /// Its number in the case.
    #[n(0)]
    pub id: ObjectionId,
    /// The objector's receipt.
    #[n(1)]
    pub receipt: String,
    /// When.
    #[n(2)]
    pub at: Moment,
}

/// Why an element cannot go on.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Incident {
    /// A stable code.
    #[n(0)]
    pub code: String,
    /// For the administrator.
    #[n(1)]
    pub detail: String,
}

/// A pending timer.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Timer {
    /// When.
    #[n(0)]
    pub due: DueAt,
    /// Why.
    #[n(1)]
    pub purpose: Purpose,
}

/// The row of the timer index that wakes the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Alarm {
    /// When.
    #[n(0)]
    pub at: Moment,
    /// The timer for which it was armed.
    #[n(1)]
    pub timer: TimerId,
}

/// The statutory clock (行政许可法 42–45, 57号 22).
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Clock {
    /// The moment from which the limit counts.
    #[n(0)]
    pub started_at: Moment,
    /// The limit.
    #[n(1)]
    pub limit: DueAt,
    /// Working days used up before `running_since`; once the case has ended, in all.
    #[n(2)]
    pub consumed_days: u32,
    /// Since when it runs; none while it is stopped.
    #[n(3)]
    pub running_since: Option<Moment>,
    /// Its one extension was used.
    #[n(4)]
    pub extended: bool,
    /// The rungs of the ladder that fired.
    #[n(5)]
    pub rungs: Vec<u16>,
    /// A limit of the place's own beside the law's, where there is one.
    #[n(6)]
    pub local: Option<LocalClock>,
}

/// How the place's own limit stands; it began with the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct LocalClock {
    /// How long it is, in the unit that the process names.
    #[n(0)]
    pub count: u32,
    /// What its pauses have left out so far, in the same unit.
    #[n(1)]
    pub excluded: u32,
    /// Since when it stands still; none while it runs.
    #[n(2)]
    pub paused_since: Option<Moment>,
}

/// The last ids given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct LastIds {
    /// Elements.
    #[n(0)]
    pub element: u32,
    /// Timers.
    #[n(1)]
    pub timer: u32,
    /// Objections.
    #[n(2)]
    pub objection: u32,
}

impl Instance {
    /// An instance to which nothing has happened.
    pub fn unborn(id: InstanceId) -> Self {
        Self {
            id,
            process: ProcessId::from(""),
            digest: Digest([0; 32]),
            division: DivisionId::default(),
            receipt: String::new(),
            started_at: Moment(0),
            status: Status::Unborn,
            elements: BTreeMap::new(),
            tokens: Vec::new(),
            joins: BTreeMap::new(),
            timers: BTreeMap::new(),
            alarm: None,
            clock: None,
            last: LastIds::default(),
        }
    }

    /// The bytes of a snapshot.
    ///
    /// # Panics
    /// Never: encoding to memory cannot fail.
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("encoding to memory cannot fail")
    }

    /// Reads a snapshot; none when the bytes are not one.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }

    /// The element of this id, when there is one.
    pub fn element(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(&id)
    }

    /// The elements that have not ended.
    pub fn live(&self) -> impl Iterator<Item = (ElementId, &Element)> {
        self.elements
            .iter()
            .filter(|(_, element)| !element.state.ended())
            .map(|(id, element)| (*id, element))
    }

    /// The open tasks.
    pub fn tasks(&self) -> impl Iterator<Item = (ElementId, &Element, &Task)> {
        self.live().filter_map(|(id, element)| match &element.work {
            Some(Work::Task(task)) => Some((id, element, task)),
            _ => None,
        })
    }

    /// The standing notices.
    pub fn notices(&self) -> impl Iterator<Item = (ElementId, &Element, &Notice)> {
        self.live().filter_map(|(id, element)| match &element.work {
            Some(Work::Notice(notice)) => Some((id, element, notice)),
            _ => None,
        })
    }

    /// The open incident records.
    pub fn incidents(&self) -> impl Iterator<Item = (ElementId, &Element, &Incident)> {
        self.live().filter_map(|(id, element)| match &element.work {
            Some(Work::Incident(incident)) => Some((id, element, incident)),
            _ => None,
        })
    }

    /// The element that last completed at a node.
    pub fn last_completed(&self, node: &NodeId) -> Option<(ElementId, &Element)> {
        self.elements
            .iter()
            .rev()
            .find(|(_, element)| element.node == *node && element.state == ElementState::Completed)
            .map(|(id, element)| (*id, element))
    }

    /// Whether `ancestor` is a predecessor of `element`, at any distance.
    pub fn descends(&self, element: ElementId, ancestor: ElementId) -> bool {
        let mut queue = vec![element];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(id) = queue.pop() {
            let predecessors = self.element(id).map_or(&[][..], |found| &found.predecessors);
            for &predecessor in predecessors {
                if predecessor == ancestor {
                    return true;
                }
                if seen.insert(predecessor) {
                    queue.push(predecessor);
                }
            }
        }
        false
    }

    /// Whether the case has ended.
    pub fn ended(&self) -> bool {
        matches!(self.status, Status::Completed(..) | Status::Cancelled(_))
    }
}
