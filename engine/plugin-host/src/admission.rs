//! From bytes that passed inspection to a component ready to be instantiated.
//!
//! Not here: the cheap checks ([`crate::inspect`]), keeping what came out ([`crate::cache`]).
//! Invariant: what is linked exports exactly its question's interface with exactly its signature,
//! and gets only the host functions that the contract lists.

use tongban_core::call::Question;
use tongban_plugin_api::Refusal;
use wasmtime::{
    Engine,
    component::{Component, ComponentNamedList, HasSelf, Lift, Linker, types::ComponentItem},
};

use crate::{
    bindings::{
        amount::{AmountPre, Assessment},
        checklist::{ChecklistPre, Materials},
        parameter::{Choice, ParameterPre},
        rule::{Decision, Rule, RulePre},
        types::Field,
        validator::{Report, ValidatorPre},
    },
    contract,
    sandbox::{Guest, Seat, World},
};

/// Compiles bytes that passed inspection.
pub(crate) fn compile(engine: &Engine, component: &[u8]) -> Result<Component, Refusal> {
    Component::from_binary(engine, component)
        .map_err(|error| Refusal::Invalid(format!("it does not compile: {error:#}")))
}

/// Checks the types of imports and exports, and links.
pub(crate) fn link(component: &Component, question: Question) -> Result<Guest, Refusal> {
    let uses_host = check_imports(component)?;
    match question {
        Question::Rule => check_export::<Decision>(component, question)?,
        Question::Parameter => check_export::<Choice>(component, question)?,
        Question::Checklist => check_export::<Materials>(component, question)?,
        Question::Amount => check_export::<Assessment>(component, question)?,
        Question::Validator => check_export::<Report>(component, question)?,
    }
    let unfit = |error: wasmtime::Error| Refusal::WrongExports(format!("{error:#}"));
    let pre = linker(component.engine(), uses_host)
        .instantiate_pre(component)
        .map_err(|error| Refusal::ForbiddenImport(format!("{error:#}")))?;
    let world = match question {
        Question::Rule => World::Rule(RulePre::new(pre).map_err(unfit)?),
        Question::Parameter => World::Parameter(ParameterPre::new(pre).map_err(unfit)?),
        Question::Checklist => World::Checklist(ChecklistPre::new(pre).map_err(unfit)?),
        Question::Amount => World::Amount(AmountPre::new(pre).map_err(unfit)?),
        Question::Validator => World::Validator(ValidatorPre::new(pre).map_err(unfit)?),
    };
    Ok(Guest { world, uses_host })
}

/// The host functions, for a component that imports any. All worlds import the same.
fn linker(engine: &Engine, uses_host: bool) -> Linker<Seat> {
    let mut linker = Linker::new(engine);
    if uses_host {
        Rule::add_to_linker::<_, HasSelf<_>>(&mut linker, |seat: &mut Seat| seat)
            .expect("an empty linker takes each interface once");
    }
    linker
}

/// Imports may hold types, and in the host's interfaces the host's functions. True if there are
/// any of those.
fn check_imports(component: &Component) -> Result<bool, Refusal> {
    let engine = component.engine();
    let mut uses_host = false;
    for (name, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(instance) = import.ty else {
            return Err(Refusal::ForbiddenImport(name.to_owned()));
        };
        let granted = contract::host_functions(name).unwrap_or_default();
        for (item, export) in instance.exports(engine) {
            match export.ty {
                ComponentItem::Type(_) => {}
                ComponentItem::ComponentFunc(function)
                    if granted.contains(&item) && !function.async_() =>
                {
                    uses_host = true;
                }
                _ => return Err(Refusal::ForbiddenImport(format!("{name}#{item}"))),
            }
        }
    }
    Ok(uses_host)
}

/// The interface of `question` has the one function, answering with `result<A, string>`.
fn check_export<A>(component: &Component, question: Question) -> Result<(), Refusal>
where
    (Result<A, String>,): ComponentNamedList + Lift,
{
    let engine = component.engine();
    let interface = contract::interface(question);
    let refuse = |reason: String| Err(Refusal::WrongExports(reason));
    let world = component.component_type();
    let Some(ComponentItem::ComponentInstance(instance)) =
        world.get_export(engine, interface).map(|export| export.ty)
    else {
        return refuse(format!("`{interface}` is not an interface"));
    };
    let mut answers = false;
    for (name, export) in instance.exports(engine) {
        match export.ty {
            ComponentItem::Type(_) => {}
            ComponentItem::ComponentFunc(function) if name == contract::ANSWER => {
                let signature =
                    function.typecheck::<(&[Field],), (Result<A, String>,)>(&world.instance_type());
                if let Err(error) = signature {
                    return refuse(format!(
                        "`{interface}#{name}` has another signature: {error:#}"
                    ));
                }
                if function.async_() {
                    return refuse(format!("`{interface}#{name}` is asynchronous"));
                }
                answers = true;
            }
            _ => return refuse(format!("`{interface}` also has `{name}`")),
        }
    }
    if answers {
        return Ok(());
    }
    refuse(format!("`{interface}` has no function `{}`", contract::ANSWER))
}
