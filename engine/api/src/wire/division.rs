//! Divisions and people.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::Division;

/// A division with its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DivisionDetail {
    /// The division.
    #[serde(flatten)]
    pub division: Division,
    /// Its permanent id.
    pub id: u32,
    /// The way from the country down to it, itself left out.
    pub above: Vec<Division>,
    /// The divisions right below.
    pub below: Vec<Division>,
}

/// A person and their posts today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Posts held today.
    pub posts: Vec<PostLine>,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostLine {
    /// Where.
    pub division: Division,
    /// Its title.
    pub title: String,
    /// The roles that it carries.
    pub roles: Vec<String>,
}
