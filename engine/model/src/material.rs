//! Materials: the papers that an applicant hands in.

use crate::Text;

/// One line of the checklist (一式两份：原件、复印件各一套).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// The name by which documents refer to it.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// Originals to show; they are handed back.
    pub originals_count: u32,
    /// Photocopies to keep, verified against the original.
    pub copies_count: u32,
    /// Not asked for where a platform has the data (57号 art. 10: no re-asking).
    pub by_data_sharing: bool,
}
