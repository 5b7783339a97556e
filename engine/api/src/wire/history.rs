//! The history of a case: its records, as an auditor reads them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{submission::Submission, text::Text};
use crate::Time;

/// Part of a history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct History {
    /// The case.
    pub instance: String,
    /// Its records, oldest first.
    pub records: Vec<Record>,
    /// Send it as `from` for the next part; absent when this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Record {
    /// Its place in the chain of the case.
    pub sequence: u64,
    /// Its place in the partition's feed.
    pub position: u64,
    /// When it was recorded.
    pub recorded_at: Time,
    /// When it happened on paper, where that was earlier (补录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Time>,
    /// The person, `citizen` or `engine`.
    pub actor: String,
    /// The number of the world that was seen.
    pub world: u64,
    /// Hash of the record before it.
    pub previous: String,
    /// What happened.
    pub events: Vec<Event>,
    /// What was written; `null` where it was lawfully erased or may not be shown.
    pub documents: Vec<Option<Submission>>,
}

/// One event. Which fields there are depends on its type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Event {
    /// `task-decided`, `notice-posted`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// In plain words.
    pub text: Text,
    /// The element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// The node.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The flow that was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The outcome, verdict or ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// When something is due from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Time>,
    /// That moment may still move.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The number on a receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The code of an incident record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For the administrator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The place of its document in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<u8>,
    /// The document's salted digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_digest: Option<String>,
    /// The rules that matched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// What each layer said, from the top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// Computed values by name.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Object)]
    pub values: serde_json::Map<String, serde_json::Value>,
}

/// A rule that matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rule {
    /// Its id or row.
    pub rule: String,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// In words for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What one layer said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Layer {
    /// The permanent id of the division; absent for the definition's own default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<u32>,
    /// The plugin.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Its bytes.
    pub digest: String,
    /// What it rests on.
    pub law: String,
    /// The verdict, or how it failed.
    pub answer: String,
    /// The rules that matched.
    pub rules: Vec<Rule>,
}
