//! What somebody writes: a form, an opinion, files.

use serde::{Deserialize, Serialize};
use tongban_core::document;
use utoipa::ToSchema;

use crate::Time;

/// What somebody writes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The filled-in form, by the schema of the node or the process.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Object)]
    pub form: serde_json::Map<String, serde_json::Value>,
    /// The reasons.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    /// Files that were uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The materials that are missing; only with an outcome that tells the applicant so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A file that was uploaded before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// SHA-256 of its bytes in hexadecimal, as the upload answered.
    pub digest: String,
    /// Its name on the sender's machine.
    pub name: String,
    /// The material of the checklist that it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// Compared with the original by whoever took it in.
    #[serde(default)]
    pub verified_against_original: bool,
}

/// A reason for something that needs no form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The reasons.
    pub opinion: String,
    /// Files that were uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// When it happened on paper, where that was earlier (补录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Time>,
}

/// What an upload answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Uploaded {
    /// SHA-256 of the bytes in hexadecimal; name it in a submission.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

impl From<Submission> for document::Submission {
    fn from(wire: Submission) -> Self {
        let attachments = wire.attachments.into_iter().map(Into::into).collect();
        Self { form: wire.form, opinion: wire.opinion, attachments, missing: wire.missing }
    }
}

impl From<document::Submission> for Submission {
    fn from(written: document::Submission) -> Self {
        let document::Submission { form, opinion, attachments, missing } = written;
        let attachments = attachments.into_iter().map(Into::into).collect();
        Self { form, opinion, attachments, missing }
    }
}

impl Reason {
    /// The reason as the machine takes it.
    pub fn into_submission(self) -> document::Submission {
        let attachments = self.attachments.into_iter().map(Into::into).collect();
        document::Submission { opinion: self.opinion, attachments, ..Default::default() }
    }
}

impl From<Attachment> for document::Attachment {
    fn from(wire: Attachment) -> Self {
        let Attachment { digest, name, material, verified_against_original } = wire;
        Self { digest, name, material, verified_against_original }
    }
}

impl From<document::Attachment> for Attachment {
    fn from(kept: document::Attachment) -> Self {
        let document::Attachment { digest, name, material, verified_against_original } = kept;
        Self { digest, name, material, verified_against_original }
    }
}
