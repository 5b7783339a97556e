//! Administration: definitions, imports, clock, divisions, health, metrics, a real socket.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::stage::{AUDITOR, CLERK, Call, GRANTS, SYSTEM, Stage, VILLAGE, trial};

fn files() -> Value {
    let files = trial()
        .files
        .into_iter()
        .map(|(name, bytes)| (name, Value::from(String::from_utf8_lossy(&bytes).into_owned())));
    Value::Object(files.collect())
}

#[tokio::test]
async fn a_definition_is_checked_then_released() {
    let stage = Stage::ready().await;
    let mut wrong = files();
    let source =
        wrong["workflow.yaml"].as_str().expect("a text").replace("next: accept", "next: acept");
    wrong["workflow.yaml"] = json!(source);
    let post = |body: Value| Call::post("/api/v1/definitions", body).by(SYSTEM);
    let dry = post(json!({ "files": wrong, "dry_run": true }));
    let dry = stage.check(dry, 200, &[]).await.json();
    let release = post(json!({ "files": wrong }));
    let refused = stage.check(release, 422, &[("/code", json!("definition-invalid"))]).await.json();
    for found in [&dry["diagnostics"], &refused["errors"]] {
        let mut found = found.as_array().expect("a list").iter();
        let unknown = found.find(|one| one["code"] == "unknown-node").expect("it is told");
        let at = unknown["pointer"].as_str().unwrap_or_default();
        assert!(at.starts_with("workflow.yaml:") && unknown["severity"] == "error", "{unknown}");
    }
    let past = post(json!({ "files": files(), "from": "2026-03-01" }));
    stage.check(past, 422, &[("/errors/0/pointer", json!("/from"))]).await;
    let source = files()["workflow.yaml"].as_str().expect("a text").replace("days: 7", "days: 8");
    let mut next = files();
    next["workflow.yaml"] = json!(source);
    let release = post(json!({ "files": next, "from": "2026-03-09" }));
    let version = stage.check(release, 201, &[("/from", json!("2026-03-09"))]).await;
    let version = version.text_at("/version");
    let list = stage.check(Call::get("/api/v1/definitions").by(CLERK), 200, &[]).await.json();
    assert_eq!(list["items"][0]["versions"].as_array().map(Vec::len), Some(2));
    assert_ne!(list["items"][0]["in_force"], json!(version), "it is not in force yet");
    stage.pass_days(7).await;
    let read = Call::get("/api/v1/definitions/trial").by(CLERK);
    stage.check(read, 200, &[("/version", json!(version))]).await;
}

#[tokio::test]
async fn imports_show_what_would_change() {
    let stage = Stage::ready().await;
    let divisions = tongban_model::organisation::BUNDLED_DIVISIONS;
    let staff = tongban_model::organisation::BUNDLED_STAFF.replace("李红", "李红英");
    let staff = staff.replacen("people:\n", "people:\n  xin-ren: { name: 新人 }\n", 1);
    let load = |dry_run: bool| {
        let body = json!({ "divisions": divisions, "staff": staff, "dry_run": dry_run });
        Call::post("/api/v1/organisation", body).by(GRANTS)
    };
    let dry = stage.check(load(true), 200, &[("/applied", json!(false))]).await;
    assert!(dry.text().contains("xin-ren"), "the change is told: {}", dry.text());
    let me = || Call::get("/api/v1/people/me").by(CLERK);
    stage.check(me(), 200, &[("/name", json!("李红"))]).await;
    stage.check(load(false), 200, &[("/applied", json!(true))]).await;
    stage.check(me(), 200, &[("/name", json!("李红英"))]).await;
    let holidays = json!({ "csv": "date,kind,holiday\n2027-01-01,away,x\n", "dry_run": true });
    let holidays = Call::post("/api/v1/holidays", holidays).by(SYSTEM);
    let reply = stage.check(holidays, 200, &[("/applied", json!(false))]).await;
    assert!(reply.json()["problems"].as_array().is_some_and(|all| !all.is_empty()));
}

