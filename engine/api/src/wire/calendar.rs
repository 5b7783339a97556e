//! Imports: holidays and organisation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::problem::ProblemPart;

/// Replaces the holiday table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadHolidays {
    /// The table as CSV.
    pub csv: String,
    /// Only show what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// Replaces divisions, posts and people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadOrganisation {
    /// The divisions as CSV.
    pub divisions: String,
    /// Posts and people as YAML.
    pub staff: String,
    /// Only show what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// What an import changed or would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    /// It took effect.
    pub applied: bool,
    /// The number of the world after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub world: Option<u64>,
    /// One line for each change.
    pub changes: Vec<String>,
    /// Warnings, and in a dry run errors too.
    pub problems: Vec<ProblemPart>,
}

/// The holiday table in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holidays {
    /// The years that are published; dates beyond them are provisional.
    pub years: Vec<i16>,
}
