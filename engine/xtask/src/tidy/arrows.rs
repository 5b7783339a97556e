//! Which of our crates may name which, and who alone may name certain third-party crates.

use std::collections::BTreeMap;

use super::crates::Metadata;

/// For each crate, what it may name of ours. `cli` and `xtask` are the shell; tests may name all.
const ARROWS: &[(&str, &[&str])] = &[
    ("expr", &[]),
    ("calendar", &[]),
    ("model", &["expr", "calendar"]),
    ("core", &["model", "expr", "calendar"]),
    ("sheet", &["model", "expr", "calendar"]),
    ("store", &[]),
    ("plugin-api", &["core", "model", "expr", "calendar"]),
    ("store-fjall", &["store"]),
    ("store-sled", &["store"]),
    ("plugin-host", &["plugin-api", "core", "model", "expr", "calendar"]),
    ("runtime", &["core", "model", "expr", "calendar", "store", "plugin-api"]),
    ("api", &["runtime", "core", "model", "expr", "calendar", "plugin-api", "store"]),
    (
        "server",
        &["api", "runtime", "core", "model", "expr", "calendar", "plugin-api", "store", "sheet"],
    ),
    (
        "cli",
        &[
            "server",
            "api",
            "runtime",
            "core",
            "model",
            "expr",
            "calendar",
            "sheet",
            "store",
            "store-fjall",
            "store-sled",
            "plugin-api",
            "plugin-host",
        ],
    ),
    ("xtask", &[]),
];

/// Third-party crates that one of ours alone may name.
const ALONE: &[(&str, &[&str])] = &[
    ("petgraph", &["model"]),
    ("wasmtime", &["plugin-host"]),
    ("axum", &["server"]),
    ("fjall", &["store-fjall"]),
    ("sled", &["store-sled"]),
    ("calamine", &["sheet"]),
    ("rust_xlsxwriter", &["sheet"]),
    ("encoding_rs", &["sheet"]),
];

/// Third-party crates that the pure crates never name.
const IMPURE: &[&str] = &["tokio", "rand", "uuid", "axum", "tracing", "fjall", "sled"];
const PURE: &[&str] = &["expr", "calendar", "model", "core"];

/// Every arrow that should not be there.
pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    let arrows: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let mut problems = Vec::new();
    for package in metadata.ours() {
        let name = package.short();
        let test = package.is_test();
        for dependency in package.dependencies.iter().filter(|found| found.kind.is_none()) {
            let short = dependency.name.trim_start_matches("tongban-");
            if dependency.name.starts_with("tongban-") {
                let allowed = arrows.get(name).is_some_and(|allowed| allowed.contains(&short));
                if !test && !allowed {
                    problems.push(format!("{name}: may not name `{short}` (see arrows.rs)"));
                }
            } else if let Some((_, owners)) = ALONE.iter().find(|(of, _)| *of == dependency.name)
                && !owners.contains(&name)
                && !test
            {
                problems.push(format!("{name}: only {owners:?} may name `{}`", dependency.name));
            }
            if PURE.contains(&name) && IMPURE.contains(&dependency.name.as_str()) {
                problems.push(format!("{name}: a pure crate may not name `{}`", dependency.name));
            }
        }
        if !test && !arrows.contains_key(name) {
            problems.push(format!("{name}: not in the table of arrows (arrows.rs)"));
        }
    }
    problems
}
