//! The bundled programs in running cases: a county signs and installs them, and applications are
//! filed there with a real server.
//!
//! Not here: what each answers by itself (its `cases.yaml`).
//! Invariant: without the plugin the same application is taken, so that what differs is its doing.

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use tongban_cli::{
    package,
    signing::{self, Protection},
};
use tongban_e2e::Stage;
use tongban_plugin_api::{Manifest, Package};
use tongban_xtask::{
    drive::{Call, Case, act},
    walk::dibao,
};

use crate::root;

/// 元江县.
const COUNTY: &str = "530428";
/// Who decides on taking an application up.
const CLERK: &str = "li-hong";

/// The incomes of a family's members must come to what the family states.
pub fn validator() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let wrong = dibao::household(json!({ "members": members(899.5) }));
    filed(&stage, &wrong).context("nobody checks yet")?;
    install(&stage, "plugins/income-validator")?;
    let expected =
        "各成员月收入合计 899.5 元，与填写的 900 元不符（民发〔2021〕57号 第九条、第十条）";
    refused(&stage, &filing(&wrong), ("/form/monthly_income", expected))?;
    let mut unborn = members(900.0);
    unborn[2]["出生日期"] = json!("2035-09-01");
    let unborn = dibao::household(json!({ "members": unborn }));
    let expected = "“李小明”的出生日期晚于申请日期（民发〔2021〕57号 第九条、第十条）";
    refused(&stage, &filing(&unborn), ("/form/members/2/出生日期", expected))?;
    filed(&stage, &dibao::household(json!({}))).context("without members nothing is added up")?;
    let right = dibao::household(json!({ "members": members(900.0) }));
    let case = filed(&stage, &right).context("what adds up is taken")?;
    case.decide(&act("accept", CLERK, "incomplete").opinion("缺收入证明"))?;
    // What is amended later is checked as well.
    let supplied = act("supplement", CLERK, "supplied");
    let amended = supplied.clone().form(wrong).body();
    let amended = Call::post(&case.path("supplement")?, &amended).by(CLERK);
    stage.refused(&amended, (422, "validation-failed"))?;
    case.decide(&supplied.form(right))?;
    stage.verify()?;
    Ok(())
}

/// What a family hands in follows from its situation, and may be told to be missing.
pub fn checklist() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let form = dibao::household(json!({ "by_agent": true, "shared_materials": ["income"] }));
    ensure!(materials(&filed(&stage, &form)?)?.is_empty(), "nobody supplies a list yet");
    install(&stage, "plugins/dibao-checklist-js")?;
    let case = filed(&stage, &form)?;
    let named = materials(&case)?;
    let expected = ["hukou", "id-cards", "authorisation", "bank", "mandate", "agent-id"];
    ensure!(named == expected, "expected {expected:?}, but got {named:?}");
    let short = |missing: &str| {
        let sent = json!({ "outcome": "incomplete", "opinion": "缺材料", "missing": [missing] });
        anyhow::Ok(Call::post(&case.path("accept")?, &sent).by(CLERK))
    };
    // What a platform has is not asked for, although the list names it.
    stage.refused(&short("bank")?, (422, "material-unknown"))?;
    stage.check(&short("mandate")?, 200)?;
    let notice = case.paper("materials-notice")?;
    ensure!(notice.contains("委托书"), "expected the plugin's material in {notice}");
    let plain = filed(&stage, &dibao::household(json!({})))?;
    ensure!(materials(&plain)?.len() == 5, "what was left empty is not the case");
    stage.verify()?;
    Ok(())
}

/// What is sent is refused for one field, in these words.
fn refused(stage: &Stage, call: &Call, (pointer, words): (&str, &str)) -> anyhow::Result<()> {
    let problem = stage.refused(call, (422, "validation-failed"))?;
    let errors = problem["errors"].as_array().context("errors")?;
    let told: Vec<_> = errors.iter().map(|error| (&error["pointer"], &error["detail"])).collect();
    ensure!(told == [(&json!(pointer), &json!(words))], "expected `{words}`, but got {problem}");
    Ok(())
}

/// The members of the family, the first with an income.
fn members(income: f64) -> Json {
    json!([
        { "姓名": "李建国", "与申请人关系": "本人", "证件号码": "530428196503120018", "月收入": income },
        { "姓名": "王秀兰", "与申请人关系": "配偶", "证件号码": "530428196807010025", "月收入": 0 },
        { "姓名": "李小明", "与申请人关系": "子女", "出生日期": "2015-09-01", "月收入": 0 },
    ])
}

fn filing(form: &Json) -> Call {
    dibao::QINGLONGCHANG.filing(form)
}

fn filed<'s>(stage: &'s Stage, form: &Json) -> anyhow::Result<Case<'s>> {
    Case::start(&stage.client, &dibao::QINGLONGCHANG, form)
}

/// The ids of the list that a case carries.
fn materials(case: &Case<'_>) -> anyhow::Result<Vec<String>> {
    let id = |item: &Json| item["id"].as_str().map(str::to_owned).context("an id");
    dibao::materials(case)?.iter().map(id).collect()
}

/// Builds a bundled plugin, has the county's key registered, signs and installs it for the county.
fn install(stage: &Stage, folder: &str) -> anyhow::Result<()> {
    let packed = package::pack(&root().join(folder))?;
    let manifest = Manifest { division: Some(COUNTY.parse()?), ..packed.manifest().clone() };
    let packed = Package::new(&manifest, packed.component().to_vec())?;
    let key = signing::generate(Protection::None)?;
    let public = signing::public_line(&key.public)?;
    let sent = json!({ "public": public, "division": COUNTY, "holder": "县级信息中心" });
    stage.check(&Call::post("/api/v1/keys", &sent).by("deng-yu"), 201)?;
    let signed = signing::sign(packed, &key.secret, None)?;
    let sent = json!({ "package": STANDARD.encode(signed.encode()) });
    stage.check(&Call::post("/api/v1/plugins", &sent).by("guo-tao"), 201)?;
    Ok(())
}
