//! What is wrong with a definition, a table of holidays or an organisation, as failures.

use tongban_calendar::CsvProblem;
use tongban_model::{Diagnostic, Severity, Text};
use tongban_plugin_api::Refusal;

use super::{Failure, Fault};

impl From<&Diagnostic> for Fault {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            at: diagnostic.place.to_string(),
            code: Some(diagnostic.code),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            severe: diagnostic.severity == Severity::Error,
        }
    }
}

impl From<&CsvProblem> for Fault {
    fn from(problem: &CsvProblem) -> Self {
        Self {
            at: format!("holidays.csv:{}:1", problem.line),
            code: None,
            message: Text::new(problem.zh.as_str(), problem.en.as_str()),
            hint: None,
            severe: true,
        }
    }
}

impl Failure {
    /// A definition that cannot be released.
    pub fn definition(diagnostics: &[Diagnostic]) -> Self {
        let count = diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
        let mut failure = Self::new(
            "definition-invalid",
            format!("流程定义有 {count} 处错误，未发布"),
            format!("the definition has {count} errors and was not released"),
        );
        failure.errors = diagnostics.iter().map(Fault::from).collect();
        failure
    }
}

impl From<&Refusal> for Failure {
    fn from(refusal: &Refusal) -> Self {
        Self::new(refusal.code(), refusal.zh(), refusal.to_string())
    }
}
