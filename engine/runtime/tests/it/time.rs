//! Virtual time fires in order, at the moments that were due; real time wakes by itself.

use std::sync::Arc;

use tongban_core::{
    Moment,
    event::{Event, Purpose},
};
use tongban_model::RoleId;
use tongban_runtime::{
    Config, Engine, Limits, Refusal, Registration, Time,
    query::{Inbox, Slice},
};

use crate::{
    seams::Words,
    stage::{DAY_MS, MONDAY, Stage, accept, approve, assert_sound, begin, division, register},
};

fn in_days(days: i64) -> Moment {
    Moment(MONDAY.0 + days * DAY_MS)
}

#[tokio::test]
async fn timers_fire_in_order_at_their_own_moments() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let mut ids = Vec::new();
    for day in 0..3 {
        engine.advance(in_days(day)).await.expect("time passes");
        let id = begin(&engine).await.instance;
        accept(&engine, id).await.expect("the clerk accepts");
        ids.push(id);
    }
    engine.advance(in_days(60)).await.expect("time passes");
    let mut fired = Vec::new();
    for id in &ids {
        for entry in engine.history(*id, 1, 100).await.expect("it is read") {
            for event in &entry.record.events {
                if let Event::TimerFired(timer) = event {
                    assert_eq!(entry.record.recorded_at, timer.due, "at its own moment");
                    fired.push(timer.due);
                }
            }
        }
    }
    assert_eq!(fired.len(), 3, "each ladder has one rung");
    assert!(fired.is_sorted() && fired.windows(2).all(|pair| pair[0] < pair[1]), "{fired:?}");
    assert_eq!(engine.now(), in_days(60));

    let role = RoleId::from("township.leader");
    let township = division(&engine, "530428003");
    let inbox =
        engine.reminders(&Inbox::Post(role, township), Slice { after: None, limit: 10 }).await;
    let inbox = inbox.expect("lists are read").items;
    assert_eq!(inbox.iter().map(|item| item.instance).collect::<Vec<_>>(), ids);
    assert_eq!(inbox[0].at, fired[0]);
    assert_sound(&engine).await;
}

#[tokio::test]
async fn alarms_survive_the_engine() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    approve(&engine, id).await.expect("the leader approves");
    engine.close().await;
    let engine = stage.reopen();
    assert!(engine.advance(in_days(30)).await.expect("time passes") >= 1);
    assert!(engine.case(id).await.expect("it is there").state.ended());
    assert_eq!(engine.advance(in_days(300)).await, Ok(0), "an ended case has no alarm");
}

#[tokio::test]
async fn a_holiday_table_moves_the_dates_that_rested_on_an_assumption() {
    let mut stage = Stage::new();
    stage.start = Moment(1_798_074_000_000); // 2026-12-24 09:00 in China
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let before = engine.case(id).await.expect("it is there");
    let limit = before.state.clock.as_ref().expect("it runs").limit;
    assert!(limit.provisional);

    let csv = "date,kind,holiday\n2027-01-01,off,New Year's Day\n2027-01-04,off,New Year's Day\n\
               2027-10-01,off,National Day\n";
    let load = || Registration::LoadHolidays { csv: csv.to_owned() };
    let dry = engine.register(tongban_core::Actor::Engine, load(), true).await;
    assert_eq!(dry.expect("it is sound").recomputed, 1);
    assert_eq!(engine.case(id).await.expect("it is there").sequence, before.sequence);
    register(&engine, load()).await;
    engine.idle().await;
    let after = engine.case(id).await.expect("it is there");
    let moved = after.state.clock.as_ref().expect("it runs").limit;
    assert!(!moved.provisional && moved.at > limit.at, "{limit:?} → {moved:?}");
    let rung = after.state.timers.values().find(|timer| timer.purpose == Purpose::Rung(0));
    assert!(!rung.expect("the ladder waits").due.provisional);
    assert_sound(&engine).await;
}

#[tokio::test]
async fn real_time_wakes_by_itself() {
    let stage = Stage::new();
    // In the past: every alarm is due when the real clock sees it.
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    approve(&engine, id).await.expect("the leader approves");
    engine.close().await;
    let config = Config {
        store: stage.store(),
        plugins: Arc::new(Words::default()),
        time: Time::Real,
        blobs: None,
        limits: Limits::default(),
    };
    let engine = Engine::open(config).expect("it opens");
    assert_eq!(engine.advance(in_days(1)).await, Err(Refusal::ClockNotVirtual));
    while !engine.case(id).await.expect("it is there").state.ended() {
        tokio::task::yield_now().await;
    }
    assert_sound(&engine).await;
}

#[tokio::test]
async fn looking_at_a_store_sets_nothing_off() {
    let stage = Stage::new();
    // In the past, as above: the real clock would ring every alarm.
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    approve(&engine, id).await.expect("the leader approves");
    let (before, now) = (engine.case(id).await.expect("it is there").sequence, engine.now());
    engine.close().await;
    let config = Config { time: Time::Standing, ..stage.config(stage.store()) };
    let engine = Engine::open(config).expect("it opens");
    assert!(engine.now() <= now, "time stands at the last record");
    assert_sound(&engine).await;
    engine.export(id).await.expect("it is exported");
    engine.idle().await;
    engine.close().await;
    let engine = stage.reopen();
    assert_eq!(engine.case(id).await.expect("it is there").sequence, before);
    assert_eq!(engine.now(), now);
}
