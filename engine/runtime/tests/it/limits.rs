//! Limits that a point gives: asked when the task opens, kept with it, computed anew from that.

use std::sync::atomic::Ordering;

use tongban_core::{Moment, state::Work};
use tongban_model::{Bundle, PointId};
use tongban_runtime::{CaseView, Engine, Registration};

use crate::stage::{Stage, accept, assert_sound, begin, open, plugin, register, trial};

/// The trial, whose review is due by a point's days, counted since the acceptance began.
fn limited() -> Bundle {
    let mut bundle = trial();
    let source = bundle.get("workflow.yaml").expect("it is there").to_vec();
    let source = String::from_utf8(source).expect("it is text");
    let days =
        "points:\n  days: { world: parameter, combine: replace, by: [county], inputs: {} }\n";
    let due = "performer: { role: township.leader, at: township }\n    \
        due: { point: days, unit: working days, since: accept }\n";
    let source = source
        .replace("points:\n", days)
        .replace("performer: { role: township.leader, at: township }\n", due);
    bundle.files.insert("workflow.yaml".to_owned(), source.into_bytes().into());
    bundle
}

/// An engine whose point for the days says this word.
async fn limited_by(stage: &Stage, word: &str) -> Engine {
    let engine = stage.ready("approve").await;
    let from = stage.start.day();
    register(&engine, Registration::Release { bundle: limited(), from }).await;
    let Registration::InstallPlugin { layer, .. } = plugin(word) else {
        unreachable!("it installs a plugin")
    };
    let layer = tongban_core::layer::Layer { point: PointId::from("days"), ..layer };
    register(&engine, Registration::InstallPlugin { component: word.as_bytes().into(), layer })
        .await;
    engine
}

fn due_of(view: &CaseView, node: &str) -> tongban_core::event::DueAt {
    let element = open(view, node).expect("the task is open");
    let (.., task) = view.state.tasks().find(|(id, ..)| *id == element).expect("it is a task");
    task.due.expect("it has a limit")
}

#[tokio::test]
async fn a_point_gives_the_days_since_another_task_began() {
    let stage = Stage::new();
    let engine = limited_by(&stage, "days-4").await;
    let id = begin(&engine).await.instance;
    // Monday to Thursday: the acceptance takes two of the four days.
    engine.advance(Moment(stage.start.0 + 2 * 86_400_000)).await.expect("time passes");
    accept(&engine, id).await.expect("the clerk accepts");
    let due = due_of(&engine.case(id).await.expect("it is there"), "review");
    assert_eq!(Moment(due.at.0 - 1).day().to_string(), "2026-03-06");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn days_that_a_point_gave_are_kept_for_a_new_holiday_table() {
    let mut stage = Stage::new();
    stage.start = Moment(1_798_074_000_000); // 2026-12-24 09:00 in China
    let engine = limited_by(&stage, "days-10").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    let before = due_of(&engine.case(id).await.expect("it is there"), "review");
    assert!(before.provisional);
    let asked = stage.plugins.calls.load(Ordering::SeqCst);
    let csv = "date,kind,holiday\n2027-01-01,off,New Year's Day\n2027-01-04,off,New Year's Day\n\
               2027-10-01,off,National Day\n";
    register(&engine, Registration::LoadHolidays { csv: csv.to_owned() }).await;
    engine.idle().await;
    let after = due_of(&engine.case(id).await.expect("it is there"), "review");
    assert!(!after.provisional && after.at > before.at, "{before:?} → {after:?}");
    assert_eq!(stage.plugins.calls.load(Ordering::SeqCst), asked, "nobody was asked again");
    assert_sound(&engine).await;
}

#[tokio::test]
async fn what_is_no_number_of_days_opens_no_task() {
    for word in ["days-soon", "days-2.5", "days--1", "days-40000"] {
        let stage = Stage::new();
        let engine = limited_by(&stage, word).await;
        let id = begin(&engine).await.instance;
        accept(&engine, id).await.expect("the clerk accepts");
        let view = engine.case(id).await.expect("it is there");
        assert_eq!(open(&view, "review"), None, "{word}");
        let mut live = view.state.live().map(|(_, element)| &element.work);
        let code = live.find_map(|work| match work {
            Some(Work::Incident(incident)) => Some(incident.code.as_str()),
            _ => None,
        });
        assert_eq!(code, Some("plugin-output"), "{word}");
        assert_sound(&engine).await;
    }
}
