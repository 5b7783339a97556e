//! Checking what somebody filled in, by the layers of a point of the world `validator`.
//!
//! Invariants: what is not taken changes nothing; what is taken has what the layers said recorded
//! beside it. Where no layer applies, nothing is checked.

use tongban_model::PointId;

use super::point;
use crate::{
    call::{Outcome, Problem, Severity},
    id::ElementId,
    rejection::Rejection,
    step::{Draft, Stopped},
};

/// Checks what the draft has just taken up for an element, and records it; or rejects the command.
pub(crate) fn validate(draft: &mut Draft<'_>, element: ElementId, id: &PointId) -> Stopped {
    let failed = |detail: String| Rejection::ValidatorFailed { point: id.clone(), detail };
    let asked = point::layers(draft, element, id)?.map_err(failed)?;
    let mut problems: Vec<Problem> = Vec::new();
    for outcome in asked.outcomes() {
        match outcome {
            Outcome::Answered(answer) => problems.extend(answer.problems.iter().cloned()),
            Outcome::Refused(words) => return Err(failed(words.clone()).into()),
            Outcome::Failed { failure, detail } => {
                return Err(failed(format!("{failure:?}: {detail}")).into());
            }
            Outcome::Unavailable(detail) => return Err(failed(detail.clone()).into()),
        }
    }
    if problems.iter().any(|problem| problem.severity == Severity::Error) {
        return Err(Rejection::ValidationFailed(problems).into());
    }
    if asked.outcomes().next().is_some() {
        point::record(draft, element, asked);
    }
    Ok(())
}
