//! Reference tables that come late: a case that missed one goes on once it is registered.

use std::sync::atomic::Ordering;

use tongban_core::{
    Moment,
    call::{Answer, Call, Called, Digest, FunctionCount, HostFunction, Outcome, Used, Verdict},
    id::InstanceId,
    reference::Reference,
    surroundings::{Consulted, Found, Lookup},
};
use tongban_plugin_api::Surroundings;
use tongban_runtime::{Engine, Registration, query::Slice};

use crate::stage::{DAY_MS, MONDAY, Stage, accept, assert_sound, begin, division, open, register};

/// The county's code, under which its standard stands.
const COUNTY: &str = "530428";

/// What the word `standard` says: it approves where the county's standard is on file, and answers
/// nothing where no table applies.
pub(crate) fn say(call: &Call, surroundings: &dyn Surroundings) -> Called {
    let lookup = Lookup::Row { table: "standards".into(), key: COUNTY.into() };
    let found = surroundings.look_up(&call.scene, &lookup);
    let outcome = match &found {
        Found::Row { .. } => {
            let verdict = Some(Verdict::Approve);
            Outcome::Answered(Answer { verdict, ..Answer::default() })
        }
        _ => Outcome::Refused("没有适用的标准".into()),
    };
    let used = Used {
        world: surroundings.world(),
        counts: vec![FunctionCount { function: HostFunction::ReferenceRow, count: 1 }],
        consulted: vec![Consulted { lookup, found }],
        log: Vec::new(),
        log_cut: 0,
    };
    Called { used: Some(Box::new(used)), ..outcome.into() }
}

/// The standards of a division, from a day of March on.
fn standards(engine: &Engine, code: &str, from: Moment) -> Registration {
    let reference = Reference {
        id: "standards".into(),
        division: Some(division(engine, code)),
        artifact: Digest([0; 32]),
        from,
        to: None,
        law: "试办规定".into(),
    };
    Registration::RegisterReference { csv: format!("key,standard\n{COUNTY},680\n"), reference }
}

async fn is_parked(engine: &Engine, id: InstanceId) -> bool {
    engine.idle().await;
    let view = engine.case(id).await.expect("it is there");
    let incidents = engine.incidents(Slice::default()).await.expect("lists are read").items.len();
    let reviewed = open(&view, "review").is_some();
    assert_eq!(incidents, usize::from(!reviewed), "it waits for a human, or it went on");
    !reviewed
}

#[tokio::test]
async fn a_case_that_missed_a_reference_table_goes_on_once_it_applies() {
    let stage = Stage::new();
    let engine = stage.ready("standard").await;
    // The plugin's own installation may mend cases too; that is over before one is parked.
    engine.idle().await;
    let id = begin(&engine).await.instance;
    let accepted = accept(&engine, id).await.expect("the clerk accepts");
    assert_eq!(accepted.summary.stuck[0].code, "plugin-refused");
    // Each of these is tried, and none of them is the table that it missed.
    let mut calls = stage.plugins.calls.load(Ordering::SeqCst);
    let later = Moment(MONDAY.0 + 7 * DAY_MS);
    for other in [standards(&engine, "210204", MONDAY), standards(&engine, COUNTY, later)] {
        register(&engine, other).await;
        assert!(is_parked(&engine, id).await, "no such table applies there on that day");
        let asked = stage.plugins.calls.load(Ordering::SeqCst);
        assert_eq!(asked, calls + 1, "it was tried again, once");
        calls = asked;
    }
    register(&engine, standards(&engine, COUNTY, MONDAY)).await;
    assert!(!is_parked(&engine, id).await, "the case went on by itself");
    assert_sound(&engine).await;

    // One that is on file before it is needed leaves nothing to mend.
    let next = begin(&engine).await.instance;
    let accepted = accept(&engine, next).await.expect("the clerk accepts");
    assert!(accepted.summary.stuck.is_empty());
    assert_sound(&engine).await;
}
