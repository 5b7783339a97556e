//! Why a case is where it is: what is waited for, who may act, which article, how long.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{Division, Due, Text};
use crate::Time;

/// Everything that a case waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Why {
    /// The case.
    pub instance: String,
    /// `running`, `completed` or `cancelled`.
    pub status: String,
    /// In one sentence.
    pub summary: Text,
    /// What is waited for, one entry for each open step.
    pub waits: Vec<Wait>,
    /// The statutory clock, once it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
}

/// One thing that is waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Wait {
    /// `task`, `notice`, `incident` or `join`.
    #[serde(rename = "for")]
    pub for_: String,
    /// The node.
    pub node: String,
    /// The node's title.
    pub title: Text,
    /// Its number in the case; absent for a join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// In plain words.
    pub reason: Text,
    /// The article that demands this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Time>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// The post that may act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Post>,
    /// The code of an incident record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A post whose holders may act, and those who may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Post {
    /// The role.
    pub role: String,
    /// Where.
    pub division: Division,
    /// So many people must decide.
    pub needed: u32,
    /// Who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<Person>,
    /// Who may act now.
    pub may_act: Vec<Person>,
    /// Who holds the role and may not act.
    pub kept_away: Vec<KeptAway>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Somebody who holds the role and may not act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptAway {
    /// Who.
    pub person: Person,
    /// The code of the reason.
    pub code: String,
    /// The reason.
    pub reason: Text,
}

/// The statutory clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Clock {
    /// The moment from which it counts; its day does not count.
    pub started_at: Time,
    /// The limit, as the law says it: `30 working days`.
    pub limit: String,
    /// The article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// Working days used: today included, or until the case ended.
    pub used_days: i64,
    /// When it ends, and what is left while the case runs.
    pub due: Due,
    /// Its one extension was used.
    pub extended: bool,
    /// The place's own limit beside the law's; `due` is the earlier of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<LocalLimit>,
    /// What the end rests on, when it is provisional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// A limit that the place set for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalLimit {
    /// The point whose layers set it; `explain` of that point says which law.
    pub point: String,
    /// The limit, as the place says it: `30 calendar days`.
    pub limit: String,
    /// The steps whose time does not count.
    pub pauses: Vec<Text>,
    /// What they have taken so far, in the unit of the limit.
    pub excluded: u32,
    /// Since when it stands still, while it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<Time>,
}
