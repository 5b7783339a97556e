//! `tongban run`: scenarios in virtual time, compared with their expected traces.

use std::process::ExitCode;

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
        scenario::compare(&run.workflow, &mut outcome, run.bless)?;
        good &= outcome.failures.is_empty();
        report(as_json, &outcome, run.scenario.is_some());
    }
    Ok(code(good))
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
