//! Bad decisions: each refused with its own code, and the case as it was.

use anyhow::{Context as _, ensure};
use serde_json::json;
use tongban_e2e::Stage;
use tongban_xtask::{
    drive::{Call, Case, act, text},
    walk::{self, dibao},
};

const MIB: usize = 1024 * 1024;

#[test]
fn decisions_by_the_wrong_person_twice_late_or_stale_change_nothing() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let form = dibao::application("李建国");
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, &form)?;
    let accept = act("accept", "li-hong", "accept").form(dibao::accepted());
    let path = case.path("accept")?;
    let state = || case.state().map(|state| state.to_string());
    let before = state()?;
    let body = accept.body();
    let post = |by: &str| Call::post(&path, &body).by(by);

    stage.refused(&Call::post(&path, &body), (401, "unauthenticated"))?;
    stage.refused(&post("zhou-min"), (403, "not-authorised"))?;
    let empty = Call::post(&path, &act("accept", "", "accept").body()).by("li-hong");
    let problem = stage.refused(&empty, (422, "form-invalid"))?;
    let errors = problem["errors"].as_array().context("errors")?;
    ensure!(errors.iter().any(|error| error["pointer"] == "/form/related_to_staff"), "{problem}");
    let no_outcome = Call::post(&path, &json!({ "form": {} })).by("li-hong");
    stage.refused(&no_outcome, (400, "body-malformed"))?;
    let unknown = Call::post(&path, &act("accept", "", "approve").body()).by("li-hong");
    stage.refused(&unknown, (422, "outcome-unknown"))?;
    stage.refused(&post("li-hong").with("if-match", "\"9\""), (412, "stale"))?;
    let broken = Call::bytes(&path, b"{".to_vec()).with("content-type", "application/json");
    stage.refused(&broken.by("li-hong"), (400, "body-malformed"))?;
    let digits = json!({ "outcome": "accept", "form": { "n": 12_345_678_901_234_567_u64 } });
    stage.refused(&Call::post(&path, &digits).by("li-hong"), (422, "number-too-long"))?;
    ensure!(state()? == before, "a refused decision changes nothing");

    stage.check(&post("li-hong").with("if-match", "\"1\""), 200)?;
    stage.refused(&post("li-hong"), (409, "task-not-open"))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(300, 0)))?;
    case.decide(&act("survey", "dao-mei", "done").form(dibao::survey()))?;
    case.refused(&act("survey", "dao-mei", "done").form(dibao::survey()), "decided-already")?;
    case.decide(&act("survey", "yang-jun", "done").form(dibao::survey()))?;
    case.decide(&act("village-panel", "bai-yun", "recorded").form(dibao::panel()))?;
    case.decide(&act("opinion", "yang-hui", "support"))?;
    let notice = text(&case.notice()?, "/id")?;
    walk::advance(&stage.client, "2026-09-26T09:00:00+08:00")?;
    let late = json!({ "opinion": "我有意见" });
    let late = Call::post(&format!("/public/notices/{notice}/objections"), &late);
    stage.refused(&late, (409, "notice-ended"))?;
    stage.verify()?;
    Ok(())
}

/// Fifty megabytes get an answer, from somebody with a token and from anybody; the server goes on.
#[test]
fn fifty_megabytes_are_refused_and_the_server_goes_on() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let body = || {
        let mut body = br#"{"process":""#.to_vec();
        body.resize(50 * MIB, b'x');
        body
    };
    let json = |call: Call| call.with("content-type", "application/json");
    let large = json(Call::bytes("/api/v1/instances", body()).by("bai-yun"));
    stage.refused(&large, (413, "body-too-large"))?;
    let large = json(Call::bytes("/api/v1/definitions", body()).by("guo-tao"));
    stage.refused(&large, (413, "body-too-large"))?;
    Case::start(&stage.client, &dibao::QINGLONGCHANG, &dibao::application("李建国"))?;
    stage.verify()?;
    Ok(())
}
