//! Documents: what people wrote. They lie beside the record that names them, so that they can be
//! erased by law without breaking a chain.
//!
//! Invariant: the JSON is canonical (keys sorted, no white space), so that one content has one
//! digest.

use std::sync::Arc;

use minicbor::{Decode, Encode};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::{call::Digest, event::DocumentRef};

/// A document on its way into a commit, or read back from it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Document {
    /// Random bytes that keep the digest from being guessed.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub salt: [u8; 16],
    /// Canonical JSON; none after a lawful erasure.
    #[n(1)]
    pub json: Option<String>,
}

/// What a document says: the body that commands carry and documents hold.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The filled-in form.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub form: serde_json::Map<String, Json>,
    /// The reasons of a decision, an objection, a cancellation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    /// Files that were uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The materials that a notice of what is missing asks for, by their ids 一次性告知.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// A file beside the store, named by its digest.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// SHA-256 of its bytes, in hexadecimal.
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

impl Submission {
    /// Largest canonical JSON, in bytes: a form is a form, not a file.
    pub const SIZE_MAX: usize = 64 << 10;
    /// Longest opinion, in characters.
    pub const OPINION_MAX: usize = 4_000;
    /// Most attachments of one document.
    pub const ATTACHMENTS_MAX: usize = 50;

    /// Nothing was written.
    pub fn is_empty(&self) -> bool {
        self.form.is_empty()
            && self.opinion.is_empty()
            && self.attachments.is_empty()
            && self.missing.is_empty()
    }
}

impl Document {
    /// The document of a submission.
    pub fn new(submission: &Submission, salt: [u8; 16]) -> Self {
        let json = serde_json::to_value(submission).expect("a submission is plain data");
        Self { salt, json: Some(canonical(&json)) }
    }

    /// A document of any JSON, for example what a plugin was asked.
    pub fn of_json(json: &Json, salt: [u8; 16]) -> Self {
        Self { salt, json: Some(canonical(json)) }
    }

    /// What it says; none when it was erased or is damaged.
    pub fn submission(&self) -> Option<Submission> {
        serde_json::from_str(self.json.as_deref()?).ok()
    }

    /// The salted digest that events carry.
    pub fn digest(&self) -> Option<Digest> {
        let json = self.json.as_deref()?;
        let digest = Sha256::new().chain_update(self.salt).chain_update(json).finalize();
        Some(Digest(digest.into()))
    }

    /// How an event refers to it.
    pub(crate) fn refer(&self, index: usize, fields: Vec<String>) -> DocumentRef {
        let digest = self.digest().expect("a document on its way in is not erased");
        let index = u8::try_from(index).expect("a commit has few documents");
        DocumentRef { index, digest, fields }
    }
}

/// JSON with sorted keys and no white space.
fn canonical(json: &Json) -> String {
    fn sorted(json: &Json) -> Json {
        match json {
            Json::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(name, _)| *name);
                fields.into_iter().map(|(name, field)| (name.clone(), sorted(field))).collect()
            }
            Json::Array(items) => items.iter().map(sorted).collect(),
            other => other.clone(),
        }
    }
    sorted(json).to_string()
}

/// Documents by shared reference, as a commit holds them.
pub type Documents = Vec<Arc<Document>>;
