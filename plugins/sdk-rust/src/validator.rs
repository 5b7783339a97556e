//! What is wrong with a form, built up word by word. 校验

pub use crate::bindings::validator::exports::tongban::plugin::validator_call::{
    Problem, Report, Severity,
};
use crate::{Finding, Intent};

impl Problem {
    /// The form is not taken. `field` names what is wrong, with dots; empty for the whole form.
    pub fn error(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
            message_en: None,
            severity: Severity::Error,
            law: None,
        }
    }

    /// It is recorded, and the form is taken.
    pub fn warning(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(field, message) }
    }

    /// The same in English.
    #[must_use]
    pub fn english(self, message: impl Into<String>) -> Self {
        Self { message_en: Some(message.into()), ..self }
    }

    /// The article behind it.
    #[must_use]
    pub fn law(self, article: impl Into<String>) -> Self {
        Self { law: Some(article.into()), ..self }
    }
}

impl Report {
    /// Nothing is wrong yet.
    #[expect(clippy::new_without_default, reason = "a report is written, not defaulted")]
    pub fn new() -> Self {
        Self { problems: Vec::new(), findings: Vec::new(), intents: Vec::new() }
    }

    /// One more problem.
    #[must_use]
    pub fn with(mut self, problem: Problem) -> Self {
        self.problems.push(problem);
        self
    }

    /// One more reason.
    #[must_use]
    pub fn because(mut self, finding: Finding) -> Self {
        self.findings.push(finding);
        self
    }

    /// One more thing that should be done. 意愿
    #[must_use]
    pub fn wish(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }
}
