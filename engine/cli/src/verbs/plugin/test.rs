//! `tongban plugin test`: the cases of a folder, in the real host, one line each.

use std::{path::Path, process::ExitCode};

use anyhow::bail;
use serde_json::json;
use tongban_core::call::Question;

use crate::{
    output::print,
    trial::{self, Subject},
};

/// Runs every case of the plugin at `path`.
pub(super) fn test(as_json: bool, path: &Path) -> anyhow::Result<ExitCode> {
    let subject = Subject::read(path, Question::Rule)?;
    if subject.cases.is_empty() {
        let file = trial::CASES_FILE;
        bail!(
            "expected test cases in `{}`: a `{file}`, or a test sheet 没有测试用例",
            path.display()
        );
    }
    let bench = subject.bench()?;
    let mut failed_count = 0;
    for case in &subject.cases {
        let called = bench.ask(case);
        let (outcome, log) = (&called.outcome, trial::log_lines(&called));
        let differences = case.expectation.differences(&called);
        failed_count += usize::from(!differences.is_empty());
        let data = json!({
            "case": case.name,
            "passed": differences.is_empty(),
            "outcome": trial::to_json(outcome),
            "log": log,
            "differences": differences,
        });
        let mark = if differences.is_empty() { "ok  " } else { "FAIL" };
        let mut lines = vec![format!("{mark} {}: {}", case.name, trial::describe(outcome))];
        lines.extend(log.iter().map(|line| format!("     {line}")));
        lines.extend(differences.iter().map(|difference| format!("     {difference}")));
        print(as_json, &data, &lines.join("\n"));
    }
    let count = subject.cases.len();
    let passed = count - failed_count;
    eprintln!("{passed} of {count} cases passed 通过 {passed} 个，共 {count} 个");
    Ok(crate::verbs::code(failed_count == 0))
}
