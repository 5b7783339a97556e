//! Which rule applied on a day, across the days on which layers begin and end.
//!
//! Not here: who may ask (`server`), and what was known on a day (`e2e`).

use tongban_core::{Moment, call::Digest, layer::Layer};
use tongban_model::{PointId, ProcessId};
use tongban_runtime::{Engine, Explanation, Registration};

use crate::stage::{
    DAY_MS, MONDAY, Stage, assert_sound, division, plugin, register, trial, village,
};

/// A day of these tests, counted from Monday.
fn day(number: i64) -> Moment {
    Moment(MONDAY.0 + number * DAY_MS)
}

/// A version of the county's rule.
fn version(engine: &Engine, (word, version): (&str, &str), from: Moment) -> Registration {
    let Registration::InstallPlugin { layer, .. } = plugin(word) else { unreachable!() };
    let layer = Layer {
        division: Some(division(engine, "530428")),
        plugin: "county-means".into(),
        version: version.into(),
        from,
        ..layer
    };
    Registration::InstallPlugin { component: word.as_bytes().into(), layer }
}

/// Withdraws what the county has in force on a day.
fn withdraw(engine: &Engine, version: &str, to: Moment) -> Registration {
    let world = engine.world();
    let found = world.all_layers().find(|layer| layer.version == version);
    let digest: Digest = found.expect("it is installed").digest;
    Registration::WithdrawPlugin { digest, place: None, to, reason: "细则废止".into() }
}

/// The versions that would be asked for the village on a day, from the top.
fn in_force(engine: &Engine, number: i64) -> Vec<String> {
    let world = engine.world();
    let id = ProcessId::from("trial");
    let release = world.in_force(&id, day(number).day());
    let digest = Digest(release.expect("it is released").digest.0);
    let process = world.definition(&digest).expect("it is there");
    let point = &process.points[&PointId::from("means")];
    let division = village(engine);
    let explained = Explanation::in_force(&world, (process, point), division, day(number).day());
    assert_eq!((explained.division, explained.day), (division, day(number).day()));
    let named = |of: &str| if of == "county-means" { "county" } else { "nation" };
    let layers = explained.layers.into_iter();
    layers.map(|layer| format!("{} {}", named(&layer.plugin), layer.version)).collect()
}

/// Each day beside a change, the day of the change, and the day after it.
const EXPECTED: [(i64, &[&str]); 9] = [
    (9, &["nation 1.0.0"]),
    (10, &["nation 1.0.0", "county 1.1.0"]),
    (11, &["nation 1.0.0", "county 1.1.0"]),
    (19, &["nation 1.0.0", "county 1.1.0"]),
    (20, &["nation 1.0.0", "county 1.2.0"]),
    (21, &["nation 1.0.0", "county 1.2.0"]),
    (29, &["nation 1.0.0", "county 1.2.0"]),
    (30, &["nation 1.0.0"]),
    (31, &["nation 1.0.0"]),
];

fn check(engine: &Engine, expected: &[(i64, &[&str])]) {
    for (number, versions) in expected {
        assert_eq!(in_force(engine, *number), *versions, "on day {number}");
    }
}

#[tokio::test]
async fn the_rule_of_a_day_is_told_before_on_and_after_each_change() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    check(&engine, &[(9, &["nation 1.0.0"]), (31, &["nation 1.0.0"])]);
    register(&engine, version(&engine, ("reject", "1.1.0"), day(10))).await;
    check(&engine, &EXPECTED[..4]);
    check(&engine, &[(31, &["nation 1.0.0", "county 1.1.0"])]);
    // The newer version hides the older one from its own first day on.
    register(&engine, version(&engine, ("refer", "1.2.0"), day(20))).await;
    check(&engine, &EXPECTED[..7]);
    check(&engine, &[(31, &["nation 1.0.0", "county 1.2.0"])]);
    // Both are taken back from one day on: what applied before stays what applied.
    for number in ["1.1.0", "1.2.0"] {
        register(&engine, withdraw(&engine, number, day(30))).await;
    }
    check(&engine, &EXPECTED);
    assert_sound(&engine).await;
    // Later, and after opening again, the past is told as it was.
    engine.advance(day(40)).await.expect("time passes");
    check(&engine, &EXPECTED);
    engine.close().await;
    let engine = stage.reopen();
    check(&engine, &EXPECTED);
}

#[tokio::test]
async fn a_new_release_of_the_process_keeps_the_layers_of_its_points() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    register(&engine, version(&engine, ("reject", "1.1.0"), day(10))).await;
    let text = include_str!("trial/workflow.yaml").replace("10 working days", "12 working days");
    let bundle = trial().with("workflow.yaml", text.into_bytes());
    register(&engine, Registration::Release { bundle, from: day(15).day() }).await;
    for number in [14, 15, 16] {
        check(&engine, &[(number, &["nation 1.0.0", "county 1.1.0"])]);
    }
}
