//! Lists and explanations: tasks by urgency, why, history, openapi.json.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tongban_core::Moment;

use crate::stage::{CLERK, COUNTY_LEADER, Call, LEADER, MONDAY, Stage, VILLAGE};

#[tokio::test]
async fn tasks_come_in_order_of_urgency_page_by_page() {
    let stage = Stage::ready().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(stage.begin().await.0);
        stage.pass_days(1).await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/tasks?limit=2".to_owned();
    loop {
        let page = stage.check(Call::get(&path).by(CLERK), 200, &[]).await.json();
        for item in page["items"].as_array().expect("a list") {
            seen.push(item["instance"].as_str().expect("an id").to_owned());
        }
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/tasks?limit=2&cursor={next}");
    }
    assert_eq!(seen, ids);
    let expected = [
        ("/items/0/title/zh", json!("受理")),
        ("/items/0/law", json!("试办规定（2020年）第二条")),
        ("/items/0/role", json!("township.clerk")),
        // Opened on Monday 2 March, due in five working days: today is Thursday.
        ("/items/0/due/day", json!("2026-03-09")),
        ("/items/0/working_days_left", json!(2)),
        ("/items/0/overdue", json!(false)),
    ];
    stage.check(Call::get("/api/v1/tasks").by(CLERK), 200, &expected).await;
    let none = Call::get("/api/v1/tasks?due_before=2026-03-05T00:00:00%2B08:00").by(CLERK);
    stage.check(none, 200, &[("/items", json!([]))]).await;
    stage.pass_days(5).await;
    let late = [("/items/0/overdue", json!(true)), ("/items/0/working_days_left", json!(-1))];
    stage.check(Call::get("/api/v1/tasks").by(CLERK), 200, &late).await;
}

#[tokio::test]
async fn a_claimed_task_moves_to_its_person() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let task = stage.open(&id, "accept").await;
    let act = |verb: &str| Call::bytes("POST", &format!("/api/v1/tasks/{task}/{verb}"), Vec::new());
    stage.check(act("claim").by(CLERK), 200, &[]).await;
    let mine = Call::get("/api/v1/tasks?person=me").by(CLERK);
    stage.check(mine, 200, &[("/items/0/claimed_by", json!(CLERK))]).await;
    let of_role = "/api/v1/tasks?role=township.clerk&division=530428003";
    stage.check(Call::get(of_role).by(LEADER), 200, &[("/items", json!([]))]).await;
    stage.check(act("release").by(CLERK), 200, &[]).await;
    stage.check(Call::get(of_role).by(LEADER), 200, &[("/items/0/instance", json!(id))]).await;
}

#[tokio::test]
async fn each_filter_of_tasks_stands_alone() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.open(&id, "accept").await;
    let found = [("/items/0/instance", json!(id))];
    for filter in [
        "person=me".to_owned(),
        "role=township.clerk".to_owned(),
        // The township's own post, asked for by the county.
        "division=530428".to_owned(),
        "division=530428003".to_owned(),
        format!("person={CLERK}&role=township.clerk"),
    ] {
        let by = if filter.contains("=530428") { COUNTY_LEADER } else { CLERK };
        let call =
            Call::get(&format!("/api/v1/tasks?{filter}&due_before=2027-01-01T00:00:00%2B08:00"));
        stage.check(call.by(by), 200, &found).await;
    }
    for filter in ["role=county.approver", "division=530428003&role=township.leader"] {
        let call = Call::get(&format!("/api/v1/tasks?{filter}"));
        stage.check(call.by(CLERK), 200, &[("/items", json!([]))]).await;
    }
    let above = Call::get("/api/v1/tasks?division=530428").by(CLERK);
    stage.check(above, 403, &[("/code", json!("forbidden"))]).await;
}

#[tokio::test]
async fn why_says_who_which_article_and_how_long() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    let why = Call::get(&format!("/api/v1/instances/{id}/why")).by(CLERK);
    let expected = [
        ("/waits/0/for", json!("task")),
        ("/waits/0/node", json!("review")),
        ("/waits/0/law", json!("试办规定（2020年）第三条")),
        ("/waits/0/due/day", json!("2026-03-05")),
        ("/waits/0/post/role", json!("township.leader")),
        ("/waits/0/post/may_act/0/id", json!(LEADER)),
        ("/waits/0/post/may_act/0/name", json!("张丽")),
        ("/clock/limit", json!("10 working days")),
        ("/clock/law", json!("试办规定（2020年）第五条")),
        ("/clock/due/day", json!("2026-03-16")),
        ("/clock/due/working_days_left", json!(10)),
        ("/clock/used_days", json!(0)),
    ];
    let reply = stage.check(why, 200, &expected).await;
    let summary = reply.text_at("/summary/zh");
    assert!(summary.contains("审核") && summary.contains("还剩 3 个工作日"), "{summary}");
}

