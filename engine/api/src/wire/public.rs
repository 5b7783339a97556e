//! What anybody may see and do without a token.
//!
//! Invariant: nothing here but what a definition's `publish` lines say, masked, and what the holder
//! of a receipt must know.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{Division, Due, Text};
use crate::Time;

/// A standing notice, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicNotice {
    /// Its id.
    pub id: String,
    /// The process's title.
    pub title: Text,
    /// Where it belongs.
    pub division: Division,
    /// What is published, and nothing else.
    pub lines: Vec<PublicLine>,
    /// Where it hangs or stands.
    pub places: Vec<String>,
    /// Since when.
    pub posted_at: Time,
    /// Until when.
    pub until: Due,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// It stands, so that an objection is taken.
    pub open: bool,
}

/// One published line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicLine {
    /// What it says it is.
    pub title: Text,
    /// The value, masked.
    pub value: String,
}

/// An objection by anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileObjection {
    /// What is objected.
    pub opinion: String,
    /// The objector's name, if they give it: a named objection is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// What an objector keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectionReceipt {
    /// The number by which they can ask what became of it.
    pub receipt: String,
    /// When it was received.
    pub received_at: Time,
}

/// A case by the number on a receipt, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicCase {
    /// The number.
    pub receipt: String,
    /// `applicant` or `objector`: whose receipt it is.
    pub holder: String,
    /// The process's title.
    pub title: Text,
    /// The division of the case.
    pub division: Division,
    /// When the application, or the objection, was received.
    pub received_at: Time,
    /// `running`, `completed` or `cancelled`.
    pub status: String,
    /// Where it is, in plain words.
    pub words: Text,
    /// The steps under way, by their titles.
    pub now: Vec<Text>,
    /// By when it must be decided, once the clock runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Due>,
    /// What the applicant must do now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_do: Option<Text>,
    /// What the applicant was told besides, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
}
