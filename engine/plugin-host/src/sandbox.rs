//! One call: a fresh store and instance, bounded in every direction, dropped afterwards.
//!
//! Not here: which component; what its answer means.
//! Invariant: every way in which a call can end is an [`Outcome`]; what depends on the machine or
//! the wall clock is [`Outcome::Unavailable`], the rest depends on component and input alone.

use std::sync::Arc;

use tongban_core::call::{Answer, Called, Failure, Outcome, Scene};
use tongban_plugin_api::Surroundings;
use wasmtime::{Engine, Store, Trap};

use crate::{
    HostConfig,
    answer::{Problem, Reader},
    bindings::{
        amount::AmountPre, checklist::ChecklistPre, parameter::ParameterPre, rule::RulePre,
        types::Field, validator::ValidatorPre,
    },
    desk::{Desk, OverGrant},
    limiter::{HostExhausted, Limiter, OverCap},
    ticker::Ticker,
};

/// Longest detail of a failure, in characters: it is recorded with the case.
const DETAIL_CHARS_MAX: usize = 300;

/// A component that is linked and ready to be instantiated.
pub(crate) struct Guest {
    pub(crate) world: World,
    /// It imports host functions. Most plugins do not, and then no desk is set up for them.
    pub(crate) uses_host: bool,
}

/// A linked component by its world.
pub(crate) enum World {
    Rule(RulePre<Seat>),
    Parameter(ParameterPre<Seat>),
    Checklist(ChecklistPre<Seat>),
    Amount(AmountPre<Seat>),
    Validator(ValidatorPre<Seat>),
}

/// What the store of one call holds.
pub(crate) struct Seat {
    limiter: Limiter,
    /// Where host functions are served; none for a guest that imports none.
    pub(crate) desk: Option<Box<Desk>>,
}

/// Where a call broke off.
enum Break {
    /// Before the guest could be asked.
    Starting(wasmtime::Error),
    /// While it was asked or its answer was read.
    Asking(wasmtime::Error),
    /// It answered, but not credibly.
    Answer(Problem),
}

/// What a guest says: an answer, or a refusal in its own words.
type Reply = Result<Answer, String>;

/// Asks `guest` once.
pub(crate) fn ask(engine: &Engine, guest: &Guest, asked: &Asked<'_>) -> Called {
    let mut store = store(engine, guest, asked);
    let outcome = match run(&mut store, guest, asked) {
        Ok(Ok(answer)) => Outcome::Answered(answer),
        Ok(Err(words)) => Outcome::Refused(words),
        Err(cause) => outcome(cause),
    };
    let used = store.into_data().desk.and_then(|desk| desk.used()).map(Box::new);
    Called { outcome, used }
}

/// The question, and the limits and surroundings under which it is asked.
pub(crate) struct Asked<'a> {
    pub(crate) input: &'a [Field],
    pub(crate) scene: Scene,
    pub(crate) surroundings: &'a Arc<dyn Surroundings>,
    pub(crate) config: &'a HostConfig,
}

fn store(engine: &Engine, guest: &Guest, asked: &Asked<'_>) -> Store<Seat> {
    let config = asked.config;
    let desk = || Desk::new(config, (asked.scene, asked.surroundings));
    let desk = guest.uses_host.then(|| Box::new(desk()));
    let mut store = Store::new(engine, Seat { limiter: Limiter::new(config), desk });
    store.limiter(|seat| &mut seat.limiter);
    store.set_fuel(config.fuel_max).expect("the engine counts fuel");
    store.set_epoch_deadline(Ticker::ticks(config.deadline));
    store.epoch_deadline_trap();
    store.set_hostcall_fuel(config.hostcall_bytes_max);
    // No world has handles.
    store.set_max_component_handles(1);
    store
}

fn run(store: &mut Store<Seat>, guest: &Guest, asked: &Asked<'_>) -> Result<Reply, Break> {
    let mut reader = Reader::new(&asked.config.answer);
    let reply = match &guest.world {
        World::Rule(pre) => {
            let rule = pre.instantiate(&mut *store).map_err(Break::Starting)?;
            let call = rule.tongban_plugin_rule_call();
            let reply = call.call_answer(store, asked.input).map_err(Break::Asking)?;
            reply.map(|decision| reader.decision(decision))
        }
        World::Parameter(pre) => {
            let parameter = pre.instantiate(&mut *store).map_err(Break::Starting)?;
            let call = parameter.tongban_plugin_parameter_call();
            let reply = call.call_answer(store, asked.input).map_err(Break::Asking)?;
            reply.map(|choice| reader.choice(choice))
        }
        World::Checklist(pre) => {
            let checklist = pre.instantiate(&mut *store).map_err(Break::Starting)?;
            let call = checklist.tongban_plugin_checklist_call();
            let reply = call.call_answer(store, asked.input).map_err(Break::Asking)?;
            reply.map(|materials| reader.materials(materials))
        }
        World::Amount(pre) => {
            let amount = pre.instantiate(&mut *store).map_err(Break::Starting)?;
            let call = amount.tongban_plugin_amount_call();
            let reply = call.call_answer(store, asked.input).map_err(Break::Asking)?;
            reply.map(|assessment| reader.assessment(assessment))
        }
        World::Validator(pre) => {
            let validator = pre.instantiate(&mut *store).map_err(Break::Starting)?;
            let call = validator.tongban_plugin_validator_call();
            let reply = call.call_answer(store, asked.input).map_err(Break::Asking)?;
            reply.map(|report| reader.report(report))
        }
    };
    match reply {
        Ok(answer) => answer.map(Ok),
        Err(words) => reader.refusal(words).map(Err),
    }
    .map_err(Break::Answer)
}

fn outcome(cause: Break) -> Outcome {
    let (error, machine_to_blame) = match cause {
        Break::Answer(problem) => return failed(Failure::Output, problem.to_string()),
        // An instance that cannot be made for no reason of the guest's: no slot, no memory.
        Break::Starting(error) => (error, true),
        Break::Asking(error) => (error, false),
    };
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return trapped(*trap);
    }
    if let Some(over) = error.downcast_ref::<OverCap>() {
        return failed(Failure::Memory, over.to_string());
    }
    if let Some(over) = error.downcast_ref::<OverGrant>() {
        return failed(Failure::Host, over.to_string());
    }
    if machine_to_blame || error.is::<HostExhausted>() {
        return Outcome::Unavailable(shorten(format!("{error:#}")));
    }
    // What is left is an answer that is not of its world: text that is no UTF-8, a list outside of
    // memory, an unknown case, more bytes than the host takes.
    failed(Failure::Output, format!("{error:#}"))
}

fn trapped(trap: Trap) -> Outcome {
    match trap {
        Trap::OutOfFuel => failed(Failure::Fuel, trap.to_string()),
        Trap::Interrupt => Outcome::Unavailable("the wall-clock deadline passed".to_owned()),
        _ => failed(Failure::Trap, trap.to_string()),
    }
}

fn failed(failure: Failure, detail: String) -> Outcome {
    Outcome::Failed { failure, detail: shorten(detail) }
}

fn shorten(detail: String) -> String {
    match detail.char_indices().nth(DETAIL_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &detail[..at]),
        None => detail,
    }
}
