//! Tasks: list by urgency, claim, release, complete, send back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    submission::{Attachment, Submission},
    text::{Division, Due, Text},
};
use crate::Time;

/// An open task in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskLine {
    /// Its id: instance and element, `3-1f.7`.
    pub id: String,
    /// The case.
    pub instance: String,
    /// The process.
    pub process: String,
    /// The process's title.
    pub process_title: Text,
    /// The node.
    pub node: String,
    /// The node's title.
    pub title: Text,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The role that may act; absent when somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where; absent when somebody took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// When the task itself is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// By when it must be done at the latest: its due date or the legal limit of the case,
    /// whichever
    /// is earlier. The list is in this order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent_at: Option<Time>,
    /// Working days left until then, the last day included; negative once it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days_left: Option<i64>,
    /// That moment has passed.
    pub overdue: bool,
}

/// Decides a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteTask {
    /// One of the node's outcomes.
    pub outcome: String,
    /// The filled-in form.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Object)]
    pub form: serde_json::Map<String, serde_json::Value>,
    /// The reasons.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    /// Files that were uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The materials that are missing, by the ids of the checklist; only with an outcome that
    /// prints a notice of missing materials, which then lists exactly these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// When it was decided on paper, where that was earlier (补录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Time>,
}

/// Sends the case back to an earlier step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnTask {
    /// The node to which it goes.
    pub to: String,
    /// Why.
    pub opinion: String,
    /// Files that were uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When it was decided on paper, where that was earlier (补录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Time>,
}

impl CompleteTask {
    /// The outcome, what was written, and when.
    pub fn split(self) -> (String, Submission, Option<Time>) {
        let Self { outcome, form, opinion, attachments, missing, occurred_at } = self;
        (outcome, Submission { form, opinion, attachments, missing }, occurred_at)
    }
}

impl ReturnTask {
    /// The target, what was written, and when.
    pub fn split(self) -> (String, Submission, Option<Time>) {
        let Self { to, opinion, attachments, occurred_at } = self;
        (to, Submission { opinion, attachments, ..Submission::default() }, occurred_at)
    }
}
