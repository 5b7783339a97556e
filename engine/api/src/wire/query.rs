//! Query parameters. Unknown ones are refused: a misspelt filter must not show everything.

use serde::Deserialize;
use utoipa::IntoParams;

/// No parameters.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Waits for a position first, so that a reader sees what it wrote.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The `position` of an earlier answer.
    pub after: Option<String>,
}

/// A part of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Most lines, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Which paper of a kind.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// The element that produced it, as the list of papers says; the latest unless told.
    pub element: Option<u32>,
}

/// Of which case, or of which division and day, a point is explained.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// The case.
    pub instance: Option<String>,
    /// The code of a division, instead of a case.
    pub division: Option<String>,
    /// The day, today unless told; with `division`.
    pub day: Option<String>,
    /// As the register stood at the end of this day, before what was installed or withdrawn later;
    /// with `division`, for an auditor.
    pub known: Option<String>,
}

/// Which tasks. Without a filter: the caller's own and those of all the caller's posts.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// Those that this person took, and those of their posts: an id, or `me`.
    pub person: Option<String>,
    /// Those of the posts with this role that nobody took yet.
    pub role: Option<String>,
    /// Those of the posts in this division and below it: its code.
    pub division: Option<String>,
    /// Only those that must be done before this time.
    pub due_before: Option<String>,
    /// The `position` of an earlier answer: waits for it.
    pub after: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Most lines, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Which cases.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Instances {
    /// Of this process.
    pub process: Option<String>,
    /// `running`, `completed` or `cancelled`.
    pub status: Option<String>,
    /// The code of their division.
    pub division: Option<String>,
    /// The number on a receipt.
    pub receipt: Option<String>,
    /// The `position` of an earlier answer: waits for it.
    pub after: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Most lines, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Which part of a history.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// From this record on, 1 unless told.
    pub from: Option<u64>,
    /// Most records, 100 unless told, at most 500.
    pub limit: Option<usize>,
    /// The `position` of an earlier answer: waits for it.
    pub after: Option<String>,
}

/// Which divisions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Divisions {
    /// Part of the name, or the beginning of a code.
    pub q: Option<String>,
    /// Only those right below this code, or anywhere below it when `q` is given.
    pub under: Option<String>,
}

/// Which people.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// The code of the division in which they hold a post today.
    pub division: String,
}

/// Whose reminders.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// The role; with `division`. Without both: those of all the caller's posts.
    pub role: Option<String>,
    /// The code of its division.
    pub division: Option<String>,
    /// Most lines, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Which notices.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// The code of their division or of one above it.
    pub division: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Most lines, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// Which version of a definition.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The digest; the version in force today unless told.
    pub version: Option<String>,
}

/// The language of a page for people.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// `zh` or `en`; Chinese unless told.
    pub lang: Option<String>,
}
