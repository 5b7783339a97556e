//! `Start`: a case begins.

use tongban_model::{NodeKind, StartEvent};

use super::{Draft, Stopped, missing, participate, run};
use crate::{
    command::Start,
    data,
    event::{Event, InstanceStarted},
    node,
    rejection::Rejection,
};

pub(super) fn start(draft: &mut Draft<'_>, start: &Start) -> Stopped {
    let cx = draft.cx;
    let day = cx.at().day();
    let process = draft.process();
    let organisation = &cx.world.organisation;
    if organisation.level(start.division, day) != Some(process.at) {
        return Err(Rejection::DivisionUnfit { expected: process.at.name() }.into());
    }
    participate::may_start(cx, start.division)?;
    data::read(&process.form, &start.application)?;
    missing::check(draft, None, &start.application)?;
    let application = draft.keep(&start.application)?;
    draft.emit(Event::InstanceStarted(InstanceStarted {
        process: process.id.clone(),
        digest: start.digest,
        division: start.division,
        receipt: cx.receipt("", 0),
        application,
    }));
    let begins = process.start();
    let element = run::activated(draft, &begins.id, Vec::new(), None);
    if let NodeKind::StartEvent(StartEvent { validator: Some(point) }) = &begins.kind {
        node::validate(draft, element, point)?;
    }
    node::activate(draft, element)
}
