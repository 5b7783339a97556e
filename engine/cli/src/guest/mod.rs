//! Plugins written in a programming language: from a folder of source to a component.
//!
//! ```text
//! Cargo.toml ─ cargo, wasm32-unknown-unknown ─► core module ─► contract::componentize ─► component
//! plugin.ts  ─ esbuild ─► one module ─ componentize-qjs ──────────────────────────────► component
//! ```
//!
//! Not here: decision tables ([`crate::package`]), trying what came out ([`crate::trial`]).
//! Invariant: nothing here fetches a compiler; what is missing is said with the command that brings
//! it.

mod rust;
mod script;
mod std_build;
mod toolchain;

use std::path::Path;

use anyhow::Context as _;
use tongban_core::call::Question;
use tongban_plugin_host::contract;

/// What a plugin is written in, by the file that its manifest names as `source`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `Cargo.toml`
    Rust,
    /// `….ts` or `….js`
    Script,
}

impl Language {
    /// The language of a source; `None` for a table or a component, which need no compiler.
    pub fn of(source: &str) -> Option<Self> {
        let path = Path::new(source);
        if path.file_name().is_some_and(|name| name == "Cargo.toml") {
            return Some(Self::Rust);
        }
        let ending = path.extension()?.to_str()?;
        matches!(ending, "ts" | "mts" | "js" | "mjs").then_some(Self::Script)
    }
}

/// The question that a world answers, by the world's name in a manifest.
pub fn question(world: &str) -> anyhow::Result<Question> {
    let found = contract::QUESTIONS.into_iter().find(|found| contract::world_name(*found) == world);
    found.with_context(|| {
        let names = contract::QUESTIONS.map(contract::world_name).join("`, `");
        format!("expected one of `{names}` as `world`, but got `{world}`")
    })
}

/// Builds the component of a folder whose manifest names `source`.
pub fn build(folder: &Path, source: &str, question: Question) -> anyhow::Result<Vec<u8>> {
    match Language::of(source) {
        Some(Language::Rust) => rust::build(folder, source, question),
        Some(Language::Script) => script::build(folder, source, question),
        None => anyhow::bail!(
            "expected `Cargo.toml`, a `.ts` or a `.js`, but got `{source}` 不是可编译的源文件"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_source_tells_the_language() {
        assert_eq!(Language::of("Cargo.toml"), Some(Language::Rust));
        assert_eq!(Language::of("plugin.ts"), Some(Language::Script));
        assert_eq!(Language::of("src/plugin.js"), Some(Language::Script));
        assert_eq!(Language::of("table.csv"), None);
        assert_eq!(Language::of("table.xlsx"), None);
        assert_eq!(Language::of("plugin.wasm"), None);
    }
}
