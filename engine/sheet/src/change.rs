//! What was read differently from how it was written, for the clerk to see.

use std::fmt;

/// One thing that was read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Like `B7` or `规则!B7`; empty for the whole file.
    pub place: String,
    /// As it was written.
    pub before: String,
    /// As it was read.
    pub after: String,
}

impl Change {
    pub(crate) fn new(place: String, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self { place, before: before.into(), after: after.into() }
    }

    /// Of the file as a whole.
    pub(crate) fn whole(before: impl Into<String>, after: impl Into<String>) -> Self {
        Self::new(String::new(), before, after)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{place}`{}` → `{}`", self.place, self.before, self.after)
    }
}
