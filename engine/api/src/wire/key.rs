//! Keys by which divisions sign their plugins: register, list, revoke.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Puts a key on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterKey {
    /// The key, as minisign writes it: the second line of the `.pub` file.
    pub public: String,
    /// The code of the division that signs by it; absent for the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// Who keeps its secret half.
    pub holder: String,
    /// The first day on which it counts; today without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The first day on which it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A key on file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyLine {
    /// Its fingerprint.
    pub id: String,
    /// The key.
    pub public: String,
    /// The code of the division; absent for the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// Who keeps its secret half.
    pub holder: String,
    /// The first day on which it counts.
    pub from: String,
    /// The first day on which it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day on which it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<String>,
    /// Whether signatures by it are accepted today.
    pub counts: bool,
}

/// Ends a key at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeKey {
    /// Why.
    pub reason: String,
}
