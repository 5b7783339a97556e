//! `DecideTask`: one person decides; with the last participant the task ends.

use tongban_model::{NodeKind, Outcome, OutcomeId, Prints, UserTask};

use super::{Draft, Stopped, leave, may_decide, missing};
use crate::{
    command::DecideTask,
    data,
    event::{Event, TaskDecided},
    id::ElementId,
    node,
    rejection::Rejection,
    state::{Decision, Work},
};

pub(super) fn decide(draft: &mut Draft<'_>, decide: &DecideTask) -> Stopped {
    let person = draft.person(decide.element)?;
    may_decide(&draft.standing(), decide.element, &person)?;
    let place = draft.node(decide.element);
    let NodeKind::UserTask(rule) = &place.kind else {
        return Err(Rejection::NotOpen(decide.element).into());
    };
    let outcome = check(rule, decide)?;
    missing::check(draft, outcome.prints, &decide.submission)?;
    let document = match &decide.submission {
        written if written.is_empty() => None,
        written => Some(draft.keep(written)?),
    };
    draft.emit(Event::TaskDecided(TaskDecided {
        element: decide.element,
        person,
        outcome: decide.outcome.clone(),
        document,
    }));
    if let Some(point) = rule.validator.as_ref().filter(|_| !outcome.without_form) {
        node::validate(draft, decide.element, point)?;
    }
    if let Some(outcome) = agreed(draft, decide.element, rule)
        && node::start_clock(draft, decide.element, (&place.id, &outcome))?
    {
        leave(draft, decide.element, Some(&outcome));
    }
    Ok(())
}

/// The outcome exists, its reasons are there, the form is right. A notice of what is missing that
/// names no material needs words: it would ask for nothing.
fn check<'r>(rule: &'r UserTask, decide: &DecideTask) -> Stopped<&'r Outcome> {
    let Some(outcome) = rule.outcomes.get(&decide.outcome) else {
        return Err(Rejection::OutcomeUnknown {
            outcome: decide.outcome.clone(),
            expected: rule.outcomes.keys().cloned().collect(),
        }
        .into());
    };
    let silent =
        outcome.prints == Some(Prints::MaterialsNotice) && decide.submission.missing.is_empty();
    if (outcome.reason_required || silent) && decide.submission.opinion.trim().is_empty() {
        return Err(Rejection::ReasonRequired.into());
    }
    match &rule.form {
        Some(form) if !outcome.without_form => {
            data::read(form, &decide.submission)?;
        }
        _ if decide.submission.form.is_empty() => {}
        Some(form) => {
            data::read(form, &decide.submission)?;
        }
        None => return Err(Rejection::TooLarge { what: "form", max: 0 }.into()),
    }
    Ok(outcome)
}

/// The outcome, once enough people have decided.
fn agreed(draft: &Draft<'_>, element: ElementId, rule: &UserTask) -> Option<OutcomeId> {
    let Some(Work::Task(task)) = &draft.state.element(element)?.work else { return None };
    let Decision { outcome: latest, .. } = task.decisions.last()?;
    if !rule.participants.all {
        return Some(latest.clone());
    }
    if task.decisions.len() < rule.participants.count as usize {
        return None;
    }
    let unanimous = task.decisions.iter().all(|decision| decision.outcome == *latest);
    match &rule.participants.disagreement {
        Some(disagreement) if !unanimous => Some(disagreement.clone()),
        _ => Some(latest.clone()),
    }
}
