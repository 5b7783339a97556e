//! The world `parameter`.

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1",
    world: "parameter",
    with: { "tongban:plugin/types": crate::bindings::types },
});

pub(crate) use exports::tongban::plugin::parameter_call::Choice;
