//! What the machine rejects, as failures.

use tongban_core::{Rejection, call::Severity};
use tongban_model::Text;
use tongban_runtime::{Refusal, Unregistered};

use super::{Failure, Fault};

impl From<&Rejection> for Failure {
    fn from(rejection: &Rejection) -> Self {
        let message = rejection.message();
        let mut failure = Self::new(rejection.code(), message.zh, message.en);
        failure.errors = parts(rejection);
        failure.hint = hint(rejection);
        if matches!(rejection, Rejection::Busy) {
            failure.retry_after_s = Some(1);
        }
        failure
    }
}

fn parts(rejection: &Rejection) -> Vec<Fault> {
    let part = |at: &str, message: Text| Fault {
        at: at.to_owned(),
        code: None,
        message,
        hint: None,
        severe: true,
    };
    match rejection {
        Rejection::FormInvalid(problems) => problems
            .iter()
            .map(|problem| part(&format!("/form{}", problem.pointer), problem.message.clone()))
            .collect(),
        Rejection::ValidationFailed(problems) => problems
            .iter()
            .map(|problem| Fault {
                severe: problem.severity == Severity::Error,
                ..part(&format!("/form{}", problem.pointer()), problem.text())
            })
            .collect(),
        Rejection::OutcomeUnknown { .. } => vec![part("/outcome", rejection.message())],
        Rejection::MaterialUnknown { .. } => vec![part("/missing", rejection.message())],
        Rejection::ReasonRequired => vec![part("/opinion", rejection.message())],
        Rejection::SendBackIllegal { .. } => vec![part("/to", rejection.message())],
        Rejection::OccurredAtUnfit | Rejection::BackdatingNotAllowed => {
            vec![part("/occurred_at", rejection.message())]
        }
        Rejection::DivisionUnfit { .. } => vec![part("/division", rejection.message())],
        _ => Vec::new(),
    }
}

fn hint(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::Stale { .. } => Text::new(
            "重新读取办件，核对后再提交",
            "read the case again, look at what changed, then send it with its new `ETag`",
        ),
        Rejection::Recused | Rejection::Excluded { .. } => Text::new(
            "请同岗位的其他人员办理；无人可办的，由管理员任命",
            "somebody else in that post must do it; if there is nobody, an appointment is needed",
        ),
        Rejection::ValidatorFailed { .. } => Text::new(
            "请告知管理员检查该扩展点的插件，之后重新提交",
            "tell an administrator to look at the point's plugins, then send it again",
        ),
        Rejection::NotOpen(_) => {
            Text::new("查看办件的当前环节", "`GET /api/v1/instances/{id}/why` says what is open")
        }
        _ => return None,
    })
}

impl From<&Refusal> for Failure {
    fn from(refusal: &Refusal) -> Self {
        let Refusal::Rejected(rejection) = refusal else {
            let message = refusal.message();
            let failure = Self::new(refusal.code(), message.zh, message.en);
            return match refusal {
                Refusal::Busy | Refusal::KeyInFlight => failure.retry_after(1),
                Refusal::StoreUnavailable => failure.retry_after(30),
                _ => failure,
            };
        };
        Self::from(rejection)
    }
}

impl From<&Unregistered> for Failure {
    fn from(unregistered: &Unregistered) -> Self {
        match unregistered {
            Unregistered::Definition(diagnostics) => Self::definition(diagnostics),
            Unregistered::Holidays(problems) => {
                let mut failure = Self::plain("holidays-invalid");
                failure.errors = problems.iter().map(Fault::from).collect();
                failure
            }
            Unregistered::Organisation(diagnostics) => {
                let mut failure = Self::plain("organisation-invalid");
                failure.errors = diagnostics.iter().map(Fault::from).collect();
                failure
            }
            Unregistered::Component(refusal) => Self::from(refusal),
            Unregistered::Unfit { code, message } => {
                Self::new(code, message.zh.as_str(), message.en.as_str())
            }
            Unregistered::Refused(refusal) => Self::from(refusal),
            _ => Self::plain("internal"),
        }
    }
}
