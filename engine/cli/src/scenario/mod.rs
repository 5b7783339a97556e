//! Scenarios: a case told as a script, played on a desk in virtual time; mostly a whole engine.
//!
//! A scenario is a YAML file in `workflows/<name>/scenarios`. It says who does what when, which
//! commands must be refused, and what must be true at the end. Running it gives a trace, compared
//! with `workflows/<name>/expected/<scenario>.txt`; the store is verified after each run.
//!
//! Invariant: the same scenario gives the same trace, byte for byte.

mod check;
mod desk;
mod perform;
mod script;
mod trace;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tongban_model::ProcessId;
use tongban_runtime::Time;

use crate::setup::{self, Setup};

use desk::EngineDesk;
pub use desk::{Case, Desk, Order, Refused};
pub use script::Script;

/// What came of one scenario.
#[derive(Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What did not come out as the script says; empty when all did.
    pub failures: Vec<String>,
    /// Everything that happened, in words.
    pub trace: String,
}

/// The scenario files of a workflow, in alphabetical order.
pub fn files(workflow: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let folder = workflow.join("scenarios");
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("reading the folder `{}`", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter(|path| !is_forms(path))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!(
            "expected scenarios (`*.yaml`) in `{}`, but there are none 没有场景文件",
            folder.display()
        );
    }
    Ok(files)
}

fn is_forms(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == script::FORMS)
}

/// Runs one scenario in an engine of its own, in memory.
pub async fn run(workflow: &Path, plugins: &Path, file: &Path) -> anyhow::Result<Outcome> {
    let script = Script::read(file)?;
    let engine = setup::in_memory(Time::Virtual(script.now.into()))?;
    let setup = Setup { workflows: vec![workflow.to_owned()], plugins: Some(plugins.to_owned()) };
    setup::register(&engine, &setup).await?;
    let name = workflow.canonicalize()?;
    let name = name.file_name().context("a workflow is a folder with a name")?;
    let process = ProcessId::from(name.to_string_lossy().as_ref());
    let outcome = play(&mut EngineDesk::new(&engine, process), &script).await;
    let report = engine.verify().await.context("verifying the store")?;
    engine.close().await;
    let mut outcome = outcome?;
    outcome.failures.extend(report.problems().map(|problem| format!("verify: {problem}")));
    Ok(outcome)
}

/// Plays a script on a desk.
pub async fn play<D: Desk>(desk: &mut D, script: &Script) -> anyhow::Result<Outcome> {
    let mut stage = perform::Stage::new(desk, script);
    stage.start().await?;
    for (place, step) in script.steps.iter().enumerate() {
        stage.step(step).await.with_context(|| format!("step {}", place + 1))?;
    }
    if let Some(expect) = &script.expect {
        stage.expect("at the end", expect).await?;
    }
    let failures = stage.failures;
    let trace = trace::of(&desk.case().await?.state, &desk.records().await?);
    Ok(Outcome { name: script.name.clone(), title: script.title.clone(), failures, trace })
}

/// Compares a trace with the expected one, or, to bless it, writes that anew. A difference is added
/// to the failures.
pub fn compare(workflow: &Path, outcome: &mut Outcome, bless: bool) -> anyhow::Result<()> {
    let path = workflow.join("expected").join(format!("{}.txt", outcome.name));
    if bless {
        let folder = path.parent().context("the file lies in a folder")?;
        std::fs::create_dir_all(folder)?;
        return std::fs::write(&path, &outcome.trace)
            .with_context(|| format!("writing `{}`", path.display()));
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == outcome.trace {
        return Ok(());
    }
    let mut lines = expected.lines().zip(outcome.trace.lines()).enumerate();
    let what = match lines.find(|(_, (expected, found))| expected != found) {
        Some((line, (expected, found))) => {
            format!("line {}: expected `{expected}`, found `{found}`", line + 1)
        }
        None => "one of them is longer".to_owned(),
    };
    outcome.failures.push(format!("the trace differs from `{}`: {what}", path.display()));
    Ok(())
}
