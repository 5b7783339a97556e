//! Incidents, reminders, clock, verification, health.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{Division, Text};
use crate::Time;

/// An open incident record: the engine needs a human.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncidentLine {
    /// The case.
    pub instance: String,
    /// Its element; absent when the whole case cannot be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// A stable code with a page.
    pub code: String,
    /// In plain words.
    pub reason: Text,
}

/// A reminder or notice to the holders of a role, a person or another agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReminderLine {
    /// The case.
    pub instance: String,
    /// The process.
    pub process: String,
    /// The role; absent for what goes to a person or an agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where the role is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
    /// When it was sent.
    pub at: Time,
    /// In plain words.
    pub reason: Text,
}

/// The clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClockState {
    /// What time it is.
    pub now: Time,
    /// The legal day.
    pub day: String,
    /// It is a working day.
    pub working_day: bool,
    /// It moves only when it is advanced.
    #[serde(rename = "virtual")]
    pub virtual_: bool,
}

/// Moves a virtual clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceClock {
    /// To this time; every timer on the way fires in order.
    pub to: Time,
}

/// What came of moving a virtual clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Advanced {
    /// What time it is now.
    pub now: Time,
    /// How many alarms rang on the way.
    pub alarms: u64,
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verified {
    /// Nothing is wrong.
    pub sound: bool,
    /// What was checked.
    pub facts: Vec<Text>,
    /// What is wrong; the first thousand.
    pub problems: Vec<Text>,
    /// How many problems there are.
    pub problems_count: u64,
}

/// Whether the server works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// `ok`, or what is wrong.
    pub status: String,
    /// The version of the server.
    pub version: String,
    /// The number of the world.
    pub world: u64,
    /// Cases that are damaged and refuse, while all others go on.
    pub damaged: usize,
}
