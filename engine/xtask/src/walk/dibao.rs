//! 低保 over HTTP: one family's application from the village to the county, and one that is refused.
//!
//! The forms are those of `workflows/dibao/scenarios/forms.yaml`.

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};

use super::advance;
use crate::drive::{Act, Application, Case, Client, act, text};

/// A family in 青龙厂社区, 甘庄街道, 元江县.
pub const QINGLONGCHANG: Application<'_> = Application {
    process: "dibao",
    division: "530428003004",
    by: "bai-yun",
    reader: "li-hong",
    name: "applicant_name",
};

/// What a family hands in.
pub fn application(name: &str) -> Json {
    json!({
        "applicant_name": name, "applicant_id": "530428196503120018", "phone": "13800001234",
        "region": "农村", "household_size": 3, "monthly_income": 900,
        "hardship": "户主因病丧失劳动能力", "promise": true, "authorised": true,
    })
}

/// The family of 李建国, and what differs.
pub fn household(differs: Json) -> Json {
    let mut form = application("李建国");
    if let (Json::Object(form), Json::Object(differs)) = (&mut form, differs) {
        form.extend(differs);
    }
    form
}

/// The materials that a case asks for.
pub fn materials(case: &Case<'_>) -> anyhow::Result<Vec<Json>> {
    let state = case.state()?;
    let items = state.pointer("/data/papers/items").and_then(Json::as_array);
    items.cloned().with_context(|| format!("expected a list in {state}"))
}

/// What two investigators found.
pub fn survey() -> Json {
    json!({
        "visited_on": "2026-09-22", "persons_met": 3, "findings": "住房为土木结构一层，户主长期患病",
        "signed_by_family": true,
    })
}

/// What the county's data say of a family's means.
pub fn means(income_per_head: u32, vehicles_count: u32) -> Json {
    json!({
        "income_per_head": income_per_head, "standard": 550, "vehicles_count": vehicles_count,
        "homes_count": 1, "refused_cooperation": false,
    })
}

/// The record of the village panel.
pub fn panel() -> Json {
    json!({ "held_on": "2026-09-18", "members": 9, "present": 7, "in_favour": 7, "against": 0 })
}

/// The window has seen the originals.
pub fn accepted() -> Json {
    json!({ "related_to_staff": false, "related_staff": [], "originals_seen": true })
}

/// Granted after an objection. Gives the exported bundle.
pub fn granted(client: &Client) -> anyhow::Result<Vec<u8>> {
    let case = Case::start(client, &QINGLONGCHANG, &application("李建国"))?;
    case.refused(&act("accept", "zhou-min", "accept").form(accepted()), "not-authorised")?;
    case.refused(&act("accept", "li-hong", "accept").form(json!({})), "form-invalid")?;
    case.decide(&act("accept", "li-hong", "accept").form(accepted()))?;
    let why = case.why()?;
    let limit = why.pointer("/clock/due").cloned().unwrap_or_default().to_string();
    ensure!(limit.contains("2026-11-05"), "expected 30 working days to end on 11-05, got {limit}");
    println!("   法定期限：三十个工作日，2026-11-05 届满（中秋、国庆和调休已计入）");
    case.decide(&act("check", "pu-hua", "done").form(means(300, 0)))?;
    let joined = case.why()?.to_string();
    ensure!(joined.contains("汇合") && joined.contains("民发〔2021〕57号第二十二条"), "{joined}");
    case.decide(&act("survey", "dao-mei", "done").form(survey()))?;
    case.refused(&act("survey", "dao-mei", "done").form(survey()), "decided-already")?;
    case.decide(&act("survey", "yang-jun", "done").form(survey()))?;
    case.decide(&act("village-panel", "bai-yun", "recorded").form(panel()))?;
    case.decide(&act("opinion", "yang-hui", "support").opinion("符合条件，拟予保障"))?;
    noticed(client, &case)?;
    case.decide(
        &act("objection", "yang-hui", "dismissed").opinion("车辆登记在他人名下，经查无异"),
    )?;
    case.decide(&act("township-review", "zhang-li", "submit"))?;
    println!("   有异议的，县级必须入户核查（第二十条）：");
    let visit = json!({
        "visited_on": "2026-09-27", "findings": "与乡镇调查情况一致", "agrees_with_township": true,
    });
    case.decide(&act("home-visit", "pu-hua", "done").form(visit))?;
    let own = act("county", "pu-hua", "approve");
    case.refused(&own, "not-authorised")?;
    case.decide(&act("county", "zhou-min", "approve").opinion("确认同意"))?;
    case.ended("approved")?;
    case.paper("acceptance")?;
    let page = case.paper("decision")?;
    for stated in ["每月保障金（元）", "750", "作出决定的次月"] {
        ensure!(page.contains(stated), "expected `{stated}` in the decision");
    }
    println!("   决定书写明每月保障金 750 元和起发月份（第二十一条）");
    let path = format!("/api/v1/instances/{}/export", case.id);
    client.bytes(&path, Some("song-yan")).context("the auditor exports the case")
}

