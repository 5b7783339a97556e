//! Rust types and glue generated from `plugins/wit/v1`: the shared types and the host's functions
//! once, and one module per world that a plugin can export.
//!
//! Not here: anything that a plugin's author should read. Invariants: a world's glue is only in the
//! component of a plugin that exports it; a function of the host is imported only by a plugin that
//! calls it.

wit_bindgen::generate!({
    path: "../wit/v1",
    inline: "
        package tongban:sdk;
        world shared {
            import tongban:plugin/types@1.0.0;
            import tongban:plugin/host-log@1.0.0;
            import tongban:plugin/host-feel@1.0.0;
            import tongban:plugin/host-calendar@1.0.0;
            import tongban:plugin/host-division@1.0.0;
            import tongban:plugin/host-reference@1.0.0;
        }
    ",
    world: "tongban:sdk/shared",
    generate_all,
    generate_unused_types: true,
    additional_derives: [PartialEq, Eq],
    additional_derives_ignore: ["decimal"],
});

pub use tongban::plugin::{
    host_calendar, host_division, host_feel, host_log, host_reference, types,
};

macro_rules! world {
    ($module:ident, $name:literal, $export:literal, $home:literal) => {
        pub mod $module {
            wit_bindgen::generate!({
                path: "../wit/v1",
                world: $name,
                with: {
                    "tongban:plugin/types@1.0.0": crate::bindings::types,
                    "tongban:plugin/host-log@1.0.0": crate::bindings::host_log,
                    "tongban:plugin/host-feel@1.0.0": crate::bindings::host_feel,
                    "tongban:plugin/host-calendar@1.0.0": crate::bindings::host_calendar,
                    "tongban:plugin/host-division@1.0.0": crate::bindings::host_division,
                    "tongban:plugin/host-reference@1.0.0": crate::bindings::host_reference,
                },
                pub_export_macro: true,
                export_macro_name: $export,
                default_bindings_module: $home,
                additional_derives: [PartialEq, Eq],
            });
        }
    };
}

world!(rule, "rule", "__export_rule", "tongban_plugin::bindings::rule");
world!(parameter, "parameter", "__export_parameter", "tongban_plugin::bindings::parameter");
world!(checklist, "checklist", "__export_checklist", "tongban_plugin::bindings::checklist");
world!(amount, "amount", "__export_amount", "tongban_plugin::bindings::amount");
world!(validator, "validator", "__export_validator", "tongban_plugin::bindings::validator");
