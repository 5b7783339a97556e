//! `userTask`: opens a task for the holders of a role; people decide it.

use tongban_model::{
    DueRule, Nobody, RoleId, UserTask,
    organisation::{DivisionId, Level},
};

use super::boundary_event;
use crate::{
    clock,
    event::{DueAt, Event, TaskOpened},
    id::ElementId,
    moment::Moment,
    step::{Draft, may_hold},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &UserTask) {
    let performer = &rule.performer;
    let mut held = holders(draft, rule, (&performer.role, performer.at));
    if held.is_none()
        && let Nobody::Role { role, at } = &performer.nobody
    {
        held = holders(draft, rule, (role, *at));
    }
    let Some((role, division)) = held else {
        let detail = format!("nobody may act as `{}` at {}", performer.role, performer.at.name());
        return draft.stick(element, "nobody-holds-role", detail);
    };
    let due = due(draft, rule, draft.cx.at());
    draft.emit(Event::TaskOpened(TaskOpened { element, role, division, due }));
    boundary_event::arm(draft, element, due);
}

/// The role and division, when enough people there may act.
fn holders(
    draft: &Draft<'_>,
    rule: &UserTask,
    (role, at): (&RoleId, Level),
) -> Option<(RoleId, DivisionId)> {
    let day = draft.cx.at().day();
    let organisation = &draft.cx.world.organisation;
    let division = organisation.at_level(draft.state.division, at, day)?;
    let standing = draft.standing();
    let able = organisation
        .holders(role, division, day)
        .iter()
        .filter(|person| may_hold(&standing, &rule.performer, person).is_ok())
        .count();
    (able >= rule.participants.count as usize).then(|| (role.clone(), division))
}

/// When a task that was opened at `from` is due.
pub(crate) fn due(draft: &Draft<'_>, rule: &UserTask, from: Moment) -> Option<DueAt> {
    Some(match rule.due.as_ref()? {
        DueRule::Term(term) => clock::ends(draft, from, *term),
        DueRule::MonthDay(day) => clock::month_day(draft, from, *day),
    })
}
