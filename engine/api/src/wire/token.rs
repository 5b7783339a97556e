//! Tokens: issue, revoke.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Time;

/// Issues a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    /// The person it stands for.
    pub person: String,
    /// How many days it counts: 1 to 366.
    #[serde(default = "ninety")]
    pub days: u16,
}

/// A new token. Only its hash is kept: it is shown this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewToken {
    /// Send it as `Authorization: Bearer …`.
    pub token: String,
    /// The id under which it can be revoked: its SHA-256.
    pub id: String,
    /// The person it stands for.
    pub person: String,
    /// Until when.
    pub expires: Time,
}

fn ninety() -> u16 {
    90
}
