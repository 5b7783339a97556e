//! The world `checklist`.

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1",
    world: "checklist",
    imports: { default: trappable },
    with: {
        "tongban:plugin/types": crate::bindings::types,
        "tongban:plugin/host-log": crate::bindings::host_log,
        "tongban:plugin/host-feel": crate::bindings::host_feel,
        "tongban:plugin/host-calendar": crate::bindings::host_calendar,
        "tongban:plugin/host-division": crate::bindings::host_division,
        "tongban:plugin/host-reference": crate::bindings::host_reference,
    },
});

pub(crate) use exports::tongban::plugin::checklist_call::{Material, Materials};
