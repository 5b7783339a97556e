//! Before a countersignature: which finished cases are decided again beside a candidate.
//!
//! Not here: what else a candidate is held to (`e2e`, over a real host).

use std::{collections::BTreeSet, sync::Arc};

use minisign::KeyPair;
use serde_json::json;
use tongban_core::{Command, Moment, id::InstanceId};
use tongban_model::{
    Bundle,
    organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF},
};
use tongban_plugin_api::Package;
use tongban_runtime::{
    Engine, Registration,
    admission::{Examination, Replay},
};

use crate::stage::{DAY_MS, MONDAY, Stage, decision, division, person, plugin, register, start};

/// A village and its clerk, in the township that supplies the candidate.
const OWN: (&str, &str) = ("530428003004", "bai-yun");
/// A village and its clerk, in another township of that county.
const OTHER: (&str, &str) = ("530428002004", "qiao-xin");

/// The trial, but that its rule ends a case, and that townships may supply rules for it.
fn process() -> Bundle {
    let text = include_str!("trial/workflow.yaml")
        .replace("approve: review, ask", "approve: granted, ask")
        .replace("by: [county]", "by: [county, township]");
    Bundle::default()
        .with("workflow.yaml", text.into_bytes())
        .with("application.schema.json", include_bytes!("trial/application.schema.json").to_vec())
}

async fn ready(stage: &Stage) -> Engine {
    let engine = stage.open_over(stage.store());
    let (divisions, staff) = (BUNDLED_DIVISIONS.to_owned(), BUNDLED_STAFF.to_owned());
    register(&engine, Registration::LoadOrganisation { divisions, staff }).await;
    register(&engine, Registration::Release { bundle: process(), from: MONDAY.day() }).await;
    register(&engine, plugin("approve")).await;
    engine
}

async fn apply(engine: &Engine, (village, clerk): (&str, &str)) -> InstanceId {
    let mut request = start(engine);
    request.actor = person(clerk);
    if let Command::Start(start) = &mut request.command {
        start.division = division(engine, village);
    }
    engine.submit(request).await.expect("the case begins").instance
}

/// The clerk accepts, the nation's rule approves, and the case has ended.
async fn finish(engine: &Engine, id: InstanceId, (_, clerk): (&str, &str)) {
    let request = decision(engine, id, ("accept", "accept", clerk)).await;
    let accepted = engine.submit(request).await.expect("the clerk accepts");
    assert!(accepted.summary.opened.is_empty(), "nothing is left to do");
}

/// What is found out about the township's rule that refuses everybody.
async fn examined(engine: &Engine, keys: &KeyPair) -> Examination {
    let manifest = json!({
        "id": "township-means", "version": "1.0.0", "world": "rule", "process": "trial",
        "point": "means", "division": "530428003", "law": "试办规定",
        "effective": { "from": "2026-03-02" },
    });
    let manifest = serde_json::from_value(manifest).expect("a manifest");
    let package = Package::new(&manifest, b"reject".to_vec()).expect("a package");
    let comment = package.trusted_comment();
    let signature =
        minisign::sign(None, &keys.sk, package.component(), Some(&comment), None).expect("signed");
    let package = package.signed(signature.to_string()).expect("it has room");
    let package: Arc<[u8]> = package.encode().into();
    engine.examine(package).await.expect("it is looked at").examination
}

async fn keys(engine: &Engine) -> KeyPair {
    let keys = KeyPair::generate_unencrypted_keypair().expect("a pair of keys");
    let registration = Registration::RegisterKey {
        public: keys.pk.to_base64(),
        division: Some(division(engine, "530428003")),
        holder: "试办".into(),
        from: MONDAY.day(),
        to: None,
    };
    register(engine, registration).await;
    keys
}

async fn pass_a_day(engine: &Engine) {
    engine.advance(Moment(engine.now().0 + DAY_MS)).await.expect("time passes");
}

#[tokio::test]
async fn the_last_finished_cases_of_the_own_township_are_decided_again_and_no_others() {
    let stage = Stage::new();
    let engine = ready(&stage).await;
    let keys = keys(&engine).await;
    let none = examined(&engine, &keys).await;
    assert_eq!(none.replay, Replay::default(), "nothing has ended yet");
    // The first that applied, which ends last of all; and one that never ends.
    let first = apply(&engine, OWN).await;
    apply(&engine, OWN).await;
    let mut expected = BTreeSet::from([first]);
    for _ in 0..3 {
        let id = apply(&engine, OWN).await;
        finish(&engine, id, OWN).await;
    }
    pass_a_day(&engine).await;
    for number in 1..Replay::CASES_MAX {
        let id = apply(&engine, OWN).await;
        finish(&engine, id, OWN).await;
        expected.insert(id);
        if number % 50 == 0 {
            let neighbours = apply(&engine, OTHER).await;
            finish(&engine, neighbours, OTHER).await;
        }
    }
    pass_a_day(&engine).await;
    finish(&engine, first, OWN).await;
    let found = examined(&engine, &keys).await;
    assert!(found.is_admissible(), "{found:?}");
    let replay = found.replay;
    let counts = (replay.cases_count, replay.skipped_count, replay.left_count);
    assert_eq!(counts, (200, 0, 0));
    let differing: BTreeSet<_> = replay.differences.iter().map(|it| it.instance).collect();
    assert_eq!(differing, expected, "each of the last, and none that ended before");
}
