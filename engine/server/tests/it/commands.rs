//! Commands: repetition, versions, return, cancellation, waiting.

use serde_json::json;

use crate::stage::{CLERK, COUNTY_LEADER, Call, LEADER, Stage, VILLAGE_CLERK, application};

#[tokio::test]
async fn the_same_key_and_body_replays_and_another_body_is_refused() {
    let stage = Stage::ready().await;
    let start = |body| Call::post("/api/v1/instances", body).by(VILLAGE_CLERK);
    let first = start(application()).with("idempotency-key", "one");
    let first = stage.check(first, 201, &[]).await;
    assert!(!first.headers.contains_key("idempotent-replayed"));
    let again = start(application()).with("idempotency-key", "one");
    let again = stage.check(again, 201, &[]).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.json(), first.json());
    let mut other = application();
    other["application"]["form"]["people"] = json!(4);
    let other = start(other).with("idempotency-key", "one");
    stage.check(other, 422, &[("/code", json!("idempotency-key-reused"))]).await;
    // Keys of different people never meet.
    let colleague = Call::post("/api/v1/instances", application()).by(CLERK);
    let colleague = stage.check(colleague.with("idempotency-key", "one"), 201, &[]).await;
    assert_ne!(colleague.text_at("/instance"), first.text_at("/instance"));
    let list = Call::get("/api/v1/instances").by(CLERK);
    let list = stage.check(list, 200, &[]).await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_stale_version_changes_nothing() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let task = stage.open(&id, "accept").await;
    let state = Call::get(&format!("/api/v1/instances/{id}")).by(CLERK);
    let state = stage.check(state, 200, &[]).await;
    assert_eq!(state.headers["etag"], "\"1\"");
    let claim = |version: &str| {
        let path = format!("/api/v1/tasks/{task}/claim");
        Call::bytes("POST", &path, Vec::new()).by(CLERK).with("if-match", version)
    };
    stage.check(claim("\"7\""), 412, &[("/code", json!("stale"))]).await;
    stage.check(claim("7"), 400, &[("/code", json!("header-malformed"))]).await;
    let claimed = stage.check(claim("\"1\""), 200, &[("/sequence", json!(2))]).await;
    assert_eq!(claimed.headers["etag"], "\"2\"");
}

#[tokio::test]
async fn a_case_goes_back_with_reasons_only() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    let task = stage.open(&id, "review").await;
    let back = |body| Call::post(&format!("/api/v1/tasks/{task}/return"), body).by(LEADER);
    let nowhere = back(json!({ "to": "county", "opinion": "缺材料" }));
    let expected = [("/code", json!("send-back-illegal")), ("/errors/0/pointer", json!("/to"))];
    stage.check(nowhere, 409, &expected).await;
    let silent = back(json!({ "to": "accept", "opinion": " " }));
    let expected = [("/code", json!("reason-required")), ("/errors/0/pointer", json!("/opinion"))];
    stage.check(silent, 422, &expected).await;
    let returned = back(json!({ "to": "accept", "opinion": "户口簿不清" }));
    stage.check(returned, 200, &[("/opened/0/node", json!("accept"))]).await;
}

#[tokio::test]
async fn the_clock_is_extended_once() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let extend = |person: &str| {
        let body = json!({ "opinion": "需异地核对" });
        Call::post(&format!("/api/v1/instances/{id}/extend-clock"), body).by(person)
    };
    let code = |code: &str| [("/code", json!(code))];
    stage.check(extend(COUNTY_LEADER), 409, &code("clock-not-extendable")).await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    stage.check(extend(CLERK), 403, &code("not-authorised")).await;
    stage.check(extend(COUNTY_LEADER), 200, &[]).await;
    stage.check(extend(COUNTY_LEADER), 409, &code("clock-not-extendable")).await;
    let why = Call::get(&format!("/api/v1/instances/{id}/why")).by(CLERK);
    let expected = [
        ("/clock/extended", json!(true)),
        ("/clock/limit", json!("15 working days")),
        ("/clock/law", json!("试办规定（2020年）第六条")),
    ];
    stage.check(why, 200, &expected).await;
}

#[tokio::test]
async fn cancelling_needs_the_role_and_a_reason() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let cancel = |person: &str, opinion: &str| {
        let path = format!("/api/v1/instances/{id}/cancel");
        Call::post(&path, json!({ "opinion": opinion })).by(person)
    };
    stage.check(cancel(LEADER, "申请人撤回"), 403, &[]).await;
    stage.check(cancel(CLERK, ""), 422, &[]).await;
    stage.check(cancel(CLERK, "申请人撤回"), 200, &[("/ended", json!("cancelled"))]).await;
    stage.check(cancel(CLERK, "申请人撤回"), 409, &[("/code", json!("instance-ended"))]).await;
}

#[tokio::test]
async fn a_reader_waits_for_what_it_wrote_but_not_for_ever() {
    let limits = tongban_server::Limits {
        after_max: std::time::Duration::from_millis(10),
        ..Default::default()
    };
    let stage = Stage::ready_with(None, limits).await;
    let start = Call::post("/api/v1/instances", application()).by(VILLAGE_CLERK);
    let position = stage.check(start, 201, &[]).await.text_at("/position");
    let tasks = |after: &str| Call::get(&format!("/api/v1/tasks?after={after}")).by(CLERK);
    stage.check(tasks(&position), 200, &[("/items/0/node", json!("accept"))]).await;
    let late = stage.check(tasks("15:999"), 503, &[("/code", json!("position-not-reached"))]).await;
    assert_eq!(late.headers["retry-after"], "1");
    stage.check(tasks("x"), 400, &[("/code", json!("query-malformed"))]).await;
}
