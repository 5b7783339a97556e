//! Diagnostics: what is wrong with a source, where, and what was expected, for an administrator.
//!
//! Not here: the codes and their explanations (`codes`).
//! Invariants: every message is in Chinese and English; a report keeps at most
//! [`DIAGNOSTICS_MAX`] and says so when there were more.

use std::{fmt, sync::Arc};

use super::codes;
use crate::Text;

/// Most diagnostics of one load: nobody reads more before mending the first.
pub const DIAGNOSTICS_MAX: usize = 500;

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as the bundle names it.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Place {
    /// The beginning of a file: for what is wrong with it as a whole.
    pub fn start_of(file: &str) -> Self {
        Self { file: file.into(), line: 1, column: 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The definition cannot be released.
    Error,
    /// Probably not what was meant.
    Warning,
}

/// One thing wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, explained in [`super::CODES`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What was expected and what is there.
    pub message: Text,
    /// What to write instead, where that is known.
    pub hint: Option<Text>,
}

impl Diagnostic {
    /// Adds what to write instead.
    pub fn hint(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.hint = Some(Text::new(zh, en));
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Self { code, place, message, hint, .. } = self;
        write!(f, "{place}: {severity}[{code}]: {}\n  {}", message.en, message.zh)?;
        match hint {
            Some(hint) => write!(f, "\n  hint: {}\n  提示：{}", hint.en, hint.zh),
            None => Ok(()),
        }
    }
}

/// Diagnostics while they are collected.
#[derive(Debug, Default)]
pub struct Report {
    list: Vec<Diagnostic>,
    dropped: usize,
}

impl Report {
    /// Adds an error and gives it back, so that a hint can be added.
    pub fn error(&mut self, code: &'static str, at: &Place, message: Text) -> &mut Diagnostic {
        self.push(code, Severity::Error, at, message)
    }

    /// Adds a warning and gives it back, so that a hint can be added.
    pub fn warn(&mut self, code: &'static str, at: &Place, message: Text) -> &mut Diagnostic {
        self.push(code, Severity::Warning, at, message)
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        at: &Place,
        message: Text,
    ) -> &mut Diagnostic {
        if self.list.len() >= DIAGNOSTICS_MAX {
            self.dropped += 1;
            self.list.pop();
        }
        self.list.push(Diagnostic { code, severity, place: at.clone(), message, hint: None });
        self.list.last_mut().expect("one was just pushed")
    }

    /// Takes over diagnostics of another reader.
    pub fn extend(&mut self, others: Vec<Diagnostic>) {
        for other in others {
            let added = self.push(other.code, other.severity, &other.place, other.message);
            added.hint = other.hint;
        }
    }

    /// Whether there is an error.
    pub fn any_error(&self) -> bool {
        self.dropped > 0 || self.list.iter().any(|one| one.severity == Severity::Error)
    }

    /// How many were kept.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All, by file, line and column; equal ones once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by(|a, b| (&a.place, a.code).cmp(&(&b.place, b.code)));
        self.list.dedup();
        if self.dropped > 0
            && let Some(first) = self.list.first()
        {
            let message = Text::new(
                format!("问题超过 {DIAGNOSTICS_MAX} 个，其余未列出"),
                format!("expected at most {DIAGNOSTICS_MAX} problems, but there are more"),
            );
            let (severity, place) = (Severity::Error, Place::start_of(&first.place.file));
            let code = codes::TOO_MANY_DIAGNOSTICS;
            self.list.push(Diagnostic { code, severity, place, message, hint: None });
        }
        self.list
    }
}
