//! The walk: one family's application from the village to the county, and one that is refused.
//!
//! The forms are those of `workflows/dibao/scenarios/forms.yaml`; all people are invented.

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};

use super::client::{Client, text};

/// Everybody who acts, with what they are.
const STAFF: [(&str, &str); 9] = [
    ("bai-yun", "青龙厂社区民政专干"),
    ("li-hong", "甘庄街道窗口"),
    ("dao-mei", "甘庄街道协理员"),
    ("yang-jun", "甘庄街道协理员"),
    ("yang-hui", "甘庄街道社会事务办"),
    ("zhang-li", "甘庄街道分管副主任"),
    ("pu-hua", "元江县核对中心"),
    ("zhou-min", "元江县民政局"),
    ("guo-tao", "元江县系统管理员"),
];

/// Walks both cases. Gives the first one's exported bundle.
pub(super) fn walk(client: &mut Client, first_token: &str) -> anyhow::Result<Vec<u8>> {
    println!("一、令牌：首次启动的一次性令牌只能设一名授权管理员，再由其发给工作人员");
    client.issue("deng-yu", first_token)?;
    let grants = client.token("deng-yu")?.to_owned();
    for (person, post) in STAFF {
        client.issue(person, &grants)?;
        println!("   {person:<9} {post}");
    }
    client.issue("song-yan", &grants)?;
    let bundle = granted(client)?;
    refused(client)?;
    Ok(bundle)
}

/// One task, decided by one person.
struct Act<'a> {
    node: &'a str,
    by: &'a str,
    outcome: &'a str,
    form: Json,
    opinion: &'a str,
}

fn act<'a>(node: &'a str, by: &'a str, outcome: &'a str) -> Act<'a> {
    Act { node, by, outcome, form: json!({}), opinion: "" }
}

impl<'a> Act<'a> {
    fn form(self, form: Json) -> Self {
        Self { form, ..self }
    }

    fn opinion(self, opinion: &'a str) -> Self {
        Self { opinion, ..self }
    }

    fn body(&self) -> Json {
        json!({ "outcome": self.outcome, "form": self.form, "opinion": self.opinion })
    }
}

/// A case on its way.
struct Case<'c> {
    client: &'c Client,
    id: String,
    receipt: String,
}

impl<'c> Case<'c> {
    fn start(client: &'c Client, name: &str) -> anyhow::Result<Self> {
        let application = json!({
            "applicant_name": name, "applicant_id": "530428196503120018", "phone": "13800001234",
            "region": "农村", "household_size": 3, "monthly_income": 900,
            "hardship": "户主因病丧失劳动能力", "promise": true, "authorised": true,
        });
        let sent = json!({
            "process": "dibao", "division": "530428003004", "application": { "form": application },
        });
        let started = client.post("/api/v1/instances", Some("bai-yun"), &sent)?;
        let (id, receipt) = (text(&started, "/instance")?, text(&started, "/receipt")?);
        println!("   {name} 申请，办件 {id}，回执 {receipt}");
        Ok(Self { client, id, receipt })
    }

    fn state(&self) -> anyhow::Result<Json> {
        self.client.get(&format!("/api/v1/instances/{}", self.id), Some("li-hong"))
    }

    /// The open task of a node.
    fn task(&self, node: &str) -> anyhow::Result<String> {
        let state = self.state()?;
        let steps = state["steps"].as_array().context("steps")?;
        let open = steps.iter().find(|step| step["node"] == node && step["task"].is_string());
        let open = open.with_context(|| format!("expected an open task `{node}` in {state}"))?;
        text(open, "/task")
    }

    fn decide(&self, act: &Act<'_>) -> anyhow::Result<()> {
        let path = format!("/api/v1/tasks/{}/complete", self.task(act.node)?);
        self.client.post(&path, Some(act.by), &act.body())?;
        println!("   {:<15} {:<9} → {}", act.node, act.by, act.outcome);
        Ok(())
    }

    fn refused(&self, act: &Act<'_>, code: &str) -> anyhow::Result<()> {
        let path = format!("/api/v1/tasks/{}/complete", self.task(act.node)?);
        let problem = self.client.refused(&path, act.by, &act.body())?;
        ensure!(problem["code"] == code, "expected `{code}`, but got {problem}");
        println!("   {:<15} {:<9} ✗ {}（{code}）", act.node, act.by, text(&problem, "/detail")?);
        Ok(())
    }

