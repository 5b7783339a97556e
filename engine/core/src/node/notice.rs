//! `notice` 公示: public for so many days; then it leaves by `clear` or `objected`.

use tongban_expr::Value;
use tongban_model::{Days, Notice, OutcomeId};

use super::{boundary_event, point};
use crate::{
    clock,
    data::name_of,
    event::{DueAt, Event, NoticePosted, Purpose},
    id::ElementId,
    moment::Moment,
    state::Work,
    step::{Draft, Stopped, leave},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &Notice) -> Stopped {
    if let Days::Point { point, .. } = &rule.days
        && !point::ask(draft, element, point)?
    {
        return Ok(());
    }
    let Some(until) = until(draft, (element, rule), draft.cx.at()) else {
        draft.stick(element, "plugin-output", "expected a whole number of days as `value`");
        return Ok(());
    };
    draft.emit(Event::NoticePosted(NoticePosted { element, until }));
    clock::set_timer(draft, until, Purpose::NoticeEnds(element));
    boundary_event::arm(draft, element, Some(until));
    Ok(())
}

/// Until when a notice stands that was posted at `from`.
pub(crate) fn until(
    draft: &Draft<'_>,
    (element, rule): (ElementId, &Notice),
    from: Moment,
) -> Option<DueAt> {
    let term = match &rule.days {
        Days::Term(term) => *term,
        Days::Point { unit, .. } => clock::term_of_days(answered_days(draft, element)?, *unit),
    };
    Some(clock::ends(draft, from, term))
}

fn answered_days(draft: &Draft<'_>, element: ElementId) -> Option<u32> {
    let name = name_of(&draft.node(element).id);
    let days = draft.answered_value(&name)?;
    match days {
        Value::Number(days) => days.to_string().parse().ok(),
        _ => None,
    }
}

/// The notice has stood its time.
pub(crate) fn ends(draft: &mut Draft<'_>, element: ElementId) {
    let objected = draft.state.element(element).is_some_and(|found| match &found.work {
        Some(Work::Notice(notice)) => !notice.objections.is_empty(),
        _ => false,
    });
    let outcome = OutcomeId::from(if objected { "objected" } else { "clear" });
    leave(draft, element, Some(&outcome));
}
