//! Checking what somebody filled in, by the layers of a point of the world `validator`.
//!
//! Invariants: what is not taken changes nothing; what is taken has what the layers said recorded
//! beside it. Where no layer applies, nothing is checked. What was answered is recorded as it
//! was answered; whoever filled in the form is told its fields, not the names of inputs.

use tongban_model::{Point, PointId};

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
        let problems = problems.into_iter().map(|problem| placed(asked.point, problem));
        return Err(Rejection::ValidationFailed(problems.collect()).into());
    }
    if asked.outcomes().next().is_some() {
        point::record(draft, element, asked);
    }
    Ok(())
}

/// A problem at the field of the form, where the plugin named an input that is just that field:
/// `成员.0.月收入` of an input `成员: members` becomes `members.0.月收入`.
fn placed(point: &Point, problem: Problem) -> Problem {
    let (name, rest) = match problem.field.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (problem.field.as_str(), None),
    };
    let Some(input) = point.inputs.get(name) else { return problem };
    let own = input.names().find(|field| *field == input.source().trim());
    let Some(field) = own else { return problem };
    let field = match rest {
        Some(rest) => format!("{field}.{rest}"),
        None => field.to_owned(),
    };
    Problem { field, ..problem }
}
