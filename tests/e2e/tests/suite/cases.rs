//! Cases from the village to the county, as the demo walks them, and verified afterwards.

use anyhow::{Context as _, ensure};
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

/// What was found anew is published again; each poster is printed as it was posted, for the file.
#[test]
fn each_poster_of_a_case_is_printed_as_it_was_posted() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let client = &stage.client;
    let case = Case::start(client, &dibao::QINGLONGCHANG, &dibao::application("李建国"))?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(300, 0)))?;
    surveyed(&case, "survey")?;
    agreed(&case)?;
    let notice = case.notice()?["id"].as_str().context("a notice")?.to_owned();
    let sent = json!({ "opinion": "听说他儿子在外务工" });
    client.post(&format!("/public/notices/{notice}/objections"), None, &sent)?;
    walk::advance(client, "2026-09-28T09:00:00+08:00")?;
    case.decide(&act("objection", "yang-hui", "re-survey").opinion("异议成立，重新调查"))?;
    surveyed(&case, "resurvey")?;
    case.decide(&act("check-again", "pu-hua", "done").form(dibao::means(400, 0)))?;
    agreed(&case)?;
    let list = client.get(&format!("/api/v1/instances/{}/papers", case.id), Some("li-hong"))?;
    let posters = list["items"].as_array().context("papers")?.iter();
    let posters: Vec<_> = posters.filter(|paper| paper["kind"] == "notice").collect();
    ensure!(posters.len() == 2, "{list}");
    for (poster, (amount, other, end)) in
        posters.iter().zip([("750", "450", true), ("450", "750", false)])
    {
        let href = poster["href"].as_str().context("an address")?;
        let page = String::from_utf8(client.bytes(href, Some("li-hong"))?)?;
        let amount = format!("<td>{amount}</td>");
        ensure!(page.contains(&amount) && !page.contains(&format!("<td>{other}</td>")), "{page}");
        ensure!(page.contains("仅供存档") == end, "{page}");
    }
    Ok(())
}

/// Surveyed by two.
fn surveyed(case: &Case<'_>, node: &str) -> anyhow::Result<()> {
    case.decide(&act(node, "dao-mei", "done").form(dibao::survey()))?;
    case.decide(&act(node, "yang-jun", "done").form(dibao::survey()))
}

/// The village panel and the township's opinion, both in favour: the notice is posted.
fn agreed(case: &Case<'_>) -> anyhow::Result<()> {
    case.decide(&act("village-panel", "bai-yun", "recorded").form(dibao::panel()))?;
    case.decide(&act("opinion", "yang-hui", "support").opinion("符合条件，拟予保障"))
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
