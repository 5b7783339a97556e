//! Golden scenarios: cases told as scripts, run through the machine with its real plugins in virtual
//! time, and compared with their traces.
//!
//! A scenario is a YAML file in `workflows/<name>/scenarios`. It says who does what when, which
//! commands must be refused, and what must be true at the end. The trace is compared with
//! `workflows/<name>/expected/<scenario>.txt`.
//!
//! Not here: stores, threads and HTTP; this is the machine alone, so a failure here is the machine's.
//! Invariants: the same scenario gives the same trace, byte for byte; after every command the fold
//! of all records, read back from their bytes, equals the live state, and the chain of hashes holds.

mod check;
mod desk;
mod perform;
mod script;
mod trace;
mod world;
mod yaml;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

pub use script::Script;
pub use world::Setting;

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
        .filter(|path| path.file_name().is_some_and(|name| name != script::FORMS))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("expected scenarios (`*.yaml`) in `{}`, but there are none", folder.display());
    }
    Ok(files)
}

/// Runs one scenario.
pub fn run(setting: &Setting, file: &Path) -> anyhow::Result<Outcome> {
    let script = Script::read(file)?;
    let mut stage = perform::Stage::new(setting, &script);
    stage.start()?;
    for (place, step) in script.steps.iter().enumerate() {
        stage.step(step).with_context(|| format!("{}: step {}", script.name, place + 1))?;
    }
    if let Some(expect) = &script.expect {
        stage.expect("at the end", expect);
    }
    let trace = trace::of(&stage.desk);
    let (name, title) = (script.name.clone(), script.title.clone());
    Ok(Outcome { name, title, failures: stage.failures, trace })
}

/// Compares a trace with the expected one, or, to bless it, writes that anew.
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