#[tokio::test]
async fn the_virtual_clock_moves_and_reminders_come() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    let advance = |to: &str| Call::post("/api/v1/clock/advance", json!({ "to": to }));
    let to = "2026-03-12T09:00:00+08:00";
    stage.check(advance(to).by(CLERK), 403, &[]).await;
    stage.check(advance(to).by(SYSTEM), 200, &[("/now", json!(to))]).await;
    stage.check(advance("2026-03-03T09:00:00+08:00").by(SYSTEM), 422, &[]).await;
    let clock = Call::get("/api/v1/clock").by(CLERK);
    stage.check(clock, 200, &[("/day", json!("2026-03-12")), ("/working_day", json!(true))]).await;
    stage.engine.idle().await;
    let inbox = Call::get("/api/v1/reminders").by(crate::stage::LEADER);
    stage.check(inbox, 200, &[("/items/0/instance", json!(id))]).await;
}

#[tokio::test]
async fn divisions_are_found_by_code_name_and_parent() {
    let stage = Stage::ready().await;
    let get = |path: &str| Call::get(path).by(CLERK);
    let village = get(&format!("/api/v1/divisions/{VILLAGE}"));
    let expected = [("/level", json!("village")), ("/above/3/code", json!("530428"))];
    stage.check(village, 200, &expected).await;
    let below = stage.check(get("/api/v1/divisions?under=530428"), 200, &[]).await;
    assert!(below.text().contains("甘庄"), "{}", below.text());
    let found = "/api/v1/divisions?q=%E9%9D%92%E9%BE%99%E5%8E%82";
    let found = stage.check(get(found), 200, &[]).await;
    assert!(found.text().contains(VILLAGE), "{}", found.text());
    let people = get(&format!("/api/v1/people?division={VILLAGE}"));
    stage.check(people, 200, &[("/items/0/id", json!(crate::stage::VILLAGE_CLERK))]).await;
    let unknown = get("/api/v1/divisions/999999");
    stage.check(unknown, 422, &[("/code", json!("division-unknown"))]).await;
}

#[tokio::test]
async fn a_case_is_exported_by_the_auditor_and_the_store_is_verified() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let export = || Call::get(&format!("/api/v1/instances/{id}/export"));
    stage.check(export().by(CLERK), 403, &[]).await;
    let bundle = stage.send(export().by(AUDITOR)).await;
    assert_eq!(bundle.status.as_u16(), 200);
    assert!(bundle.body.len() > 500);
    let verify = Call::post("/api/v1/verify", json!({})).by(AUDITOR);
    stage.check(verify, 200, &[("/sound", json!(true)), ("/problems", json!([]))]).await;
}

#[tokio::test]
async fn health_and_metrics_need_no_token() {
    let stage = Stage::ready().await;
    stage.check(Call::get("/health"), 200, &[("/status", json!("ok"))]).await;
    stage.check(Call::get("/ready"), 200, &[]).await;
    stage.send(Call::get("/api/v1/nothing")).await;
    let metrics = stage.send(Call::get("/metrics")).await.text();
    assert!(metrics.contains("tongban_http_responses_total{class=\"4xx\"} 1"), "{metrics}");
    assert!(metrics.contains("tongban_http_duration_seconds_count 3"), "{metrics}");
    assert!(metrics.contains("tongban_http_in_flight 1"), "{metrics}");
}

#[tokio::test]
async fn a_body_of_fifty_megabytes_gets_an_answer_over_a_socket() {
    let stage = Stage::ready().await;
    let listener = tongban_server::bind(([127, 0, 0, 1], 0).into()).await.expect("a free port");
    let address = listener.local_addr().expect("it listens");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let config = tongban_server::ServerConfig::default();
    let serving = tokio::spawn(tongban_server::serve_on(
        listener,
        (stage.engine.clone(), config),
        async move { stopped.await.expect("the test ends it") },
    ));
    let mut socket = tokio::net::TcpStream::connect(address).await.expect("it accepts");
    let head = format!(
        "POST /api/v1/instances HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 52428800\r\nconnection: close\r\n\r\n",
        crate::stage::token_of(CLERK)
    );
    socket.write_all(head.as_bytes()).await.expect("it is sent");
    let piece = vec![b' '; 1 << 20];
    for _ in 0..50 {
        socket.write_all(&piece).await.expect("it is taken and thrown away");
    }
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("body-too-large"), "{answer}");
    drop(socket);
    stop.send(()).expect("it still serves");
    serving.await.expect("it does not panic").expect("it ends in order");
    assert!(!stage.engine.is_writing(), "the engine was closed");
}
