//! Words about the code: every module says what it is, every crate is on the map, every code that
//! the source gives to people has a page.

use super::{crates::Metadata, sources::Source};
use crate::process::root;

/// Everything that is not explained.
pub(super) fn check(sources: &[Source], metadata: &Metadata) -> Vec<String> {
    let mut problems = Vec::new();
    for source in sources.iter().filter(|source| source.is_rust() && !source.is_test()) {
        let begins = source.text.trim_start();
        if !begins.starts_with("//!") {
            problems.push(format!("{}: expected a module doc (`//!`) first", source.name));
        }
    }
    problems.extend(sources.iter().flat_map(without_page));
    let map = root().join("engine/ARCHITECTURE.md");
    let map = std::fs::read_to_string(map).unwrap_or_default();
    for package in metadata.ours() {
        if !map.contains(&format!("`{}`", package.short())) {
            problems
                .push(format!("engine/ARCHITECTURE.md: `{}` is not on the map", package.short()));
        }
    }
    problems
}

/// What stands before the code of an error in the source. The lists of codes have tests of their
/// own in `tongban-api`.
const GIVES: &[&str] =
    &["stick(element, \"", "ailure::plain(\"", "ailed::plain(\"", "ailure::new(\""];

/// Codes that a file gives to people and that no page explains.
fn without_page(source: &Source) -> Vec<String> {
    // This file holds the patterns themselves.
    if !source.is_rust() || source.is_test() || source.name.starts_with("engine/xtask/") {
        return Vec::new();
    }
    let mut inside = false;
    let mut codes = Vec::new();
    for (number, line) in source.code() {
        inside = (inside && line != "    }") || line.contains("fn code(&self) -> &'static str");
        let begins = GIVES.iter().filter_map(|begin| line.split_once(begin));
        codes.extend(begins.filter_map(|(_, rest)| Some((number, rest.split('"').next()?))));
        if inside {
            let literals = line.split('"').skip(1).step_by(2);
            codes.extend(literals.map(|literal| (number, literal)));
        }
    }
    let pages = root().join("engine/docs/errors");
    let missing = codes.iter().filter(|(_, code)| !pages.join(format!("{code}.md")).exists());
    let say = |(number, code): &(usize, &str)| {
        format!("{}:{number}: `{code}` has no page in engine/docs/errors", source.name)
    };
    missing.map(say).collect()
}
