//! One plugin per language and world: the cases of the folder, then the same answers as the table
//! and as each other, then what a call costs.

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use tongban_cli::{
    guest,
    package::Package,
    trial::{self, Bench, Case, Place},
};
use tongban_core::{
    call::{Called, Failure, Outcome, Question},
    surroundings::Transcript,
};
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

/// Builds and admits the plugin of a language for a question.
pub fn bench(language: Language, question: Question) -> anyhow::Result<Bench> {
    let folder = here().join(language.folder());
    let world = question.name();
    let component = match language {
        Language::Table if question == Question::Rule => Package::read(&folder)?.component.to_vec(),
        Language::Table => Package::read(&folder.join(world))?.component.to_vec(),
        Language::Rust if question == Question::Rule => {
            guest::build(&folder, "Cargo.toml", question)?
        }
        Language::Rust => guest::build(&folder.join(world), "Cargo.toml", question)?,
        Language::Script => guest::build(&folder, &format!("{world}.ts"), question)?,
    };
    Ok(Bench::new(&component)?.at(Place::of_folder(&here())?))
}

/// The cases of every language, or those of programs alone.
pub fn cases(file: &str) -> anyhow::Result<Vec<Case>> {
    let cases = trial::read(&here().join(file))?;
    ensure!(!cases.is_empty(), "expected cases in `{file}`");
    Ok(cases)
}

/// Tries the cases of a kind against their recorded answers; says how many.
pub fn check_kind(bench: &Bench, kind: &str) -> anyhow::Result<usize> {
    let cases = cases(&format!("cases-{kind}.yaml"))?;
    let calls = called(bench, &cases)?;
    check_recorded(&format!("answers-{kind}.txt"), &cases, &calls)?;
    Ok(cases.len())
}

/// Tries every case; gives what came of it, in their order.
pub fn called(bench: &Bench, cases: &[Case]) -> anyhow::Result<Vec<Called>> {
    let mut all = Vec::new();
    let mut problems = Vec::new();
    for case in cases {
        let called = bench.ask(case);
        let differences = case.expectation.differences(&called);
        problems.extend(differences.into_iter().map(|found| format!("{}: {found}", case.name)));
        all.push(called);
    }
    ensure!(problems.is_empty(), "expected every case to hold, but\n{}", problems.join("\n"));
    Ok(all)
}

/// What is recorded of calls: the bytes that events hold of each outcome and of what was used, and
/// what lies beside them, what was looked up and logged.
pub fn bytes(calls: &[Called]) -> anyhow::Result<Vec<Vec<u8>>> {
    let encoded = |called: &Called| {
        let mut bytes = minicbor::to_vec(&called.outcome).context("encoding an outcome")?;
        if let Some(used) = &called.used {
            bytes.extend(minicbor::to_vec(used.usage()).context("encoding what was used")?);
        }
        if let Some(transcript) = Transcript::of(std::slice::from_ref(called)) {
            bytes.extend(transcript.to_json().to_string().into_bytes());
        }
        Ok(bytes)
    };
    calls.iter().map(encoded).collect()
}

/// Each plugin's answers are the committed ones, byte for byte, and so the same as those of its
/// sisters, whichever of them were tried today.
fn check_recorded(file: &str, cases: &[Case], calls: &[Called]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for (case, bytes) in cases.iter().zip(bytes(calls)?) {
        let _ = writeln!(lines, "{} {}", Host::digest(&bytes), case.name);
    }
    let path = here().join(file);
    if std::env::var_os("TONGBAN_BLESS").is_some() {
        std::fs::write(&path, &lines).context("writing the answers")?;
    }
    let recorded = std::fs::read_to_string(&path).context("reading the answers")?;
    ensure!(lines == recorded, "expected the recorded answers\n{recorded}\nbut got\n{lines}");
    Ok(())
}

/// A mistake in a program ends the call; it is no answer and no refusal.
pub fn check_break(bench: &Bench) -> anyhow::Result<()> {
    let input = [("做".into(), Value::Text("崩溃".into()))].into_iter().collect();
    let outcome = bench.ask(&Case::of("崩溃".to_owned(), input)).outcome;
    let trapped = matches!(&outcome, Outcome::Failed { failure: Failure::Trap, .. });
    ensure!(trapped, "expected a trap, but {}", trial::describe(&outcome));
    Ok(())
}

/// What is beyond the log's limits is cut and counted.
pub fn check_flood(bench: &Bench) -> anyhow::Result<()> {
    let text = |text: &str| Value::Text(text.into());
    let lines = Value::Number(60.into());
    let input = [("做".into(), text("日志")), ("行数".into(), lines)].into_iter().collect();
    let used = bench.ask(&Case::of("日志过多".to_owned(), input)).used;
    let used = used.context("expected the log to be used")?;
    let (kept, cut) = (used.log.len(), used.log_cut);
    ensure!((kept, cut) == (50, 10), "expected 50 lines and 10 cut, but {kept} and {cut}");
    Ok(())
}

/// The cost of the first case: median and 99th percentile in microseconds.
pub fn cost(bench: &Bench, cases: &[Case]) -> anyhow::Result<(f64, f64)> {
    let case = cases.first().context("expected a case to time")?;
    let times = bench.time(case, CALLS_COUNT);
    let times =
        times.map_err(|outcome| anyhow::anyhow!("a call failed: {}", trial::describe(&outcome)))?;
    Ok((times.median.as_secs_f64() * 1e6, times.p99.as_secs_f64() * 1e6))
}