/// The notice: masked, seven days, one objection by a citizen without a token.
fn noticed(client: &Client, case: &Case<'_>) -> anyhow::Result<()> {
    println!("   公示七天，只公开姓名、人数、金额（第二十四条）：");
    let notice = text(&case.notice()?, "/id")?;
    let shown = client.get(&format!("/public/notices/{notice}"), None)?;
    for line in shown["lines"].as_array().context("lines")? {
        println!("      {}：{}", text(line, "/title/zh")?, text(line, "/value")?);
    }
    let all = shown.to_string();
    ensure!(!all.contains("530428196503120018") && !all.contains("13800001234"), "leaks: {all}");
    ensure!(shown["until"].to_string().contains("2026-09-25"), "seven days: {shown}");
    let sent = json!({ "opinion": "听说他家有车" });
    let receipt = client.post(&format!("/public/notices/{notice}/objections"), None, &sent)?;
    println!("   群众异议，回执 {}", text(&receipt, "/receipt")?);
    let poster = case.paper("notice")?;
    ensure!(poster.contains("公示七天"), "expected the rule that set the days: {poster}");
    advance(client, "2026-09-26T09:00:00+08:00")?;
    let public = client.get(&format!("/public/cases/{}", case.receipt), None)?;
    println!("   凭回执查询：{}", text(&public, "/words/zh")?);
    let filed = case.paper("notice")?;
    ensure!(filed.contains("李建国") && filed.contains("仅供存档"), "for the file: {filed}");
    Ok(())
}

/// Refused by the law's own rule, with reasons and remedies.
pub fn refused(client: &Client) -> anyhow::Result<()> {
    let case = Case::start(client, &QINGLONGCHANG, &application("王建军"))?;
    case.decide(&act("accept", "li-hong", "accept").form(accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(means(550, 0)))?;
    surveyed(&case)?;
    case.decide(&act("inform", "li-hong", "accepted"))?;
    case.refused(&act("county", "zhou-min", "refuse"), "reason-required")?;
    case.decide(&act("county", "zhou-min", "refuse").opinion("人均月收入不低于当地低保标准"))?;
    case.decide(&act("refusal", "li-hong", "delivered"))?;
    case.ended("refused")?;
    let page = case.paper("refusal")?;
    ensure!(page.contains("第十八条"), "expected the matched rule's article in the refusal");
    ensure!(page.contains("六十日") || page.contains("60"), "expected the right to a review");
    println!("   决定书写明命中的规则、条款和复议、诉讼的期限");
    Ok(())
}

/// Both investigators hand in what they found.
pub fn surveyed(case: &Case<'_>) -> anyhow::Result<()> {
    let by = |person| -> Act<'static> { act("survey", person, "done").form(survey()) };
    case.decide(&by("dao-mei"))?;
    case.decide(&by("yang-jun"))
}
