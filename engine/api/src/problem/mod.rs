//! Problems: everything that can go wrong, as RFC 9457 says it.
//!
//! ```text
//! Rejection · Refusal · Diagnostic ──► Failure (both languages) ──► Problem (the reader's)
//! ```
//! Not here: pages' text (`engine/docs/errors`). Invariants: a code never changes its meaning; each
//! has one status and one page; nothing here carries what a person wrote in a form.

mod catalogue;
mod definition;
mod page;
mod rejection;

use serde::{Deserialize, Serialize};
use tongban_model::Text;
use utoipa::ToSchema;

pub use catalogue::{CATALOGUE, Code, entry};
pub use page::{PAGES, page};

use crate::Lang;

/// What went wrong, in both languages, before the reader is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A code of [`CATALOGUE`].
    pub code: &'static str,
    /// This occurrence.
    pub detail: Text,
    /// What to do, where that is known.
    pub hint: Option<Text>,
    /// The parts of the body that are wrong.
    pub errors: Vec<Fault>,
    /// After so many seconds a repetition may succeed.
    pub retry_after_s: Option<u32>,
}

/// One part that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer into the body, or `file:line:column` of a source.
    pub at: String,
    /// Its own code, where it has one.
    pub code: Option<&'static str>,
    /// What was expected there.
    pub message: Text,
    /// What to write instead.
    pub hint: Option<Text>,
    /// It must be mended; otherwise it is a warning.
    pub severe: bool,
}

/// A problem as RFC 9457 writes it: `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Where it is explained: `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is in general.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What it is this time.
    pub detail: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The stable code.
    pub code: String,
    /// The parts of the body or the source that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemPart>,
}

/// One part of a body or a source that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemPart {
    /// A JSON pointer into the body, or `file:line:column` of a source.
    pub pointer: String,
    /// Its own code, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What was expected there.
    pub detail: String,
    /// What to write instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// `error` or `warning`.
    pub severity: String,
}

impl Failure {
    /// A failure with this detail.
    ///
    /// # Panics
    /// When the code is not in the catalogue: that is a bug, and a test names every code.
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        assert!(entry(code).is_some(), "`{code}` is in the catalogue");
        let detail = Text::new(zh, en);
        Self { code, detail, hint: None, errors: Vec::new(), retry_after_s: None }
    }

    /// A failure that says no more than its title.
    pub fn plain(code: &'static str) -> Self {
        let known = entry(code).expect("the code is in the catalogue");
        Self::new(code, known.zh, known.en)
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Text::new(zh, en));
        self
    }

    /// Adds one wrong part.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, message: Text) -> Self {
        let at = pointer.into();
        self.errors.push(Fault { at, code: None, message, hint: None, severe: true });
        self
    }

    /// Says when a repetition may succeed.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        entry(self.code).map_or(500, |known| known.status)
    }

    /// The problem in a reader's language.
    pub fn problem(&self, lang: Lang) -> Problem {
        let known = entry(self.code).expect("failures are made of known codes");
        Problem {
            kind: format!("/problems/{}", self.code),
            title: lang.pick(known.zh, known.en).to_owned(),
            status: known.status,
            detail: lang.of(&self.detail).to_owned(),
            hint: self.hint.as_ref().map(|hint| lang.of(hint).to_owned()),
            code: self.code.to_owned(),
            errors: self.errors.iter().map(|fault| fault.part(lang)).collect(),
        }
    }
}

impl Fault {
    /// The part in a reader's language.
    pub fn part(&self, lang: Lang) -> ProblemPart {
        ProblemPart {
            pointer: self.at.clone(),
            code: self.code.map(str::to_owned),
            detail: lang.of(&self.message).to_owned(),
            hint: self.hint.as_ref().map(|hint| lang.of(hint).to_owned()),
            severity: if self.severe { "error" } else { "warning" }.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
