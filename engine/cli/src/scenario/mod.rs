//! Scenarios: a case told as a script, run against a whole engine in virtual time.
//!
//! A scenario is a YAML file in `workflows/<name>/scenarios`. It says who does what when, which
//! commands must be refused, and what must be true at the end. Running it gives a trace, compared
//! with `workflows/<name>/expected/<scenario>.txt`; the store is verified after each run.
//!
//! Invariant: the same scenario gives the same trace, byte for byte.

mod check;
mod perform;
mod script;
mod trace;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tongban_runtime::{Engine, Time};

use crate::setup::{self, Setup};

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
        bail!("expected scenarios (`*.yaml`) in `{}`, but there are none", folder.display());
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
    let outcome = perform(&engine, workflow, &script).await;
    let report = engine.verify().await.context("verifying the store")?;
    engine.close().await;
    let mut outcome = outcome?;
    outcome.failures.extend(report.problems().map(|problem| format!("verify: {problem}")));
    Ok(outcome)
}

async fn perform(engine: &Engine, workflow: &Path, script: &Script) -> anyhow::Result<Outcome> {
    let mut stage = perform::Stage::new(engine, workflow, script)?;
    stage.start().await?;
    for (place, step) in script.steps.iter().enumerate() {
        stage.step(step).await.with_context(|| format!("step {}", place + 1))?;
    }
    if let Some(expect) = &script.expect {
        stage.expect("at the end", expect).await?;
    }
    let trace = trace::of(engine, stage.instance()?).await?;
    Ok(Outcome {
        name: script.name.clone(),
        title: script.title.clone(),
        failures: stage.failures,
        trace,
    })
}

/// Where a scenario's expected trace lies.
pub fn expected(workflow: &Path, name: &str) -> PathBuf {
    workflow.join("expected").join(format!("{name}.txt"))
}
