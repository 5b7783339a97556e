//! `guests`: what `cargo xtask test` runs for plugins written in programming languages.
//!
//! Invariant: it ends with another code than 0 if any language behaves otherwise than the others.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use anyhow::{Context as _, ensure};
use clap::Parser;
use tongban_core::call::Question;
use tongban_guests::{
    conformance::{self, Language},
    root, running, typescript,
};

/// The conformance of plugins in every language.
#[derive(Debug, Parser)]
enum Args {
    /// Try the plugin of one language against the table's.
    Conformance {
        /// Which.
        language: Which,
    },
    /// Install the bundled plugin of one language for a county, and file applications there.
    Running {
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
        Args::Running { language: Which::Rust } => running::validator(),
        Args::Running { language: Which::Js } => running::checklist(),
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
    let bench = conformance::bench(language, Question::Rule)?;
    let shared = conformance::cases("cases.yaml")?;
    let calls = conformance::called(&bench, &shared)?;
    let table = conformance::bench(Language::Table, Question::Rule)?;
    let table = conformance::called(&table, &shared)?;
    ensure!(
        conformance::bytes(&calls)? == conformance::bytes(&table)?,
        "expected the same answers as the table, but\n{calls:?}\n{table:?}"
    );
    conformance::check_break(&bench)?;
    conformance::check_flood(&bench)?;
    let mut count = shared.len() + 2 + conformance::check_kind(&bench, "code")?;
    for question in Question::ALL.into_iter().filter(|it| *it != Question::Rule) {
        let bench = conformance::bench(language, question)?;
        count += conformance::check_kind(&bench, question.name())?;
    }
    let (median, p99) = conformance::cost(&bench, &shared)?;
    println!("{language:?}: {count} cases; a fresh call {median:.1} µs, p99 {p99:.1} µs");
    Ok(())
}
