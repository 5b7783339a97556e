//! `tongban check`: every diagnostic of definitions and tables, at once.

use std::{path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use serde_json::{Value as Json, json};
use tongban_model::Severity;

use super::code;
use crate::{args, output::print, package, setup, table};

pub(super) fn check(as_json: bool, check: &args::Check) -> anyhow::Result<ExitCode> {
    let mut sound = true;
    for path in &check.paths {
        if !path.exists() {
            let path = path.display();
            bail!("expected a file or folder `{path}`, but there is none 没有文件或目录“{path}”");
        }
        let report = if table::is_table(path) { of_table(path)? } else { definition(path)? };
        sound &= report.errors == 0;
        let data = json!({
            "path": path.display().to_string(),
            "errors": report.errors,
            "diagnostics": report.json,
        });
        let verdict = match (report.errors, report.json.len()) {
            (0, 0) => "sound 无误".to_owned(),
            (errors, all) => format!("{errors} errors 错误, {} warnings 提醒", all - errors),
        };
        let mut lines = report.text;
        lines.push(format!("{}: {verdict}", path.display()));
        print(as_json, &data, &lines.join("\n"));
    }
    Ok(code(sound))
}

#[derive(Default)]
struct Report {
    errors: usize,
    json: Vec<Json>,
    text: Vec<String>,
}

fn definition(path: &Path) -> anyhow::Result<Report> {
    // The parent of a plain `workflow.yaml` is the empty path: the folder where we are.
    let here = |folder: &Path| folder.as_os_str().is_empty();
    let parent = path.parent().filter(|folder| !here(folder)).unwrap_or(Path::new("."));
    let folder = if path.is_dir() { path } else { parent };
    let (_, diagnostics) = tongban_model::load(&setup::read_bundle(folder)?);
    let mut report = Report::default();
    for diagnostic in diagnostics {
        report.errors += usize::from(diagnostic.severity == Severity::Error);
        report.text.push(diagnostic.to_string());
        report.json.push(json!({
            "code": diagnostic.code,
            "severity": if diagnostic.severity == Severity::Error { "error" } else { "warning" },
            "file": &*diagnostic.place.file,
            "line": diagnostic.place.line,
            "column": diagnostic.place.column,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }));
    }
    Ok(report)
}

fn of_table(path: &Path) -> anyhow::Result<Report> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).with_context(|| format!("reading `{name}`"))?;
    let mut read = table::read(path, &bytes)?;
    if let Some(question) = package::question_of(path)? {
        read.ask(question);
    }
    read.show_changes();
    let mut report = Report { errors: read.errors_count(), ..Report::default() };
    for problem in &read.problems {
        let example = problem.example.iter();
        let example: serde_json::Map<_, _> =
            example.map(|(name, value)| (name.to_string(), json!(value))).collect();
        let error = problem.severity == tongban_expr::table::Severity::Error;
        report.text.push(read.problem_text(problem));
        report.json.push(json!({
            "code": problem.code,
            "severity": if error { "error" } else { "warning" },
            "file": name,
            "line": problem.row,
            "column": problem.column,
            "place": read.sheet.place(problem.row, problem.column),
            "message": { "zh": problem.zh, "en": problem.en },
            "example": example,
            "hint": problem.hint.as_ref().map(|hint| json!({ "zh": hint.zh, "en": hint.en })),
        }));
    }
    for failure in &read.failures {
        report.text.push(read.failure_text(failure));
        report.json.push(json!({
            "code": "test-failed",
            "severity": "error",
            "file": name,
            "line": failure.row,
            "column": failure.column,
            "place": read.sheet.place(failure.row, failure.column),
            "message": { "zh": failure.zh, "en": failure.en },
        }));
    }
    Ok(report)
}
