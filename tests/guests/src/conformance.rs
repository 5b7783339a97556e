//! One plugin per language: the cases of the folder, then the same answers as the table and as each
//! other, then what a call costs.

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use tongban_cli::{
    package::Package,
    trial::{self, Bench, Case},
};
use tongban_core::call::{Failure, Outcome};
use tongban_expr::Value;
use tongban_plugin_host::Host;

use crate::here;

/// Calls that are timed: enough for a median that stays.
const CALLS_COUNT: usize = 2_000;

/// What a conformance plugin is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A decision table.
    Table,
    /// Rust.
    Rust,
    /// JavaScript or TypeScript.
    Script,
}

impl Language {
    /// Its folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Rust => "rust",
            Self::Script => "js",
        }
    }
}

/// Builds and admits the plugin of a language.
pub fn bench(language: Language) -> anyhow::Result<Bench> {
    let package = Package::read(&here().join(language.folder()))?;
    Bench::new(&package.component)
}

/// The cases of every language, or those of programs alone.
pub fn cases(file: &str) -> anyhow::Result<Vec<Case>> {
    let cases = trial::read(&here().join(file))?;
    ensure!(!cases.is_empty(), "expected cases in `{file}`");
    Ok(cases)
}

/// Tries every case; gives what came out, in their order.
pub fn outcomes(bench: &Bench, cases: &[Case]) -> anyhow::Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    let mut problems = Vec::new();
    for case in cases {
        let outcome = bench.ask(&case.input);
        let differences = case.expectation.differences(&outcome);
        problems.extend(differences.into_iter().map(|found| format!("{}: {found}", case.name)));
        outcomes.push(outcome);
    }
    ensure!(problems.is_empty(), "expected every case to hold, but\n{}", problems.join("\n"));
    Ok(outcomes)
}

/// What is recorded of outcomes: the bytes that events hold.
pub fn bytes(outcomes: &[Outcome]) -> anyhow::Result<Vec<Vec<u8>>> {
    let encoded = |outcome| minicbor::to_vec(outcome).context("encoding an outcome");
    outcomes.iter().map(encoded).collect()
}

/// Each program's outcomes are the committed ones, byte for byte, and so the same as those of its
/// sisters, whichever of them were tried today.
pub fn check_recorded(cases: &[Case], outcomes: &[Outcome]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for (case, bytes) in cases.iter().zip(bytes(outcomes)?) {
        let _ = writeln!(lines, "{} {}", Host::digest(&bytes), case.name);
    }
    let file = here().join("answers-code.txt");
    if std::env::var_os("TONGBAN_BLESS").is_some() {
        std::fs::write(&file, &lines).context("writing the answers")?;
    }
    let recorded = std::fs::read_to_string(&file).context("reading the answers")?;
    ensure!(lines == recorded, "expected the recorded answers\n{recorded}\nbut got\n{lines}");
    Ok(())
}

/// A mistake in a program ends the call; it is no answer and no refusal.
pub fn check_break(bench: &Bench) -> anyhow::Result<()> {
    let input = [("做".into(), Value::Text("崩溃".into()))].into_iter().collect();
    let outcome = bench.ask(&input);
    let trapped = matches!(&outcome, Outcome::Failed { failure: Failure::Trap, .. });
    ensure!(trapped, "expected a trap, but {}", trial::describe(&outcome));
    Ok(())
}

/// The cost of the first case: median and 99th percentile in microseconds.
pub fn cost(bench: &Bench, cases: &[Case]) -> anyhow::Result<(f64, f64)> {
    let case = cases.first().context("expected a case to time")?;
    let times = bench.time(&case.input, CALLS_COUNT);
    let times =
        times.map_err(|outcome| anyhow::anyhow!("a call failed: {}", trial::describe(&outcome)))?;
    Ok((times.median.as_secs_f64() * 1e6, times.p99.as_secs_f64() * 1e6))
}
