//! Papers for print.

use serde_json::json;

use crate::stage::{APPROVER, CLERK, Call, STRANGER, SYSTEM, Stage};

async fn paper(stage: &Stage, (id, kind): (&str, &str)) -> String {
    let call = Call::get(&format!("/api/v1/instances/{id}/papers/{kind}")).by(CLERK);
    let reply = stage.send(call).await;
    assert_eq!(reply.status.as_u16(), 200, "{kind}: {}", reply.text());
    assert_eq!(reply.headers["content-type"], "text/html; charset=utf-8");
    reply.text()
}

fn assert_says(paper: &str, all: &[&str]) {
    for words in all {
        assert!(paper.contains(words), "it does not say {words}: {paper}");
    }
}

#[tokio::test]
async fn acceptance_and_missing_materials() {
    let stage = Stage::ready().await;
    let (id, receipt) = stage.begin().await;
    let none = Call::get(&format!("/api/v1/instances/{id}/papers/decision")).by(CLERK);
    stage.check(none, 404, &[("/code", json!("not-found"))]).await;
    tell_missing(&stage, &id, &["income"]).await;
    let missing = paper(&stage, (&id, "materials-notice")).await;
    assert_says(&missing, &["试办补贴一次性告知书", "岩罕：", "缺收入证明", "2份", "第二条"]);
    for other in ["户口簿", "银行流水"] {
        assert!(!missing.contains(other), "{other} was not named as missing: {missing}");
    }
    stage.decide(&id, ("supplement", "supplied", crate::stage::VILLAGE_CLERK)).await;
    stage.decide(&id, ("accept", "accept", CLERK)).await;
    let acceptance = paper(&stage, (&id, "acceptance")).await;
    let says = ["受理通知书", "10个工作日", "第五条", "2026年3月16日", &receipt, "通办受〔2026〕"];
    assert_says(&acceptance, &says);
    let list = Call::get(&format!("/api/v1/instances/{id}/papers")).by(CLERK);
    let kinds =
        [("/items/0/kind", json!("acceptance")), ("/items/1/kind", json!("materials-notice"))];
    stage.check(list, 200, &kinds).await;
}

/// The clerk names what is missing.
async fn tell_missing(stage: &Stage, id: &str, missing: &[&str]) {
    stage.check(incomplete(stage, id, missing).await, 200, &[]).await;
}

async fn incomplete(stage: &Stage, id: &str, missing: &[&str]) -> Call {
    let task = stage.open(id, "accept").await;
    let opinion = format!("缺{}", if missing == ["income"] { "收入证明" } else { "材料" });
    let body = json!({ "outcome": "incomplete", "opinion": opinion, "missing": missing });
    Call::post(&format!("/api/v1/tasks/{task}/complete"), body).by(CLERK)
}

#[tokio::test]
async fn only_what_a_checklist_has_and_no_platform_is_missing() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    let expected = [("/code", json!("material-unknown")), ("/errors/0/pointer", json!("/missing"))];
    for unknown in ["passport", "bank"] {
        let call = incomplete(&stage, &id, &["hukou", unknown]).await;
        stage.check(call, 422, &expected).await;
    }
    let task = stage.open(&id, "accept").await;
    let path = format!("/api/v1/tasks/{task}/complete");
    let accepted = json!({ "outcome": "accept", "missing": ["hukou"] });
    stage.check(Call::post(&path, accepted).by(CLERK), 422, &expected).await;
    // Nothing on the list is missing: the words alone say what is.
    tell_missing(&stage, &id, &[]).await;
    let notice = paper(&stage, (&id, "materials-notice")).await;
    assert_says(&notice, &["缺材料", "全部内容一次性告知"]);
    assert!(!notice.contains("复印件"), "no table of nothing: {notice}");
}

