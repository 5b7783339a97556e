//! Reference tables for plugins: register, list, retire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Registers a reference table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterReference {
    /// The name under which plugins ask for it.
    pub id: String,
    /// The code of the division for which it holds, and everything below; absent for the whole
    /// country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// What it rests on.
    pub law: String,
    /// The first day on which it holds.
    pub from: String,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The rows: the first line names the columns, the first column is the key.
    pub csv: String,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

/// A registered reference table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferenceLine {
    /// SHA-256 of its rows.
    pub digest: String,
    /// Its name.
    pub id: String,
    /// The code of the division; absent for the whole country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// What it rests on.
    pub law: String,
    /// The first day on which it holds.
    pub from: String,
    /// The first day on which it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Ends a reference table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireReference {
    /// The first day on which it no longer holds.
    pub to: String,
    /// Why.
    pub reason: String,
}
