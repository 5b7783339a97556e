//! Instances: start, state, list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    submission::Submission,
    text::{Division, Due, Text},
    why::Clock,
};
use crate::Time;

/// Begins a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartInstance {
    /// The process.
    pub process: String,
    /// The code of the division to which the case belongs.
    pub division: String,
    /// The application.
    #[serde(default)]
    pub application: Submission,
    /// When it was handed in on paper, where that was earlier (补录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Time>,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Accepted {
    /// The case.
    pub instance: String,
    /// Its version now; the `ETag`.
    pub sequence: u64,
    /// Its place in the feed; `?after=` waits for it.
    pub position: String,
    /// When it was recorded.
    pub recorded_at: Time,
    /// The number on the receipt, of a new case or an objection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The tasks that were opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<Opened>,
    /// What the case came to, when it ended by this: `approved`, `refused`, `withdrawn`, `done` or
    /// `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
}

/// A task that was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Opened {
    /// Its id.
    pub task: String,
    /// Its node.
    pub node: String,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Instance {
    /// Its id.
    pub id: String,
    /// Its process.
    pub process: String,
    /// Its process's title.
    pub title: Text,
    /// The version that it is pinned to.
    pub version: String,
    /// Where it belongs.
    pub division: Division,
    /// The number on the applicant's receipt.
    pub receipt: String,
    /// When the application was made.
    pub started_at: Time,
    /// `running`, `completed` or `cancelled`.
    pub status: String,
    /// What it came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<String>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// Its version now; the `ETag`.
    pub sequence: u64,
    /// Its place in the feed.
    pub position: String,
    /// The statutory clock, once it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// Every step that was taken, oldest first.
    pub steps: Vec<Step>,
    /// What expressions see: the application and what was decided, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub data: Option<serde_json::Map<String, serde_json::Value>>,
}

/// One activated node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// Its number in the case.
    pub element: u32,
    /// Its node.
    pub node: String,
    /// The node's title.
    pub title: Text,
    /// `active`, `stuck`, `completed` or `cancelled`.
    pub state: String,
    /// How often the node was activated, this time included.
    pub visit: u32,
    /// When it began.
    pub activated_at: Time,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// The outcome by which it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Its task's id, while it is an open task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// When its work is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// Who decided what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
}

/// One person's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// Who.
    pub person: String,
    /// What.
    pub outcome: String,
    /// When.
    pub at: Time,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InstanceLine {
    /// Its id.
    pub id: String,
    /// Its process.
    pub process: String,
    /// `running`, `completed` or `cancelled`.
    pub status: String,
    /// Where it belongs.
    pub division: Division,
}
