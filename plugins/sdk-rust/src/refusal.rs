//! A refusal: the plugin cannot answer, says why in its own words, and a human decides.

use std::fmt;

/// Why a plugin does not answer, for the clerk who must decide instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl From<String> for Refusal {
    fn from(words: String) -> Self {
        Self(words)
    }
}

impl From<&str> for Refusal {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        refusal.0
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}
