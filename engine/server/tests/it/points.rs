//! Extension points over HTTP: who is told what, and what is asked in a wrong way.
//!
//! Not here: what an examination finds (`e2e`, over a real host).

use serde_json::json;

use crate::{
    stage::{CLERK, Call, STRANGER, SYSTEM, Stage, VILLAGE},
    templates::dibao,
};

const POINT: &str = "/api/v1/processes/dibao/points/means-test/explain";

async fn ready() -> Stage {
    let stage = Stage::ready().await;
    stage.check(Call::post("/api/v1/definitions", dibao()).by(SYSTEM), 201, &[]).await;
    stage
}

#[tokio::test]
async fn the_rules_of_a_division_are_told_to_whoever_works_here() {
    let stage = ready().await;
    let asked = format!("{POINT}?division={VILLAGE}&day=2026-03-02");
    let told = [
        ("/basis", json!("in-force")),
        ("/combine", json!("tighten")),
        ("/division/code", json!(VILLAGE)),
        ("/day", json!("2026-03-02")),
        ("/layers", json!([])),
    ];
    stage.check(Call::get(&asked).by(STRANGER), 200, &told).await;
    stage.check(Call::get(&asked), 401, &[]).await;
    let today = format!("{POINT}?division={VILLAGE}");
    stage.check(Call::get(&today).by(CLERK), 200, &[("/day", json!("2026-03-02"))]).await;
}

#[tokio::test]
async fn what_is_asked_in_a_wrong_way_is_told() {
    let stage = ready().await;
    let (instance, _) = stage.begin().await;
    let of_case = format!("{POINT}?instance={instance}");
    let both = format!("{of_case}&division={VILLAGE}");
    let of_division = format!("?division={VILLAGE}");
    let path = |process: &str, point: &str| {
        format!("/api/v1/processes/{process}/points/{point}/explain{of_division}")
    };
    for (path, status, code) in [
        (POINT.to_owned(), 422, "value-malformed"),
        (both, 422, "value-malformed"),
        (format!("{of_case}&day=2026-03-02"), 422, "value-malformed"),
        (format!("{POINT}{of_division}&day=soon"), 422, "value-malformed"),
        (format!("{POINT}?division=999999"), 422, "division-unknown"),
        (format!("{POINT}?village={VILLAGE}"), 400, "query-malformed"),
        (format!("{POINT}?instance=9-9"), 404, "instance-unknown"),
        // The case is of another process.
        (of_case, 404, "not-found"),
        (path("nothing", "means-test"), 404, "not-found"),
        (path("dibao", "nothing"), 404, "not-found"),
    ] {
        stage.check(Call::get(&path).by(CLERK), status, &[("/code", json!(code))]).await;
    }
}

#[tokio::test]
async fn what_is_no_package_is_not_looked_at() {
    let stage = ready().await;
    let examine =
        |package: &str| Call::post("/api/v1/plugins/examine", json!({ "package": package }));
    for (package, code) in
        [("not base64!", "value-malformed"), ("AGFzbQ==", "plugin-package-malformed")]
    {
        stage.check(examine(package).by(SYSTEM), 422, &[("/code", json!(code))]).await;
    }
    stage.check(examine("AGFzbQ=="), 401, &[]).await;
}
