//! The world `rule`, and the types that all worlds share.

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1",
    world: "rule",
});

pub(crate) use exports::tongban::plugin::rule_call::{Decision, Verdict};
