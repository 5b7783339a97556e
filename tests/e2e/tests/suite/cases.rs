//! Cases from the village to the county, as the demo walks them, and verified afterwards.

use anyhow::ensure;
use serde_json::json;
use tongban_e2e::{Stage, tongban};
use tongban_xtask::{
    drive::{Application, Call, Case, act},
    process, walk,
    walk::{dibao, home_care},
};

/// Dibao granted and refused, the local rule, home care A–D with the monthly cut-off: the demo's
/// walk asserts each step, and what is left on disk proves it without the server.
#[test]
fn the_walk_comes_out_as_the_law_says_and_is_verified_offline() -> anyhow::Result<()> {
    let mut stage = Stage::empty()?;
    let first = stage.server().first_token()?;
    let bundle = walk::walk(&mut stage.client, &first)?;
    let file = stage.path("case.bundle");
    std::fs::write(&file, &bundle)?;
    stage.verify()?;
    process::output(std::process::Command::new(tongban()).arg("verify").arg(&file))?;
    let mut tampered = bundle;
    let middle = tampered.len() / 2;
    tampered[middle] ^= 1;
    std::fs::write(&file, tampered)?;
    let verified = std::process::Command::new(tongban()).arg("verify").arg(&file).output()?;
    ensure!(!verified.status.success(), "one changed bit must be found");
    Ok(())
}

/// The same walk on the other store that a county may choose.
#[test]
fn the_walk_comes_out_the_same_on_sled() -> anyhow::Result<()> {
    let mut stage = Stage::on("sled")?;
    let first = stage.server().first_token()?;
    walk::walk(&mut stage.client, &first)?;
    stage.verify()?;
    Ok(())
}

/// A paper says where to look further, with the whole address.
#[test]
fn papers_name_the_address_of_this_server() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, &dibao::application("李建国"))?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    let site = format!("{}/citizen", stage.server().address());
    let paper = case.paper("acceptance")?;
    ensure!(site.starts_with("http://127.0.0.1:") && paper.contains(&site), "{site}: {paper}");
    Ok(())
}

/// What a citizen sees on their way: the receipt in plain words, and nothing of the person.
#[test]
fn a_citizen_follows_a_case_by_its_receipt() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let child = json!({ "caregiver_is_child": true, "caregiver_name": "王强" });
    let form = home_care::application("王秀英", &child);
    let case = Case::start(&stage.client, &home_care::QUANYONG, &form)?;
    let page = format!("/citizen/case?receipt={}", case.receipt);
    let page = stage.check(&Call::get(&page), 200)?;
    ensure!(page.text().contains("居委会受理"), "{}", page.text());
    ensure!(!page.text().contains("王秀英"), "the holder is masked");
    case.decide(&act("accept", "liu-yan", "accept").form(home_care::accepted()))?;
    let unknown = Call::get("/public/cases/20260918-0000000000");
    stage.refused(&unknown, (404, "receipt-unknown"))?;
    let why = case.why()?;
    ensure!(
        why.to_string().contains("沙河口区居家养老院办法（2003年）第三条"),
        "why names the article: {why}"
    );
    Ok(())
}

/// The same key and body is the same case, whatever happens in between.
#[test]
fn a_repeated_request_is_one_case_over_a_restart_too() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let sent = json!({
        "process": "dibao", "division": "530428003004",
        "application": { "form": dibao::application("李建国") },
    });
    let call = Call::post("/api/v1/instances", &sent).by("bai-yun").with("idempotency-key", "a-1");
    let first = stage.check(&call, 201)?.json();
    stage.again(tongban_xtask::drive::Server::kill, |serving| serving)?;
    let again = stage.check(&call, 201)?;
    ensure!(again.headers.get("idempotent-replayed").is_some_and(|value| value == "true"));
    ensure!(again.json() == first, "expected {first}, but got {}", again.text());
    let mut other = sent;
    other["application"]["form"]["household_size"] = json!(4);
    let other =
        Call::post("/api/v1/instances", &other).by("bai-yun").with("idempotency-key", "a-1");
    stage.refused(&other, (422, "idempotency-key-reused"))?;
    stage.verify()?;
    Ok(())
}

/// A post that nobody holds and no policy fills is an incident record for the administrator, told
/// in `why`; never a silent stall. 沙河口区 has no verifier in the bundled register.
#[test]
fn a_role_that_nobody_holds_is_told_at_once() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let quanyong = Application { process: "dibao", ..home_care::QUANYONG };
    let case = Case::start(&stage.client, &quanyong, &dibao::application("李建国"))?;
    case.decide(&act("accept", "sun-lei", "accept").form(dibao::accepted()))?;
    let incidents = stage.client.get("/api/v1/incidents", Some("han-xue"))?;
    let incident = &incidents["items"][0];
    ensure!(incident["instance"] == case.id.as_str(), "{incidents}");
    ensure!(incident["code"] == "nobody-holds-role", "{incidents}");
    ensure!(case.why()?.to_string().contains("nobody-holds-role"), "why says so too");
    Ok(())
}
