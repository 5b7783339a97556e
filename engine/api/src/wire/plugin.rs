//! Plugins: install, list, withdraw.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::Text;

/// Installs a signed package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallPlugin {
    /// The bytes of the package (`.tbp`) in base64 with padding. Its manifest says for whom it is,
    /// and from when.
    pub package: String,
    /// Only check it, and say what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InstalledPlugin {
    /// SHA-256 of its bytes; by it the plugin is withdrawn.
    pub digest: String,
    /// Whether it is installed now; not after a dry run.
    pub applied: bool,
    /// What differs from before, in words.
    pub differences: Vec<Text>,
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
    /// The key that signed its package; absent for what was bundled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// The key of a division above that countersigned it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countersigned_by: Option<String>,
}

/// Ends a plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPlugin {
    /// Where; needed only where the same bytes stand in several places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<PluginPlace>,
    /// The first day on which it no longer applies.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// Where a plugin is installed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginPlace {
    /// The process.
    pub process: String,
    /// The extension point.
    pub point: String,
    /// The division's code; none for the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
}
