//! Problems with tables of divisions and registers of staff, before they are put into a file's
//! diagnostics.

use std::sync::Arc;

use super::codes::CODES;
use crate::{Diagnostic, Place, Severity, Text};

/// Most problems that are told of one file: a table of the wrong kind has one in each line.
pub(super) const PROBLEMS_MAX: usize = 200;

/// One problem; the file is added when all are gathered.
#[derive(Debug)]
pub(super) struct Problem {
    code: &'static str,
    severity: Severity,
    line: u64,
    column: u64,
    // Boxed: these travel as errors of many small readers.
    message: Box<Text>,
    hint: Option<Box<Text>>,
}

impl Problem {
    pub(super) fn new(code: &'static str, line: u64, column: u64) -> Self {
        assert!(CODES.iter().any(|known| known.code == code), "`{code}` is explained");
        let message = Box::default();
        Self { code, severity: Severity::Error, line, column, message, hint: None }
    }

    pub(super) fn on(code: &'static str, place: &Place) -> Self {
        Self::new(code, u64::from(place.line), u64::from(place.column))
    }

    #[must_use]
    pub(super) fn zh(mut self, zh: impl Into<String>) -> Self {
        self.message.zh = zh.into();
        self
    }

    #[must_use]
    pub(super) fn en(mut self, en: impl Into<String>) -> Self {
        self.message.en = en.into();
        self
    }

    #[must_use]
    pub(super) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Box::new(Text::new(zh, en)));
        self
    }

    #[must_use]
    pub(super) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The problems of one file as its diagnostics, in the order of its lines. The value is given
    /// up when one is an error.
    pub(super) fn finish<T>(
        file: &str,
        value: Option<T>,
        mut problems: Vec<Self>,
    ) -> (Option<T>, Vec<Diagnostic>) {
        let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.truncate(PROBLEMS_MAX);
        let file: Arc<str> = file.into();
        let diagnostics = problems.into_iter().map(|problem| problem.at(&file)).collect();
        (value.filter(|_| !failed), diagnostics)
    }

    fn at(self, file: &Arc<str>) -> Diagnostic {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = (number(self.line), number(self.column));
        let place = Place { file: Arc::clone(file), line, column };
        let Self { code, severity, message, hint, .. } = self;
        let (message, hint) = (*message, hint.map(|hint| *hint));
        Diagnostic { code, severity, place, message, hint }
    }
}
