//! `tongban case export`: everything that proves a case, in one file.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use serde_json::json;
use tongban_core::id::InstanceId;
use tongban_runtime::Time;

use crate::{args, output::print, setup};

pub(super) async fn case(as_json: bool, case: args::Case) -> anyhow::Result<ExitCode> {
    let args::Case::Export { id, store, output } = case;
    let instance: InstanceId = id.parse()?;
    let (store, blobs) = setup::open_existing(&store)?;
    let engine = setup::engine(store, blobs, Time::Standing)?;
    let bundle = engine.export(instance).await.context("exporting the case")?;
    engine.close().await;
    let path = output.unwrap_or_else(|| PathBuf::from(format!("{id}.case")));
    std::fs::write(&path, &bundle).with_context(|| format!("writing `{}`", path.display()))?;
    let data = json!({ "file": path.display().to_string(), "bytes": bundle.len() });
    print(as_json, &data, &format!("{} ({} bytes)", path.display(), bundle.len()));
    Ok(ExitCode::SUCCESS)
}
