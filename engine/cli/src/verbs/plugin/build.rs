//! `tongban plugin build`: a table or a folder becomes a component.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use serde_json::json;
use tongban_core::call::Question;
use tongban_plugin_host::Host;

use crate::{
    output::print,
    package::{self, Package},
};

/// Builds what lies at `source` into `output`; a folder has a place of its own for it.
pub(super) fn build(
    as_json: bool,
    source: &Path,
    output: Option<PathBuf>,
    world: Question,
) -> anyhow::Result<ExitCode> {
    let (component, place) = if source.is_dir() {
        let package = Package::read(source)?;
        let name = format!("{}-{}.wasm", package.manifest.id, package.manifest.version);
        (package.component, source.join("target").join(name))
    } else {
        let bytes =
            std::fs::read(source).with_context(|| format!("reading `{}`", source.display()))?;
        (package::compile(source, &bytes, world)?.into(), source.with_extension("wasm"))
    };
    let output = output.unwrap_or(place);
    let writing = || format!("writing `{}`", output.display());
    if let Some(folder) = output.parent() {
        std::fs::create_dir_all(folder).with_context(writing)?;
    }
    std::fs::write(&output, &component).with_context(writing)?;
    let digest = Host::digest(&component).to_string();
    let (shown, bytes) = (output.display().to_string(), component.len());
    let text = format!("{shown} ({bytes} bytes) {digest}");
    print(as_json, &json!({ "file": shown, "bytes": bytes, "sha256": digest }), &text);
    Ok(ExitCode::SUCCESS)
}
