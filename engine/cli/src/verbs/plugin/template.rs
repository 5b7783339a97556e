//! `tongban plugin template`: a workbook to fill in for an extension point.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use tongban_model::PointId;

use crate::{output::print, setup};

/// Writes the workbook of a point of a workflow.
pub(super) fn write(
    as_json: bool,
    (workflow, point): (&Path, &str),
    output: &Path,
) -> anyhow::Result<ExitCode> {
    let folder = workflow.display();
    let (process, diagnostics) = tongban_model::load(&setup::read_bundle(workflow)?);
    for diagnostic in &diagnostics {
        eprintln!("{diagnostic}");
    }
    let process = process.with_context(|| format!("expected a sound definition in `{folder}`"))?;
    let bytes = tongban_sheet::template(&process, &PointId::from(point)).map_err(|error| {
        let known: Vec<&str> = process.points.keys().map(PointId::as_str).collect();
        let (zh, known) = (error.zh(), known.join(", "));
        anyhow::Error::new(error).context(format!("{zh} `{point}`; there are 已有: {known}"))
    })?;
    std::fs::write(output, &bytes).with_context(|| format!("writing `{}`", output.display()))?;
    let name = output.display().to_string();
    print(as_json, &json!({ "file": name, "bytes": bytes.len() }), &name);
    Ok(ExitCode::SUCCESS)
}