#[tokio::test]
async fn the_clock_of_an_ended_case_shows_what_was_used_and_nothing_left() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    stage.engine.advance(Moment(MONDAY.0 + 2 * 86_400_000)).await.expect("the clock is virtual");
    let cancel =
        Call::post(&format!("/api/v1/instances/{id}/cancel"), json!({ "opinion": "撤回" }));
    stage.check(cancel.by(CLERK), 200, &[]).await;
    stage.engine.advance(Moment(MONDAY.0 + 4 * 86_400_000)).await.expect("the clock is virtual");
    let why = Call::get(&format!("/api/v1/instances/{id}/why")).by(CLERK);
    let expected = [
        ("/clock/used_days", json!(2)),
        ("/clock/due/day", json!("2026-03-16")),
        ("/clock/due/overdue", json!(false)),
    ];
    let reply = stage.check(why, 200, &expected).await;
    assert_eq!(reply.json().pointer("/clock/due/working_days_left"), None, "{}", reply.text());
}

#[tokio::test]
async fn why_names_those_who_are_kept_away() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let task = stage.open(&id, "accept").await;
    let claim = Call::bytes("POST", &format!("/api/v1/tasks/{task}/claim"), Vec::new());
    stage.check(claim.by(CLERK), 200, &[]).await;
    let why = || Call::get(&format!("/api/v1/instances/{id}/why"));
    stage.check(why().by(LEADER), 200, &[("/waits/0/post/claimed_by/id", json!(CLERK))]).await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    stage.decide(&id, ("review", "agree", LEADER)).await;
    let notice = stage.check(why().by(LEADER), 200, &[("/waits/0/for", json!("notice"))]).await;
    assert!(notice.text_at("/summary/zh").contains("公示期至 2026-03-09"), "{}", notice.text());
}

#[tokio::test]
async fn history_tells_rules_with_their_law() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    let history = Call::get(&format!("/api/v1/instances/{id}/history")).by(CLERK);
    let history = stage.check(history, 200, &[]).await.json();
    let records = history["records"].as_array().expect("records");
    assert_eq!(records.len(), 2);
    let events = records[1]["events"].as_array().expect("events");
    let table = events.iter().find(|event| event["type"] == "table-evaluated");
    let rule = table.and_then(|event| event.pointer("/rules/0")).expect("a rule matched");
    assert_eq!(rule["rule"], "大户");
    assert!(rule["law"].as_str().is_some_and(|law| law.contains("试办规定第九条")), "{rule}");
    let part = Call::get(&format!("/api/v1/instances/{id}/history?limit=1")).by(CLERK);
    stage.check(part, 200, &[("/next", json!(2))]).await;
}

#[tokio::test]
async fn every_route_is_documented_and_every_schema_is_there() {
    let stage = Stage::ready().await;
    let document = stage.send(Call::get("/api/v1/openapi.json")).await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().expect("paths");
    let mut ids = BTreeSet::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} is given twice");
            // A documented path is routed: with its parameters filled in, it is never unknown.
            let filled = path.replace("{id}", "0-1").replace("{code}", VILLAGE);
            let filled = filled.replace(['{', '}'], "");
            let method: &'static str = match method.as_str() {
                "get" => "GET",
                "post" => "POST",
                "put" => "PUT",
                "delete" => "DELETE",
                other => panic!("no route has the method {other}"),
            };
            let reply = stage.send(Call::bytes(method, &filled, Vec::new())).await;
            let code = serde_json::from_slice::<Value>(&reply.body).unwrap_or_default();
            let code = code["code"].as_str().unwrap_or_default().to_owned();
            assert!(!["route-unknown", "method-not-allowed"].contains(&code.as_str()), "{filled}");
        }
    }
    for routed in ["/api/v1/instances", "/api/v1/tasks/{id}/complete", "/public/cases/{receipt}"] {
        assert!(paths.contains_key(routed), "{routed}");
    }
    let mut missing = BTreeSet::new();
    references(&document, &mut |name| {
        if document.pointer(&format!("/components/schemas/{name}")).is_none() {
            missing.insert(name.to_owned());
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

fn references(json: &Value, found: &mut impl FnMut(&str)) {
    match json {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                found(reference.trim_start_matches("#/components/schemas/"));
            }
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
