//! The world `rule`, and the types and host interfaces that all worlds share.

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1",
    world: "rule",
    imports: { default: trappable },
});

pub(crate) use exports::tongban::plugin::rule_call::{Decision, Verdict};
