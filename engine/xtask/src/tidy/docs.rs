//! Words about the code: every module says what it is, every crate is on the map.

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
