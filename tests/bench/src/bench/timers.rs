//! `timers`: how late timers ring on the machine's own clock, among very many that are pending.
//!
//! The timers that ring belong to cases that were handed in on paper almost an hour ago and entered
//! now, so that their hour ends within the next seconds.

use std::time::Duration;

use anyhow::Context as _;
use serde_json::json;
use tongban_core::{Moment, event::Event, id::InstanceId};
use tongban_runtime::{Engine, Time};

use super::{in_process::Inside, on_one_thread, reopen::mib};
use crate::{
    args::{Sizes, StoreKind},
    load::{self, Until},
    report::{Report, record, times},
    resident::resident_bytes,
    script::Script,
    stage::{self, Stage},
};

const NAME: &str = "timers";
const HOUR_MS: i64 = 3_600_000;

/// Timers whose lateness is measured.
const RINGING: i64 = 2_000;

/// Over how long they are spread.
const SPREAD_MS: i64 = 10_000;

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    for &store in &sizes.stores {
        // sled slows down as it grows; a tenth of the timers shows the same.
        let tenth = store == StoreKind::Sled;
        let pending = if tenth { sizes.pending / 10 } else { sizes.pending };
        let stage = Stage::new(sizes, store)?;
        on_one_thread(async {
            let engine = stage::engine(stage::store(&stage.flag())?, Time::Real).await?;
            let desks = Inside::desks(&engine, "timed", 512)?;
            load::run(desks, &script(), Until::Cases(pending)).await?;
            let ringing = enter(&engine).await?;
            let what = format!("{}, {pending} pending", store.name());
            lateness(&engine, &ringing, (&what, report)).await?;
            report.add(NAME, &format!("{what}, resident"), (mib(resident_bytes()), "MiB"));
            engine.close().await;
            Ok(())
        })?;
    }
    Ok(())
}

fn script() -> Script {
    let application = json!({ "applicant_name": "李建国" });
    Script { process: "timed", by: "li-hong", application, acts: Vec::new() }
}

/// Cases whose timers ring soon, each with the moment at which it should.
async fn enter(engine: &Engine) -> anyhow::Result<Vec<(InstanceId, Moment)>> {
    let mut desks = Inside::desks(engine, "timed", 1)?;
    let desk = desks.first_mut().context("one desk")?;
    // All are entered before the first one rings.
    let first = engine.now().0 + 5_000 + 4 * RINGING;
    let mut ringing = Vec::new();
    for n in 0..RINGING {
        let due = first + n * SPREAD_MS / RINGING;
        let accepted = desk.start(&script(), Some(Moment(due - HOUR_MS))).await?;
        ringing.push((accepted.instance, Moment(due)));
    }
    Ok(ringing)
}

/// Waits until all have rung, then reads from the records when they did.
async fn lateness(
    engine: &Engine,
    ringing: &[(InstanceId, Moment)],
    (what, report): (&str, &mut Report),
) -> anyhow::Result<()> {
    let last = ringing.iter().map(|(_, due)| due.0).max().unwrap_or_default();
    while engine.now().0 < last + 2_000 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    engine.idle().await;
    let mut late = times();
    for (instance, due) in ringing {
        let rang = rang_at(engine, *instance).await?;
        let ms = u64::try_from(rang.0 - due.0).context("a timer rang before its time")?;
        record(&mut late, Duration::from_millis(ms));
    }
    report.latencies(NAME, &format!("{what}, lateness"), &late);
    Ok(())
}

async fn rang_at(engine: &Engine, instance: InstanceId) -> anyhow::Result<Moment> {
    let history = engine.history(instance, 1, 100).await.context("reading a case's history")?;
    let rang = history.iter().find(|entry| {
        entry.record.events.iter().any(|event| matches!(event, Event::TimerFired(_)))
    });
    Ok(rang
        .with_context(|| format!("expected the timer of {instance} to ring"))?
        .record
        .recorded_at)
}
