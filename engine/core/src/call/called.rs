//! What a call used of the host besides its input.
//!
//! Invariant: a call that used nothing leaves nothing here. What was looked up may be personal and
//! goes into a document beside the record; the event holds counts alone ([`Usage`]).

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::surroundings::Consulted;

/// What came of a call, and what it used.
#[derive(Clone, Debug, PartialEq)]
pub struct Called {
    /// What came of it.
    pub outcome: Outcome,
    /// Present when it used a host function.
    pub used: Option<Box<Used>>,
}

impl From<Outcome> for Called {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, used: None }
    }
}

/// What one call used of the host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Used {
    /// The number of the world that answered.
    pub world: u64,
    /// How often each function was called.
    pub counts: Vec<FunctionCount>,
    /// What was looked up in the world, each once, in order.
    pub consulted: Vec<Consulted>,
    /// What it logged, up to the limits.
    pub log: Vec<LogLine>,
    /// Lines beyond the limits, which were cut.
    pub log_cut: u64,
}

impl Used {
    /// What the event says of it.
    pub fn usage(&self) -> Usage {
        Usage { world: self.world, counts: self.counts.clone(), log_cut: self.log_cut }
    }
}

/// What a call used, as its event says it: no personal values.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Usage {
    /// The number of the world that answered.
    #[n(0)]
    pub world: u64,
    /// How often each function was called.
    #[n(1)]
    pub counts: Vec<FunctionCount>,
    /// Lines of its log that were cut.
    #[n(2)]
    pub log_cut: u64,
}

/// How often a function was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct FunctionCount {
    /// The function.
    #[n(0)]
    pub function: HostFunction,
    /// How often.
    #[n(1)]
    pub count: u64,
}

/// The functions that a host offers to plugins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum HostFunction {
    /// `host-log`: write.
    #[n(0)]
    Log,
    /// `host-feel`: evaluate.
    #[n(1)]
    Feel,
    /// `host-calendar`: is-working-day.
    #[n(2)]
    IsWorkingDay,
    /// `host-calendar`: add-days.
    #[n(3)]
    AddDays,
    /// `host-calendar`: working-days-between.
    #[n(4)]
    WorkingDaysBetween,
    /// `host-division`: here.
    #[n(5)]
    Here,
    /// `host-division`: find.
    #[n(6)]
    FindDivision,
    /// `host-reference`: row.
    #[n(7)]
    ReferenceRow,
}

impl HostFunction {
    /// All functions, by their number.
    pub const ALL: [Self; 8] = [
        Self::Log,
        Self::Feel,
        Self::IsWorkingDay,
        Self::AddDays,
        Self::WorkingDaysBetween,
        Self::Here,
        Self::FindDivision,
        Self::ReferenceRow,
    ];

    /// Interface and function, as plugins import it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "host-log#write",
            Self::Feel => "host-feel#evaluate",
            Self::IsWorkingDay => "host-calendar#is-working-day",
            Self::AddDays => "host-calendar#add-days",
            Self::WorkingDaysBetween => "host-calendar#working-days-between",
            Self::Here => "host-division#here",
            Self::FindDivision => "host-division#find",
            Self::ReferenceRow => "host-reference#row",
        }
    }
}

/// How much a line of a plugin's log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// For the plugin's author.
    Debug,
    /// What it did.
    Info,
    /// What looked odd.
    Warning,
}

/// One line of a plugin's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// How much it matters.
    pub level: LogLevel,
    /// The text.
    pub text: String,
}
