//! `core-decisions`: decisions in process; beside them, in the same run, `store-limit` (the same
//! batches straight to the adapter) and `append-limit` (the same bytes appended to a plain file and
//! synced as often).

use std::{
    fs::File,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tongban_store::Batch;

use super::{in_process::Inside, on_one_thread};
use crate::{
    args::{Sizes, StoreKind},
    load::{self, Load, Until},
    recording::Recording,
    report::Report,
    script,
    stage::{self, Stage},
};

const NAME: &str = "core-decisions";

/// Commands under way at once: what the largest load over HTTP has.
const CLIENTS: usize = 128;

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    sizes.stores.iter().try_for_each(|&store| one(sizes, store, report))
}

fn one(sizes: &Sizes, store: StoreKind, report: &mut Report) -> anyhow::Result<()> {
    let name = store.name();
    let load = engine(sizes, store)?;
    let commands = load.commands_per_second();
    let per_case = script::reference().acts.len() + 1;
    report.add(NAME, &format!("{name}, decisions"), (load.decisions_per_second(), "/s"));
    report.add(NAME, &format!("{name}, decisions and starts"), (commands, "/s"));
    report.latencies(NAME, name, &load.times);

    let (recorded, batches) = recorded(sizes, store)?;
    let written = Written::of(&batches, recorded.cases * per_case as u64);
    let writes = written.writes_per_command();
    report.add(NAME, &format!("{name}, writes of a command"), (writes, ""));
    report.add(NAME, &format!("{name}, bytes of a command"), (written.bytes_per_command(), "B"));
    report.add(NAME, &format!("{name}, commands of a commit"), (written.commands_per_commit(), ""));

    let append = written.per_second(append(sizes, store, &batches)?);
    let limit = written.per_second(store_limit(sizes, store, batches)?);
    report.add(NAME, &format!("{name}, store-limit"), (limit, "/s"));
    report.add(NAME, &format!("{name}, append-limit"), (append, "/s"));
    report.add(NAME, &format!("{name}, of store-limit"), (commands / limit, ""));
    report.add(NAME, &format!("{name}, of append-limit"), (commands / append, ""));
    Ok(())
}

/// The engine alone.
fn engine(sizes: &Sizes, kind: StoreKind) -> anyhow::Result<Load> {
    let stage = Stage::new(sizes, kind)?;
    let until = Until::Elapsed(Duration::from_secs(sizes.seconds));
    on_one_thread(async {
        let engine = stage::engine(stage::store(&stage.flag())?, stage::virtual_time()?).await?;
        let desks = Inside::desks(&engine, "reference", CLIENTS)?;
        let load = load::run(desks, &script::reference(), until).await?;
        engine.close().await;
        Ok(load)
    })
}

/// The batches of a load of cases, as the committer merged them.
fn recorded(sizes: &Sizes, kind: StoreKind) -> anyhow::Result<(Load, Vec<Batch>)> {
    let stage = Stage::new(sizes, kind)?;
    on_one_thread(async {
        let (store, blobs) = stage::store(&stage.flag())?;
        let recording = Recording::over(store);
        let over = Arc::clone(&recording);
        let engine = stage::engine((over, blobs), stage::virtual_time()?).await?;
        recording.take();
        let desks = Inside::desks(&engine, "reference", CLIENTS)?;
        let cases = Until::Cases(sizes.cases / 4);
        let load = load::run(desks, &script::reference(), cases).await?;
        engine.idle().await;
        engine.close().await;
        Ok((load, recording.take()))
    })
}

/// The same batches, one after the other, to a fresh store.
fn store_limit(sizes: &Sizes, kind: StoreKind, batches: Vec<Batch>) -> anyhow::Result<Duration> {
    let stage = Stage::new(sizes, kind)?;
    let (store, _) = stage::store(&stage.flag())?;
    let begun = Instant::now();
    for batch in batches {
        store.commit(batch).context("writing straight to the store")?;
    }
    let elapsed = begun.elapsed();
    store.close().context("closing the store")?;
    Ok(elapsed)
}

/// The same bytes, appended to a file and synced once for each batch.
fn append(sizes: &Sizes, kind: StoreKind, batches: &[Batch]) -> anyhow::Result<Duration> {
    let stage = Stage::new(sizes, kind)?;
    let mut file = File::create(stage.file("appended")).context("making the file")?;
    let mut bytes = Vec::new();
    let begun = Instant::now();
    for batch in batches {
        bytes.clear();
        for write in batch.writes() {
            bytes.extend_from_slice(write.key());
            bytes.extend_from_slice(write.value().unwrap_or_default());
        }
        file.write_all(&bytes).context("appending")?;
        file.sync_data().context("syncing")?;
    }
    Ok(begun.elapsed())
}

/// What a load wrote.
struct Written {
    commands: u64,
    commits: usize,
    writes: usize,
    bytes: usize,
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
impl Written {
    fn of(batches: &[Batch], commands: u64) -> Self {
        Self {
            commands,
            commits: batches.len(),
            writes: batches.iter().map(Batch::len).sum(),
            bytes: batches.iter().map(Batch::bytes).sum(),
        }
    }

    fn writes_per_command(&self) -> f64 {
        self.writes as f64 / self.commands as f64
    }

    fn bytes_per_command(&self) -> f64 {
        self.bytes as f64 / self.commands as f64
    }

    fn commands_per_commit(&self) -> f64 {
        self.commands as f64 / self.commits as f64
    }

    fn per_second(&self, elapsed: Duration) -> f64 {
        self.commands as f64 / elapsed.as_secs_f64()
    }
}
