//! Notices and objections, as staff see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    submission::Submission,
    text::{Division, Due, Text},
};
use crate::Time;

/// A standing notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoticeLine {
    /// Its id: instance and element, `3-1f.7`.
    pub id: String,
    /// The case.
    pub instance: String,
    /// The process's title.
    pub title: Text,
    /// Where it belongs.
    pub division: Division,
    /// Since when.
    pub posted_at: Time,
    /// Until when.
    pub until: Due,
    /// How many objected so far.
    pub objections_count: usize,
}

/// An objection, with what was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Objection {
    /// Its number in the case.
    pub id: u32,
    /// The notice.
    pub notice: String,
    /// The objector's receipt.
    pub receipt: String,
    /// When.
    pub at: Time,
    /// What was written; absent after a lawful erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Submission>,
}
