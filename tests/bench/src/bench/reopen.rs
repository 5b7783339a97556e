//! `reopen`: a store with many live cases is opened by a fresh process.

use std::{process::Command, time::Instant};

use anyhow::{Context as _, ensure};
use serde::{Deserialize, Serialize};

use super::{Child, in_process::Inside, on_one_thread};
use crate::{
    args::{Sizes, StoreKind},
    load::{self, Until},
    report::Report,
    resident::resident_bytes,
    script::{self, Script},
    stage::{self, Stage},
};

const NAME: &str = "reopen";

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    for &store in sizes.stores.iter().filter(|&&store| store != StoreKind::Memory) {
        for &live in &sizes.live {
            // sled keeps its index in memory and reads it whole: a tenth is enough to see it.
            let live = if store == StoreKind::Sled { live / 10 } else { live };
            let stage = Stage::new(sizes, store)?;
            fill(&stage, live)?;
            let opened = in_a_child(&stage.flag())?;
            let what = format!("{}, {live} live cases", store.name());
            report.add(NAME, &format!("{what}, until it takes commands"), (opened.seconds, "s"));
            report.add(NAME, &format!("{what}, resident"), (opened.resident_mib, "MiB"));
        }
    }
    Ok(())
}

/// Live cases: handed in, each with an open task and a timer.
pub(super) fn fill(stage: &Stage, live: u64) -> anyhow::Result<()> {
    on_one_thread(async {
        let engine = stage::engine(stage::store(&stage.flag())?, stage::virtual_time()?).await?;
        let desks = Inside::desks(&engine, "reference", 512)?;
        let script = Script { acts: Vec::new(), ..script::reference() };
        load::run(desks, &script, Until::Cases(live)).await?;
        engine.close().await;
        Ok(())
    })
}

/// What the child found.
#[derive(Serialize, Deserialize)]
struct Opened {
    seconds: f64,
    resident_mib: f64,
}

fn in_a_child(flag: &str) -> anyhow::Result<Opened> {
    let task = serde_json::to_string(&Child::Open { flag: flag.to_owned() })?;
    let program = std::env::current_exe().context("finding this program")?;
    let child = Command::new(program).args(["--child", &task]).output();
    let child = child.context("starting a process that opens the store")?;
    let errors = String::from_utf8_lossy(&child.stderr);
    ensure!(child.status.success(), "expected the store to open, but: {errors}");
    serde_json::from_slice(&child.stdout).context("reading what the process found")
}

/// What the child process does: opens the store, carries out one command, and tells.
pub(super) fn open(flag: &str) -> anyhow::Result<()> {
    on_one_thread(async {
        let begun = Instant::now();
        let engine = stage::engine(stage::store(flag)?, stage::virtual_time()?).await?;
        let mut desks = Inside::desks(&engine, "reference", 1)?;
        let desk = desks.first_mut().context("one desk")?;
        desk.start(&script::reference(), None).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let opened = Opened { seconds, resident_mib: mib(resident_bytes()) };
        println!("{}", serde_json::to_string(&opened)?);
        engine.close().await;
        Ok(())
    })
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(super) fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
