//! `guests`: what `cargo xtask test` runs for plugins written in programming languages.
//!
//! Invariant: it ends with another code than 0 if any language behaves otherwise than the others.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use anyhow::{Context as _, ensure};
use clap::Parser;
use tongban_guests::{
    conformance::{self, Language},
    root, typescript,
};

/// The conformance of plugins in every language.
#[derive(Debug, Parser)]
enum Args {
    /// Try the plugin of one language against the table's.
    Conformance {
        /// Which.
        language: Which,
    },
    /// Write the TypeScript of the plugin interface anew.
    Types,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Which {
    Rust,
    Js,
}

fn main() -> anyhow::Result<()> {
    match Args::parse() {
        Args::Conformance { language: Which::Rust } => conformance(Language::Rust),
        Args::Conformance { language: Which::Js } => conformance(Language::Script),
        Args::Types => {
            write(typescript::FILE, &typescript::generate()?)?;
            write(typescript::IMPORTS_FILE, &typescript::imports())
        }
    }
}

fn write(name: &str, text: &str) -> anyhow::Result<()> {
    std::fs::write(root().join(name), text).with_context(|| format!("writing `{name}`"))
}

fn conformance(language: Language) -> anyhow::Result<()> {
    let bench = conformance::bench(language)?;
    let shared = conformance::cases("cases.yaml")?;
    let outcomes = conformance::outcomes(&bench, &shared)?;
    let table = conformance::outcomes(&conformance::bench(Language::Table)?, &shared)?;
    ensure!(
        conformance::bytes(&outcomes)? == conformance::bytes(&table)?,
        "expected the same answers as the table, but\n{outcomes:?}\n{table:?}"
    );
    let own = conformance::cases("cases-code.yaml")?;
    let spoken = conformance::outcomes(&bench, &own)?;
    conformance::check_recorded(&own, &spoken)?;
    conformance::check_break(&bench)?;
    let (median, p99) = conformance::cost(&bench, &shared)?;
    let count = shared.len() + own.len() + 1;
    println!("{language:?}: {count} cases; a fresh call {median:.1} µs, p99 {p99:.1} µs");
    Ok(())
}
