//! Pages of a list: at most so many lines, and the cursor of the next.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Some lines of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Page<T: ToSchema> {
    /// The lines, in the order of the list.
    pub items: Vec<T>,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T: ToSchema> Page<T> {
    /// A list without more pages.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
