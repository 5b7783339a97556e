//! `tongban store rebuild`: what is derived is written anew from the log.

use std::process::ExitCode;

use anyhow::Context as _;
use tongban_runtime::Time;

use super::verify::print_report;
use crate::{args, setup};

pub(super) async fn store(as_json: bool, store: args::Store) -> anyhow::Result<ExitCode> {
    let args::Store::Rebuild { store } = store;
    let (store, blobs) = setup::open_existing(&store)?;
    let engine = setup::engine(store, blobs, Time::Standing)?;
    engine.rebuild().await.context("rebuilding what is derived")?;
    let report = engine.verify().await.context("verifying the store")?;
    engine.close().await;
    Ok(print_report(as_json, &report))
}
