//! Plugins: install, list, withdraw.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Installs a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallPlugin {
    /// Its name, the same in all its versions.
    pub id: String,
    /// `major.minor.patch`
    pub version: String,
    /// The process whose point it fills.
    pub process: String,
    /// The point.
    pub point: String,
    /// The code of the division that supplies it; absent for the definition's own default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// What entitles the division to it.
    pub law: String,
    /// The first day on which it applies.
    pub from: String,
    /// The last day on which it applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The component in base64 with padding.
    pub component: String,
    /// Only check it.
    #[serde(default)]
    pub dry_run: bool,
}

/// An installed plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PluginLine {
    /// SHA-256 of its bytes.
    pub digest: String,
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The process.
    pub process: String,
    /// The point.
    pub point: String,
    /// The code of the division; absent for the definition's own default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// What it rests on.
    pub law: String,
    /// The first day on which it applies.
    pub from: String,
    /// The first day on which it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Ends a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPlugin {
    /// The first day on which it no longer applies.
    pub to: String,
    /// Why.
    pub reason: String,
}
