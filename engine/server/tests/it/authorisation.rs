//! Who may read and do what.

use serde_json::json;
use tongban_core::Moment;

use crate::stage::{
    APPROVER, AUDITOR, CLERK, Call, GRANTS, LEADER, MONDAY, STRANGER, SYSTEM, Stage, VILLAGE_CLERK,
};

#[tokio::test]
async fn without_a_token_nothing_is_read() {
    let stage = Stage::ready().await;
    for path in ["/api/v1/tasks", "/api/v1/instances", "/api/v1/people/me", "/api/v1/clock"] {
        let code = [("/code", json!("unauthenticated"))];
        let reply = stage.check(Call::get(path), 401, &code).await;
        assert_eq!(reply.headers["www-authenticate"], "Bearer");
        let bad = Call::get(path).with("authorization", "Bearer guessed");
        stage.check(bad, 401, &[("/code", json!("token-invalid"))]).await;
    }
}

#[tokio::test]
async fn an_expired_or_revoked_token_ends() {
    let stage = Stage::ready().await;
    let issue = json!({ "person": CLERK, "days": 1 });
    let reply = stage.check(Call::post("/api/v1/tokens", issue).by(GRANTS), 201, &[]).await;
    let bearer = format!("Bearer {}", reply.text_at("/token"));
    let me = || Call::get("/api/v1/people/me").with("authorization", &bearer);
    stage.check(me(), 200, &[("/id", json!(CLERK))]).await;
    stage.engine.advance(Moment(MONDAY.0 + 86_400_000)).await.expect("the clock is virtual");
    stage.check(me(), 401, &[]).await;

    let issue = json!({ "person": CLERK });
    let reply = stage.check(Call::post("/api/v1/tokens", issue).by(GRANTS), 201, &[]).await;
    let bearer = format!("Bearer {}", reply.text_at("/token"));
    let me = || Call::get("/api/v1/people/me").with("authorization", &bearer);
    let revoke = format!("/api/v1/tokens/{}", reply.text_at("/id"));
    let revoke = || Call::bytes("DELETE", &revoke, Vec::new());
    stage.check(revoke().by(LEADER), 403, &[]).await;
    stage.check(me(), 200, &[]).await;
    stage.check(revoke().by(GRANTS), 204, &[]).await;
    stage.check(me(), 401, &[]).await;
}

#[tokio::test]
async fn cases_are_read_from_a_post_at_their_division_or_above() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let table = [
        (VILLAGE_CLERK, 200, true),
        (CLERK, 200, true),
        (APPROVER, 200, true),
        (AUDITOR, 200, true),
        (SYSTEM, 200, false),
        (GRANTS, 200, false),
        (STRANGER, 403, false),
    ];
    for (person, status, with_data) in table {
        let call = Call::get(&format!("/api/v1/instances/{id}")).by(person);
        let reply = stage.check(call, status, &[]).await;
        let shown = reply.json().pointer("/data/applicant_name") == Some(&json!("岩罕"));
        assert_eq!(shown, with_data, "{person}");
        let history = Call::get(&format!("/api/v1/instances/{id}/history")).by(person);
        let history = stage.check(history, status, &[]).await.text();
        assert_eq!(history.contains("岩罕"), with_data, "{person}: {history}");
    }
    let list = Call::get("/api/v1/instances").by(STRANGER);
    stage.check(list, 200, &[("/items", json!([]))]).await;
    let list = Call::get("/api/v1/instances").by(CLERK);
    stage.check(list, 200, &[("/items/0/id", json!(id))]).await;
}

#[tokio::test]
async fn decisions_are_checked_when_they_are_made() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let task = stage.open(&id, "accept").await;
    let accept = || {
        let body = json!({ "outcome": "accept" });
        Call::post(&format!("/api/v1/tasks/{task}/complete"), body)
    };
    let code = |code: &str| [("/code", json!(code))];
    stage.check(accept().by(STRANGER), 403, &code("not-authorised")).await;
    stage.check(accept().by(AUDITOR), 403, &code("not-authorised")).await;
    stage.check(accept().by(CLERK), 200, &[]).await;
    stage.check(accept().by(CLERK), 409, &code("task-not-open")).await;
}

#[tokio::test]
async fn the_three_administrators_have_separate_rights() {
    let stage = Stage::ready().await;
    let release = || Call::post("/api/v1/definitions", json!({ "files": {}, "dry_run": true }));
    let token = || Call::post("/api/v1/tokens", json!({ "person": CLERK }));
    let verify = || Call::post("/api/v1/verify", json!({}));
    let allowed =
        [(SYSTEM, [200, 403, 403]), (GRANTS, [403, 201, 403]), (AUDITOR, [403, 403, 200])];
    for (person, [releases, issues, verifies]) in allowed {
        stage.check(release().by(person), releases, &[]).await;
        stage.check(token().by(person), issues, &[]).await;
        stage.check(verify().by(person), verifies, &[]).await;
    }
}

#[tokio::test]
async fn the_single_use_token_sets_up_and_is_used_up() {
    let engine = crate::stage::empty(None);
    let token = tongban_server::bootstrap_token(&engine).await.expect("the store takes it");
    let token = token.expect("nobody has access yet");
    assert_eq!(tongban_server::bootstrap_token(&engine).await.expect("it is read"), None);
    let stage = Stage::over(engine, tongban_server::Limits::default());
    let bearer = format!("Bearer {token}");
    let organisation = json!({
        "divisions": tongban_model::organisation::BUNDLED_DIVISIONS,
        "staff": tongban_model::organisation::BUNDLED_STAFF,
    });
    let load = Call::post("/api/v1/organisation", organisation).with("authorization", &bearer);
    stage.check(load, 200, &[("/applied", json!(true))]).await;
    let issue = |person: &str| {
        Call::post("/api/v1/tokens", json!({ "person": person })).with("authorization", &bearer)
    };
    stage.check(issue(CLERK), 403, &[]).await;
    stage.check(issue(GRANTS), 201, &[("/person", json!(GRANTS))]).await;
    stage.check(issue(GRANTS), 401, &[("/code", json!("token-invalid"))]).await;
}
