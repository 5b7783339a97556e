//! Papers: what is printed from a case.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::Text;

/// A paper that can be printed from a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaperLine {
    /// `notice`, `acceptance`, `materials-notice`, `decision` or `refusal`.
    pub kind: String,
    /// Its title.
    pub title: Text,
    /// Its number; the second of a kind in a case and those after it have their place at its end.
    pub number: String,
    /// The element of the case that produced it.
    pub element: u32,
    /// The day that it bears.
    pub day: String,
    /// Where it is.
    pub href: String,
}
