//! `tongban schema`: the JSON Schema of `workflow.yaml`, for editors.

use std::process::ExitCode;

use crate::output::print;

pub(super) fn schema(as_json: bool) -> anyhow::Result<ExitCode> {
    let schema = tongban_model::source::json_schema();
    let text = serde_json::to_string_pretty(&schema)?;
    print(as_json, &schema, &text);
    Ok(ExitCode::SUCCESS)
}
