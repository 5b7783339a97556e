//! Bodies that are wrong: each gets its own problem, and none costs memory.

use serde_json::{Value, json};

use crate::stage::{CLERK, Call, Stage, VILLAGE_CLERK, application};

#[tokio::test]
async fn bad_json_is_pointed_at() {
    let stage = Stage::ready().await;
    let table = [
        (r#"{"process":"trial","division":7}"#, "/division"),
        (
            r#"{"process":"trial","division":"1","application":{"opinion":[]}}"#,
            "/application/opinion",
        ),
        (r#"{"process":"trial","division":"1","aplication":{}}"#, "/aplication"),
        (r#"{"process":"trial","#, ""),
        ("[]", ""),
    ];
    for (body, pointer) in table {
        let call = Call::bytes("POST", "/api/v1/instances", body.as_bytes().to_vec());
        let expected = [
            ("/code", json!("body-malformed")),
            ("/errors/0/pointer", json!(pointer)),
            ("/type", json!("/problems/body-malformed")),
        ];
        stage.check(call.by(VILLAGE_CLERK), 400, &expected).await;
    }
    let text =
        Call::bytes("POST", "/api/v1/instances", b"x".to_vec()).with("content-type", "text/plain");
    stage.check(text.by(VILLAGE_CLERK), 415, &[("/code", json!("body-not-json"))]).await;
}

#[tokio::test]
async fn a_wrong_form_is_pointed_at_in_the_readers_language() {
    let stage = Stage::ready().await;
    let mut body = application();
    body["application"]["form"]["people"] = json!(0);
    body["application"]["form"]["income"] = json!(1);
    let call = || Call::post("/api/v1/instances", body.clone()).by(VILLAGE_CLERK);
    let reply = stage.check(call(), 422, &[("/code", json!("form-invalid"))]).await;
    assert_eq!(reply.headers["content-language"], "zh-CN");
    let errors = reply.json()["errors"].as_array().map(Vec::len);
    assert_eq!(errors, Some(2), "{}", reply.text());
    let reply = stage.check(call().with("accept-language", "en"), 422, &[]).await;
    assert_eq!(reply.headers["content-language"], "en");
    assert!(reply.text_at("/detail").is_ascii(), "{}", reply.text());
}

#[tokio::test]
async fn numbers_with_too_many_digits_are_refused() {
    let stage = Stage::ready().await;
    let body = application().to_string().replace("\"530428198001011234\"", "530428198001011234");
    let call = Call::bytes("POST", "/api/v1/instances", body.into_bytes()).by(VILLAGE_CLERK);
    stage.check(call, 422, &[("/code", json!("number-too-long"))]).await;
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_with_a_problem() {
    let limits = tongban_server::Limits { json_max: 4_096, ..Default::default() };
    let stage = Stage::ready_with(None, limits).await;
    let body = json!({ "outcome": "accept", "opinion": "x".repeat(5_000) });
    let call = Call::post("/api/v1/tasks/0-1.1/complete", body).by(CLERK);
    stage.check(call, 413, &[("/code", json!("body-too-large"))]).await;
    // Announced, so that nothing of it need be read.
    let call = Call::bytes("POST", "/api/v1/tasks/0-1.1/complete", Vec::new())
        .with("content-length", "52428800")
        .with("expect", "100-continue");
    stage.check(call.by(CLERK), 413, &[("/code", json!("body-too-large"))]).await;
    let call =
        Call::bytes("PUT", "/api/v1/attachments", Vec::new()).with("content-length", "52428800");
    stage.check(call.by(CLERK), 413, &[("/code", json!("attachment-too-large"))]).await;
}

#[tokio::test]
async fn unknown_paths_methods_and_parameters_are_problems_too() {
    let stage = Stage::ready().await;
    let code = |code: &str| [("/code", Value::from(code))];
    stage.check(Call::get("/api/v1/nothing"), 404, &code("route-unknown")).await;
    let delete = Call::bytes("DELETE", "/api/v1/tasks", Vec::new());
    let reply = stage.check(delete, 405, &code("method-not-allowed")).await;
    assert!(reply.headers.contains_key("allow"));
    let misspelt = Call::get("/api/v1/tasks?persn=me").by(CLERK);
    stage.check(misspelt, 400, &code("query-malformed")).await;
    let unknown = Call::get("/api/v1/instances/zz").by(CLERK);
    stage.check(unknown, 404, &code("instance-unknown")).await;
    let page = stage.send(Call::get("/problems/stale")).await;
    assert!(page.text().contains("If-Match"), "{}", page.text());
}
