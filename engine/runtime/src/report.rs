//! What a check found: facts, and problems if there are any.
//!
//! Invariant: at most [`PROBLEMS_MAX`] problems are kept; how many there were is always told.

use std::fmt;

use tongban_model::Text;

/// Most problems kept: enough to see what kind of damage it is.
pub(crate) const PROBLEMS_MAX: usize = 1_000;

/// What a check found. It is sound when there are no problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    facts: Vec<Line>,
    problems: Vec<Line>,
    problems_count: u64,
}

/// One line of a report, in Chinese and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(pub Text);

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0.en, self.0.zh)
    }
}

impl Report {
    /// What was checked.
    pub fn facts(&self) -> impl Iterator<Item = &Line> {
        self.facts.iter()
    }

    /// What is wrong; the first [`PROBLEMS_MAX`].
    pub fn problems(&self) -> impl Iterator<Item = &Line> {
        self.problems.iter()
    }

    /// How many problems there were.
    pub fn problems_count(&self) -> u64 {
        self.problems_count
    }

    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems_count == 0
    }

    pub(crate) fn fact(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.facts.push(Line(Text::new(zh, en)));
    }

    pub(crate) fn problem(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.problems_count += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Line(Text::new(zh, en)));
        }
    }

    /// A problem with one thing.
    pub(crate) fn wrong(&mut self, subject: impl fmt::Display, (zh, en): (&str, &str)) {
        self.problem(format!("{subject}：{zh}"), format!("{subject}: {en}"));
    }
}
