//! Deciding: what a command does to an instance. Pure; nothing is written here.
//!
//! ```text
//! command ─► one file per command ─► events ─► tokens ─► node kinds ─► … until nothing moves
//! ```
//! A step works on a draft: a copy of the state into which its own events are applied as it goes,
//! so that it sees what it has done. The caller applies the same events to the real state.

mod cancel;
mod decide_task;
mod draft;
mod extend_clock;
mod file_objection;
mod missing;
mod participate;
mod recompute;
mod resolve_incident;
mod run;
mod send_back;
mod start;
mod task_claims;
mod wake;

use std::sync::Arc;

pub use cancel::CANCEL_ROLE;
pub(crate) use draft::{Draft, Stop, Stopped};
pub(crate) use participate::may_hold;
pub use participate::{BACKDATE_ROLE, Standing, may_decide};
pub use resolve_incident::INCIDENT_ROLE;
pub(crate) use run::{activated, end, leave, leave_by};

use crate::{
    call::Call,
    clock,
    command::Command,
    cx::Cx,
    document::Document,
    effect::Effect,
    event::Event,
    rejection::Rejection,
    state::{Instance, Status},
};

/// Most transitions of one commit; the rest is done in the next.
pub const TRANSITIONS_MAX: u32 = 1_000;

/// What a step came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It decided.
    Done(Done),
    /// It cannot decide before these calls are answered.
    Ask(Vec<Call>),
}

/// What a command does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Done {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// What people wrote, as the events refer to it.
    pub documents: Vec<Arc<Document>>,
    /// What must happen in the world afterwards.
    pub effects: Vec<Effect>,
}

/// Decides a command. Nothing changes; apply the events to make it so.
pub fn step(cx: &Cx<'_>, state: &Instance, command: &Command) -> Result<Step, Rejection> {
    admit(cx, state, command)?;
    let mut draft = Draft::new(cx, state);
    let decided = dispatch(&mut draft, command).and_then(|()| run::run(&mut draft));
    match decided {
        Ok(()) => {
            clock::settle_local(&mut draft);
            Ok(Step::Done(draft.done()))
        }
        Err(Stop::Ask(calls)) => Ok(Step::Ask(calls)),
        Err(Stop::Rejected(rejection)) => Err(*rejection),
    }
}

/// What holds for every command.
fn admit(cx: &Cx<'_>, state: &Instance, command: &Command) -> Result<(), Rejection> {
    let starts = matches!(command, Command::Start(_));
    match state.status {
        Status::Unborn if !starts => return Err(Rejection::InstanceUnknown),
        Status::Running if starts => return Err(Rejection::InstanceExists),
        Status::Completed(..) | Status::Cancelled(_) => return Err(Rejection::InstanceEnded),
        Status::Unborn | Status::Running => {}
    }
    participate::backdated(cx, state, command)
}

fn dispatch(draft: &mut Draft<'_>, command: &Command) -> Stopped {
    match command {
        Command::Start(start) => start::start(draft, start),
        Command::ClaimTask(element) => task_claims::claim(draft, *element),
        Command::ReleaseTask(element) => task_claims::release(draft, *element),
        Command::DecideTask(decide) => decide_task::decide(draft, decide),
        Command::SendBack(send) => send_back::send_back(draft, send),
        Command::FileObjection(objection) => file_objection::file(draft, objection),
        Command::ExtendClock(reason) => extend_clock::extend(draft, reason),
        Command::Cancel(reason) => cancel::cancel(draft, reason),
        Command::ResolveIncident(element) => resolve_incident::resolve(draft, *element),
        Command::Wake => {
            wake::wake(draft);
            Ok(())
        }
        Command::Continue => Ok(()),
        Command::Recompute => {
            recompute::recompute(draft);
            Ok(())
        }
    }
}
