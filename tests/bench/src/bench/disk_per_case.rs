//! `disk-per-case`: what one more finished reference case takes on disk, after a clean close.

use super::{in_process::Inside, on_one_thread};
use crate::{
    args::{Sizes, StoreKind},
    load::{self, Until},
    report::Report,
    script,
    stage::{self, Stage},
};

const NAME: &str = "disk-per-case";

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    for &store in sizes.stores.iter().filter(|&&store| store != StoreKind::Memory) {
        let stage = Stage::new(sizes, store)?;
        let before = after_cases(&stage, sizes.cases)?;
        let after = after_cases(&stage, sizes.cases)?;
        let what = format!("{}, from {} to {} cases", store.name(), sizes.cases, 2 * sizes.cases);
        report.add(NAME, &what, (per_case(after.saturating_sub(before), sizes.cases), "B"));
    }
    Ok(())
}

/// The size of the store after so many more cases.
fn after_cases(stage: &Stage, cases: u64) -> anyhow::Result<u64> {
    on_one_thread(async {
        let engine = stage::engine(stage::store(&stage.flag())?, stage::virtual_time()?).await?;
        let desks = Inside::desks(&engine, "reference", 128)?;
        load::run(desks, &script::reference(), Until::Cases(cases)).await?;
        engine.idle().await;
        engine.close().await;
        Ok(())
    })?;
    stage.disk_bytes()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn per_case(bytes: u64, cases: u64) -> f64 {
    bytes as f64 / cases as f64
}
