//! From bytes that passed inspection to a component ready to be instantiated.
//!
//! Not here: the cheap checks ([`crate::inspect`]), keeping what came out ([`crate::cache`]).
//! Invariant: what is linked exports exactly its question's interface with exactly its signature,
//! and gets no host function.

use tongban_core::call::Question;
use tongban_plugin_api::Refusal;
use wasmtime::{
    Engine,
    component::{Component, ComponentNamedList, Lift, Linker, types::ComponentItem},
};

use crate::{
    bindings::{
        amount::{AmountPre, Assessment},
        parameter::{Choice, ParameterPre},
        rule::{Decision, RulePre},
        types::Field,
    },
    contract,
    sandbox::Guest,
};

/// Compiles bytes that passed inspection.
pub(crate) fn compile(engine: &Engine, component: &[u8]) -> Result<Component, Refusal> {
    Component::from_binary(engine, component)
        .map_err(|error| Refusal::Invalid(format!("it does not compile: {error:#}")))
}

/// Checks the types of imports and exports, and links.
pub(crate) fn link(component: &Component, question: Question) -> Result<Guest, Refusal> {
    check_imports(component)?;
    match question {
        Question::Rule => check_export::<Decision>(component, question)?,
        Question::Parameter => check_export::<Choice>(component, question)?,
        Question::Amount => check_export::<Assessment>(component, question)?,
    }
    let unfit = |error: wasmtime::Error| Refusal::WrongExports(format!("{error:#}"));
    let pre = Linker::new(component.engine())
        .instantiate_pre(component)
        .map_err(|error| Refusal::ForbiddenImport(format!("{error:#}")))?;
    Ok(match question {
        Question::Rule => Guest::Rule(RulePre::new(pre).map_err(unfit)?),
        Question::Parameter => Guest::Parameter(ParameterPre::new(pre).map_err(unfit)?),
        Question::Amount => Guest::Amount(AmountPre::new(pre).map_err(unfit)?),
    })
}

/// Imports may hold types and nothing else.
fn check_imports(component: &Component) -> Result<(), Refusal> {
    let engine = component.engine();
    for (name, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(instance) = import.ty else {
            return Err(Refusal::ForbiddenImport(name.to_owned()));
        };
        for (item, export) in instance.exports(engine) {
            if !matches!(export.ty, ComponentItem::Type(_)) {
                return Err(Refusal::ForbiddenImport(format!("{name}#{item}")));
            }
        }
    }
    Ok(())
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
