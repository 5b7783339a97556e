//! Definitions: check, release, list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::Text;
use crate::problem::ProblemPart;

/// A bundle of files, to be checked or released.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostDefinition {
    /// `workflow.yaml` and the forms and tables that it names.
    pub files: BTreeMap<String, FileContent>,
    /// The first day on which new cases use it; today where it is absent. Not in the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

/// The content of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum FileContent {
    /// Text in UTF-8.
    Text(String),
    /// Any bytes.
    Bytes {
        /// In base64 with padding.
        base64: String,
    },
}

/// What the check of a bundle found, and whether it was released.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Checked {
    /// The process; absent when it cannot even be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// The version: the digest of the files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// It was released; new cases use it from this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What differs from the version in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Text>,
    /// Warnings, and in a dry run errors too.
    pub diagnostics: Vec<ProblemPart>,
}

/// A process and its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DefinitionLine {
    /// Its name.
    pub process: String,
    /// Its title.
    pub title: Text,
    /// The version that new cases use today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<String>,
    /// All versions, oldest first.
    pub versions: Vec<Version>,
}

/// A version and its first day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Version {
    /// The digest of its files.
    pub version: String,
    /// The first day on which new cases use it.
    pub from: String,
}

/// A definition in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Definition {
    /// Its name.
    pub process: String,
    /// The digest of its files.
    pub version: String,
    /// Its title.
    pub title: Text,
    /// What it rests on.
    pub law: Vec<String>,
    /// The level of the division to which a case belongs.
    pub at: String,
    /// The application form, a JSON Schema.
    #[schema(value_type = Object)]
    pub form: serde_json::Value,
    /// What an applicant hands in.
    pub materials: Vec<Material>,
    /// The legal limit of a case, as written: `30 working days`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// The steps.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub flows: Vec<Flow>,
}

/// One line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Material {
    /// The name by which attachments refer to it.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// Originals to show.
    pub originals: u32,
    /// Copies to keep.
    pub copies: u32,
    /// Not asked for where a platform has the data.
    pub by_data_sharing: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Node {
    /// Its name.
    pub id: String,
    /// `userTask`, `notice`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Its title.
    pub title: Text,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// The role that does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The level at which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Its ways out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// What the decider fills in, a JSON Schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub form: Option<serde_json::Value>,
    /// The steps to which it may send the case back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub send_back: Vec<String>,
}

/// One way out of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// Its name; send it to decide.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// An opinion is demanded.
    pub reason_required: bool,
    /// The paper that it produces: `acceptance`, `materials-notice`, `decision` or `refusal`.
    /// With a `materials-notice` the decision lists what is `missing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prints: Option<String>,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Where it leaves.
    pub from: String,
    /// Where it arrives.
    pub to: String,
    /// The outcome that takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}
