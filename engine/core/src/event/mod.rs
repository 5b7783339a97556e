//! Events: what happened, past tense, each with one `apply` and nothing else that writes state.
//!
//! One file for each family. Events carry what was resolved (candidates, due dates, layers), so
//! that applying them needs neither world nor definition.
//! Invariants: durable; variants and fields are numbered and only grow; no personal values, only
//! digests and names of fields.

mod case;
mod clock;
mod element;
mod notice;
mod rule;
mod task;
mod trouble;

use minicbor::{Decode, Encode};
use tongban_model::NodeId;

pub use case::{InstanceCancelled, InstanceCompleted, InstanceStarted};
pub use clock::{
    ClockExtended, ClockRungReached, ClockStarted, LocalLimitPaused, LocalLimitResumed,
    LocalLimitSet,
};
pub use element::{
    ElementActivated, ElementCancelled, ElementCompleted, FlowTaken, JoinReached, SentBack, Waiting,
};
pub use notice::{NoticePosted, ObjectionFiled};
pub use rule::{LayerAnswered, PointAnswered, RuleApplied, TableEvaluated};
pub use task::{TaskClaimed, TaskDecided, TaskOpened, TaskReleased};
pub use trouble::{AlarmRang, DueMoved, IncidentRaised, IncidentResolved, TimerFired, TimerSet};

use crate::{call::Digest, id::ElementId, moment::Moment};

/// Everything that can happen to an instance.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(flat)]
pub enum Event {
    /// The case began.
    #[n(0)]
    InstanceStarted(#[n(0)] InstanceStarted),
    /// A token left an element along a flow.
    #[n(1)]
    FlowTaken(#[n(0)] FlowTaken),
    /// A token waits at a join.
    #[n(2)]
    JoinReached(#[n(0)] JoinReached),
    /// A node became active.
    #[n(3)]
    ElementActivated(#[n(0)] ElementActivated),
    /// It did what it had to.
    #[n(4)]
    ElementCompleted(#[n(0)] ElementCompleted),
    /// It was ended from outside.
    #[n(5)]
    ElementCancelled(#[n(0)] ElementCancelled),
    /// A task is open to be decided.
    #[n(6)]
    TaskOpened(#[n(0)] TaskOpened),
    /// Somebody took it.
    #[n(7)]
    TaskClaimed(#[n(0)] TaskClaimed),
    /// They gave it back.
    #[n(8)]
    TaskReleased(#[n(0)] TaskReleased),
    /// One person decided.
    #[n(9)]
    TaskDecided(#[n(0)] TaskDecided),
    /// The case went back to an earlier node.
    #[n(10)]
    SentBack(#[n(0)] SentBack),
    /// A notice is public.
    #[n(11)]
    NoticePosted(#[n(0)] NoticePosted),
    /// Somebody objected.
    #[n(12)]
    ObjectionFiled(#[n(0)] ObjectionFiled),
    /// A decision table gave its outputs.
    #[n(13)]
    TableEvaluated(#[n(0)] TableEvaluated),
    /// The layers of an extension point answered.
    #[n(14)]
    PointAnswered(#[n(0)] PointAnswered),
    /// The legal limit began to run.
    #[n(15)]
    ClockStarted(#[n(0)] ClockStarted),
    /// It was extended, once.
    #[n(16)]
    ClockExtended(#[n(0)] ClockExtended),
    /// A rung of its ladder fired.
    #[n(17)]
    ClockRungReached(#[n(0)] ClockRungReached),
    /// A timer is pending.
    #[n(18)]
    TimerSet(#[n(0)] TimerSet),
    /// It fired.
    #[n(19)]
    TimerFired(#[n(0)] TimerFired),
    /// The instance was woken and nothing was due.
    #[n(20)]
    AlarmRang(#[n(0)] AlarmRang),
    /// A provisional date was computed anew from a new holiday table.
    #[n(21)]
    DueMoved(#[n(0)] DueMoved),
    /// The engine needs a human.
    #[n(22)]
    IncidentRaised(#[n(0)] IncidentRaised),
    /// They helped.
    #[n(23)]
    IncidentResolved(#[n(0)] IncidentResolved),
    /// The case came to its end.
    #[n(24)]
    InstanceCompleted(#[n(0)] InstanceCompleted),
    /// The case was ended from outside.
    #[n(25)]
    InstanceCancelled(#[n(0)] InstanceCancelled),
    /// A limit of the place's own runs beside the law's.
    #[n(26)]
    LocalLimitSet(#[n(0)] LocalLimitSet),
    /// It stands still.
    #[n(27)]
    LocalLimitPaused(#[n(0)] LocalLimitPaused),
    /// It runs again.
    #[n(28)]
    LocalLimitResumed(#[n(0)] LocalLimitResumed),
}

/// A document that came with the command; its content lies beside the record.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DocumentRef {
    /// Its place among the documents of this commit.
    #[n(0)]
    pub index: u8,
    /// SHA-256 of salt and canonical JSON.
    #[n(1)]
    pub digest: Digest,
    /// The names of the fields that it sets.
    #[n(2)]
    pub fields: Vec<String>,
}

/// When something is due, and whether that rests on an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct DueAt {
    /// The first moment that is too late: the end of the last legal day.
    #[n(0)]
    pub at: Moment,
    /// Beyond the last published holiday table; recomputed when that year's notice arrives.
    #[n(1)]
    pub provisional: bool,
}

/// Why a timer was set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Purpose {
    /// A notice has stood its time.
    #[n(0)]
    NoticeEnds(#[n(0)] ElementId),
    /// A boundary event of an element.
    #[n(1)]
    Boundary(#[n(0)] ElementId, #[n(1)] NodeId),
    /// A rung of the clock's ladder, by its place.
    #[n(2)]
    Rung(#[n(0)] u16),
}