    fn why(&self) -> anyhow::Result<Json> {
        let path = format!("/api/v1/instances/{}/why", self.id);
        let why = self.client.get(&path, Some("li-hong"))?;
        println!("   在等什么：{}", text(&why, "/summary/zh")?);
        Ok(why)
    }

    fn ended(&self, ending: &str) -> anyhow::Result<()> {
        let state = self.state()?;
        ensure!(state["ending"] == ending, "expected the ending `{ending}`, but got {state}");
        Ok(())
    }

    fn paper(&self, kind: &str) -> anyhow::Result<String> {
        let path = format!("/api/v1/instances/{}/papers/{kind}", self.id);
        let page = String::from_utf8(self.client.bytes(&path, Some("li-hong"))?)?;
        ensure!(page.contains("<html"), "expected a page as `{kind}`");
        println!("   打印 {kind}：{} 字节 HTML", page.len());
        Ok(page)
    }
}

fn advance(client: &Client, to: &str) -> anyhow::Result<()> {
    let sent = json!({ "to": to });
    client.post("/api/v1/clock/advance", Some("guo-tao"), &sent)?;
    println!("   …… 时间到 {to}");
    Ok(())
}

fn survey() -> Json {
    json!({
        "visited_on": "2026-09-22", "persons_met": 3, "findings": "住房为土木结构一层，户主长期患病",
        "signed_by_family": true,
    })
}

fn check(income_per_head: u32) -> Json {
    json!({
        "income_per_head": income_per_head, "standard": 550, "vehicles_count": 0, "homes_count": 1,
        "refused_cooperation": false,
    })
}

fn panel() -> Json {
    json!({ "held_on": "2026-09-18", "members": 9, "present": 7, "in_favour": 7, "against": 0 })
}

fn accepted() -> Json {
    json!({ "related_to_staff": false, "related_staff": [], "originals_seen": true })
}

fn granted(client: &Client) -> anyhow::Result<Vec<u8>> {
    println!("\n二、低保申请：村、乡镇、县逐级办理（民发〔2021〕57号）");
    let case = Case::start(client, "李建国")?;
    case.refused(&act("accept", "zhou-min", "accept").form(accepted()), "not-authorised")?;
    case.refused(&act("accept", "li-hong", "accept").form(json!({})), "form-invalid")?;
    case.decide(&act("accept", "li-hong", "accept").form(accepted()))?;
    let why = case.why()?;
    let limit = why.pointer("/clock/due").cloned().unwrap_or_default().to_string();
    ensure!(limit.contains("2026-11-05"), "expected 30 working days to end on 11-05, got {limit}");
    println!("   法定期限：三十个工作日，2026-11-05 届满（中秋、国庆和调休已计入）");
    case.decide(&act("check", "pu-hua", "done").form(check(300)))?;
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
    case.paper("decision")?;
    let path = format!("/api/v1/instances/{}/export", case.id);
    client.bytes(&path, Some("song-yan")).context("the auditor exports the case")
}

/// The notice: masked, seven days, one objection by a citizen without a token.
fn noticed(client: &Client, case: &Case<'_>) -> anyhow::Result<()> {
    println!("   公示七天，只公开姓名、人数、金额（第二十四条）：");
    let notices = client.get("/public/notices", None)?;
    let ours = notices["items"].as_array().and_then(|items| items.first().cloned());
    let notice = text(&ours.context("expected a public notice")?, "/id")?;
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
    advance(client, "2026-09-26T09:00:00+08:00")?;
    let public = client.get(&format!("/public/cases/{}", case.receipt), None)?;
    println!("   凭回执查询：{}", text(&public, "/words/zh")?);
    Ok(())
}

fn refused(client: &Client) -> anyhow::Result<()> {
    println!("\n三、收入不低于标准：规则插件不予，告知申请人，县级不予确认并说明理由");
    let case = Case::start(client, "王建军")?;
    case.decide(&act("accept", "li-hong", "accept").form(accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(check(550)))?;
    case.decide(&act("survey", "dao-mei", "done").form(survey()))?;
    case.decide(&act("survey", "yang-jun", "done").form(survey()))?;
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
