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
    stage.decide(&id, ("accept", "incomplete", CLERK)).await;
    let missing = paper(&stage, (&id, "materials-notice")).await;
    let says =
        ["试办补贴一次性告知书", "岩罕：", "情况属实", "户口簿", "收入证明", "2份", "第二条"];
    assert_says(&missing, &says);
    assert!(!missing.contains("银行流水"), "what is shared is not asked for");
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