#[tokio::test]
async fn each_paper_of_a_kind_has_its_number_and_can_be_printed() {
    let stage = Stage::ready().await;
    let (id, _) = stage.begin().await;
    for missing in ["hukou", "income"] {
        tell_missing(&stage, &id, &[missing]).await;
        stage.decide(&id, ("supplement", "supplied", crate::stage::VILLAGE_CLERK)).await;
    }
    let list = Call::get(&format!("/api/v1/instances/{id}/papers")).by(CLERK);
    let (first, second) = (format!("通办告〔2026〕{id}号"), format!("通办告〔2026〕{id}-2号"));
    let numbers = [
        ("/items/0/number", json!(first)),
        ("/items/1/number", json!(second)),
        ("/items/0/day", json!("2026-03-02")),
    ];
    let list = stage.check(list, 200, &numbers).await;
    let says = [(first, "户口簿", "收入证明"), (second, "收入证明", "户口簿")];
    for (at, (number, named, other)) in says.iter().enumerate() {
        let href = list.text_at(&format!("/items/{at}/href"));
        let printed = stage.check(Call::get(&href).by(CLERK), 200, &[]).await.text();
        assert_says(&printed, &[number, named]);
        assert!(!printed.contains(other), "{printed}");
    }
    let latest = paper(&stage, (&id, "materials-notice")).await;
    assert_says(&latest, &[&says[1].0]);
    let path = format!("/api/v1/instances/{id}/papers/materials-notice");
    let none = Call::get(&format!("{path}?element=1")).by(CLERK);
    stage.check(none, 404, &[("/code", json!("not-found"))]).await;
    let odd = Call::get(&format!("{path}?element=x")).by(CLERK);
    stage.check(odd, 400, &[("/code", json!("query-malformed"))]).await;
}

#[tokio::test]
async fn a_poster_is_printed_for_the_file_after_its_days_and_hidden_from_the_public() {
    let stage = Stage::ready().await;
    let (id, notice) = stage.with_notice().await;
    let standing = paper(&stage, (&id, "notice")).await;
    assert!(!standing.contains("存档"), "{standing}");
    stage.pass_days(8).await;
    let filed = paper(&stage, (&id, "notice")).await;
    assert_says(&filed, &["岩**", "公示已结束", "仅供存档", "第四条"]);
    let public = Call::get(&format!("/public/notices/{notice}"));
    stage.check(public, 200, &[("/lines", json!([])), ("/open", json!(false))]).await;
}

#[tokio::test]
async fn a_decision_names_rules_law_and_remedies() {
    let stage = Stage::ready().await;
    let (id, _) = stage.with_notice().await;
    let poster = paper(&stage, (&id, "notice")).await;
    assert_says(&poster, &["公示", "岩**", "2026年3月9日", "异议"]);
    assert!(!poster.contains("岩罕"), "{poster}");
    stage.pass_days(8).await;
    stage.decide(&id, ("county", "approve", APPROVER)).await;
    let decision = paper(&stage, (&id, "decision")).await;
    let says = [
        "审核确认通知书",
        "确认同意",
        "大户",
        "试办规定第九条",
        "三人以上家庭每月三百元",
        "300",
        "60日内依法申请行政复议",
        "6个月内",
        "第七条",
    ];
    assert_says(&decision, &says);
}

#[tokio::test]
async fn a_refusal_gives_reasons_and_remedies() {
    let stage = Stage::ready().await;
    let (id, _) = stage.with_notice().await;
    stage.pass_days(8).await;
    stage.decide(&id, ("county", "refuse", APPROVER)).await;
    let refusal = paper(&stage, (&id, "refusal")).await;
    assert_says(&refusal, &["不予确认通知书", "理由", "情况属实", "大户", "行政诉讼"]);
    for (person, status) in [(STRANGER, 403), (SYSTEM, 403)] {
        let path = format!("/api/v1/instances/{id}/papers/refusal");
        stage.check(Call::get(&path).by(person), status, &[]).await;
    }
}
