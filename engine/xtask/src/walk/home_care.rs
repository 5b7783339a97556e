//! 居家养老 A–D over HTTP: the four classes with their amounts, a child as caregiver with three days
//! on the board, and the monthly cut-off before the 10th.
//!
//! The forms are those of `workflows/home-care/scenarios/forms.yaml`.

use anyhow::ensure;
use serde_json::{Value as Json, json};

use super::{advance, expect};
use crate::drive::{Application, Case, Client, act, text};

/// An elder in 泉涌社区, 西安路街道, 沙河口区.
pub const QUANYONG: Application<'_> = Application {
    process: "home-care",
    division: "210204018014",
    by: "liu-yan",
    reader: "sun-lei",
    name: "elder_name",
};

/// What an elder hands in, with what differs from the common form.
pub fn application(name: &str, differs: &Json) -> Json {
    let mut form = json!({
        "elder_name": name, "age": 66, "sex": "女", "care": "需照料", "local_resident": true,
        "parents": "双亲", "monthly_income": 1000, "childless": false, "three_without": false,
        "on_dibao": false, "spouse_unemployed_on_dibao": false, "caregiver_is_child": false,
    });
    for (key, value) in differs.as_object().into_iter().flatten() {
        form[key] = value.clone();
    }
    form
}

/// What the community writes when it takes an application in.
pub fn accepted() -> Json {
    json!({
        "very_old": false, "hospital_certificate": false, "related_to_staff": false,
        "related_staff": [], "originals_seen": true, "copies_kept": true,
    })
}

fn visit() -> Json {
    json!({ "visited_on": "2026-09-26", "as_stated": true, "findings": "情况属实，子女确已下岗" })
}

/// All of it, from Saturday, 26 September 2026 on.
pub fn walk(client: &Client) -> anyhow::Result<()> {
    let child = json!({ "caregiver_is_child": true, "caregiver_name": "王强" });
    let case = Case::start(client, &QUANYONG, &application("王秀英", &child))?;
    let mut without = accepted();
    without["originals_seen"] = json!(false);
    case.refused(&act("accept", "liu-yan", "accept").form(without), "form-invalid")?;
    case.decide(&act("accept", "liu-yan", "accept").form(accepted()))?;
    case.decide(&act("community-visit", "liu-yan", "done").form(visit()))?;
    case.decide(&act("street-visit", "cui-ning", "done").form(visit()))?;
    let notice = case.notice()?;
    expect("three days", notice["until"].to_string().contains("2026-09-29"), &notice)?;
    ensure!(!notice.to_string().contains("王秀英"), "the elder's name is masked: {notice}");
    let path = format!("/public/notices/{}/objections", text(&notice, "/id")?);
    let sent = json!({ "opinion": "王强好像已经上班", "contact": "13900000000" });
    let objection = client.post(&path, None, &sent)?;
    println!("   张榜三天至 2026-09-29，群众异议，回执 {}", text(&objection, "/receipt")?);
    advance(client, "2026-09-30T09:00:00+08:00")?;
    case.decide(&act("objection", "tang-wei", "dismissed").opinion("经查为临时帮工，已结束"))?;
    case.decide(&act("township-review", "zhao-qiang", "submit"))?;
    due(&case, "2026-10-10")?;
    println!("   十月十日前审批（周六，调休上班）");
    case.decide(&act("district", "wu-hui", "approve"))?;
    case.decide(&act("agreement", "sun-lei", "signed"))?;
    case.ended("approved")?;
    classes(client)?;
    late(client)
}

/// One elder of each other class: what the table says, and with which words.
pub fn classes(client: &Client) -> anyhow::Result<()> {
    let classes = [
        ("A", "300", json!({ "on_dibao": true, "childless": true })),
        ("B", "200", json!({ "age": 65 })),
        ("C", "100", json!({ "monthly_income": 1001 })),
        ("D", "0", json!({ "care": "自理" })),
    ];
    for (class, amount, differs) in classes {
        let name = format!("示例{class}");
        let case = Case::start(client, &QUANYONG, &application(&name, &differs))?;
        case.decide(&act("accept", "liu-yan", "accept").form(accepted()))?;
        let events = case.events()?;
        let found = events.iter().find(|event| event["values"]["类别"] == class);
        let found = found.cloned().unwrap_or_default();
        let said = found["values"]["补贴"].to_string();
        expect(&format!("class {class}"), said.trim_matches('"') == amount, &json!(events))?;
        println!("      {class} 类，每户每月 {amount} 元");
    }
    Ok(())
}

/// Submitted on the 11th: it is for the next month.
fn late(client: &Client) -> anyhow::Result<()> {
    let case = Case::start(client, &QUANYONG, &application("赵玉兰", &json!({})))?;
    case.decide(&act("accept", "liu-yan", "accept").form(accepted()))?;
    advance(client, "2026-10-11T09:00:00+08:00")?;
    case.decide(&act("township-review", "zhao-qiang", "submit"))?;
    due(&case, "2026-11-10")?;
    println!("   十一日报送的，归入下月：十一月十日前审批");
    case.decide(&act("district", "wu-hui", "refuse").opinion("另一位子女可以照料"))?;
    case.decide(&act("refusal", "liu-yan", "delivered"))?;
    case.ended("refused")?;
    let page = case.paper("refusal")?;
    ensure!(page.contains("另一位子女可以照料"), "the refusal gives the reasons");
    Ok(())
}

fn due(case: &Case<'_>, day: &str) -> anyhow::Result<()> {
    let step = case.step("district")?;
    expect(&format!("a decision due on {day}"), step["due"].to_string().contains(day), &step)
}
