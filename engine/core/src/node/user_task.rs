//! `userTask`: opens a task for the holders of a role; people decide it.

use tongban_model::{
    DueRule, Nobody, NodeId, RoleId, UserTask,
    organisation::{DivisionId, Level},
};

use super::{boundary_event, span};
use crate::{
    clock,
    event::{DueAt, Event, TaskOpened},
    id::ElementId,
    moment::Moment,
    state::Task,
    step::{Draft, Stopped, may_hold},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &UserTask) -> Stopped {
    let performer = &rule.performer;
    let node = &draft.node(element).id;
    let mut held = holders(draft, (node, rule), (&performer.role, performer.at));
    if held.is_none()
        && let Nobody::Role { role, at } = &performer.nobody
    {
        held = holders(draft, (node, rule), (role, *at));
    }
    let Some((role, division)) = held else {
        let detail = format!("nobody may act as `{}` at {}", performer.role, performer.at.name());
        draft.stick(element, "nobody-holds-role", detail);
        return Ok(());
    };
    let (due, days) = match &rule.due {
        None => (None, None),
        Some(DueRule::MonthDay(day)) => (Some(clock::month_day(draft, draft.cx.at(), *day)), None),
        Some(DueRule::Within { span, since }) => {
            let Some(length) = span::find_out(draft, element, span)? else { return Ok(()) };
            let from = begins(draft, since, draft.cx.at());
            (Some(clock::ends(draft, from, length.term)), length.days)
        }
    };
    draft.emit(Event::TaskOpened(TaskOpened { element, role, division, due, days }));
    boundary_event::arm(draft, element, due);
    Ok(())
}

/// The role and division, when enough people there may act.
fn holders(
    draft: &Draft<'_>,
    (node, rule): (&NodeId, &UserTask),
    (role, at): (&RoleId, Level),
) -> Option<(RoleId, DivisionId)> {
    let day = draft.cx.at().day();
    let organisation = &draft.cx.world.organisation;
    let division = organisation.at_level(draft.state.division, at, day)?;
    let standing = draft.standing();
    let able = organisation
        .holders(role, division, day)
        .iter()
        .filter(|person| may_hold(&standing, (node, rule), person).is_ok())
        .count();
    (able >= rule.participants.count as usize).then(|| (role.clone(), division))
}

/// The moment from which a task's time counts: when the latest of these nodes began, or its own
/// opening.
fn begins(draft: &Draft<'_>, since: &[NodeId], opened_at: Moment) -> Moment {
    let begun = draft.state.elements.values().filter(|other| since.contains(&other.node));
    let before = begun.map(|other| other.activated_at).filter(|began| *began <= opened_at);
    before.max().unwrap_or(opened_at)
}

/// When an open task is due, by the dates of now.
pub(crate) fn due(
    draft: &Draft<'_>,
    rule: &UserTask,
    (opened_at, task): (Moment, &Task),
) -> Option<DueAt> {
    Some(match rule.due.as_ref()? {
        DueRule::MonthDay(day) => clock::month_day(draft, opened_at, *day),
        DueRule::Within { span, since } => {
            let term = span::again(span, task.days)?;
            clock::ends(draft, begins(draft, since, opened_at), term)
        }
    })
}
