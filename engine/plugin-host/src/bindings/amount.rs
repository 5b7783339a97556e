//! The world `amount`.

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1",
    world: "amount",
    with: { "tongban:plugin/types": crate::bindings::types },
});

pub(crate) use exports::tongban::plugin::amount_call::Assessment;
