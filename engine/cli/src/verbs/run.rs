//! `tongban run`: scenarios in virtual time, compared with their expected traces.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;

use super::code;
use crate::{
    args,
    output::print,
    scenario::{self, Outcome},
};

pub(super) async fn run(as_json: bool, run: &args::Run) -> anyhow::Result<ExitCode> {
    let files = match &run.scenario {
        Some(file) => vec![file.clone()],
        None => scenario::files(&run.workflow)?,
    };
    let mut good = true;
    for file in files {
        let mut outcome = scenario::run(&run.workflow, &run.plugins, &file)
            .await
            .with_context(|| format!("running `{}`", file.display()))?;
        compare(&run.workflow, &mut outcome, run.bless)?;
        good &= outcome.failures.is_empty();
        report(as_json, &outcome, run.scenario.is_some());
    }
    Ok(code(good))
}

/// Compares the trace with the expected one, or writes it anew.
fn compare(workflow: &Path, outcome: &mut Outcome, bless: bool) -> anyhow::Result<()> {
    let path = scenario::expected(workflow, &outcome.name);
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
    let first = lines.find(|(_, (expected, found))| expected != found);
    let what = match first {
        Some((line, (expected, found))) => {
            format!("line {}: expected `{expected}`, found `{found}`", line + 1)
        }
        None => "one of them is longer".to_owned(),
    };
    outcome.failures.push(format!("the trace differs from `{}`: {what}", path.display()));
    Ok(())
}

fn report(as_json: bool, outcome: &Outcome, with_trace: bool) {
    let data = json!({
        "scenario": outcome.name,
        "title": outcome.title,
        "passed": outcome.failures.is_empty(),
        "failures": outcome.failures,
        "trace": outcome.trace,
    });
    let mut text = String::new();
    if with_trace {
        text.push_str(&outcome.trace);
    }
    for failure in &outcome.failures {
        text.push_str("  ");
        text.push_str(failure);
        text.push('\n');
    }
    let verdict = if outcome.failures.is_empty() { "ok" } else { "FAILED" };
    print(as_json, &data, &format!("{text}{verdict}  {}  {}", outcome.name, outcome.title));
}
