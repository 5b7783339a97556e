//! What anybody may see and do, and what they may not see.

use serde_json::json;

use crate::stage::{CLERK, Call, LEADER, STRANGER, Stage, VILLAGE};

#[tokio::test]
async fn a_notice_is_masked_and_says_nothing_else() {
    let stage = Stage::ready().await;
    let (_, notice) = stage.with_notice().await;
    for path in [
        format!("/public/notices/{notice}"),
        format!("/public/notices?division={VILLAGE}"),
        "/public/notices?division=530428".to_owned(),
        format!("/citizen/notices/{notice}"),
    ] {
        let text = stage.send(Call::get(&path)).await.text();
        assert!(text.contains("岩**") && text.contains("53*************234"), "{path}: {text}");
        for secret in ["岩罕", "530428198001011234", "13800001234", CLERK, LEADER] {
            assert!(!text.contains(secret), "{path} shows {secret}: {text}");
        }
    }
    let elsewhere = Call::get("/public/notices?division=210204");
    stage.check(elsewhere, 200, &[("/items", json!([]))]).await;
    stage.pass_days(9).await;
    let after = Call::get(&format!("/public/notices/{notice}"));
    stage.check(after, 200, &[("/lines", json!([])), ("/open", json!(false))]).await;
}

#[tokio::test]
async fn anybody_objects_and_follows_it_by_a_receipt() {
    let stage = Stage::ready().await;
    let (id, notice) = stage.with_notice().await;
    let path = format!("/public/notices/{notice}/objections");
    let object = |opinion: &str| {
        Call::post(&path, json!({ "opinion": opinion, "name": "张三", "contact": "13900000000" }))
    };
    stage.check(object(""), 422, &[("/code", json!("reason-required"))]).await;
    let receipt = stage.check(object("家里有车"), 201, &[]).await.text_at("/receipt");
    let case = Call::get(&format!("/public/cases/{receipt}"));
    let case = stage.check(case, 200, &[("/holder", json!("objector"))]).await.text();
    for secret in ["岩罕", "张三", "家里有车"] {
        assert!(!case.contains(secret), "{case}");
    }
    let staff = || Call::get(&format!("/api/v1/instances/{id}/objections"));
    let expected = [
        ("/items/0/written/opinion", json!("家里有车")),
        ("/items/0/written/form/name", json!("张三")),
    ];
    stage.check(staff().by(LEADER), 200, &expected).await;
    stage.check(staff().by(STRANGER), 403, &[]).await;
    stage.check(staff(), 401, &[]).await;
    stage.pass_days(9).await;
    let late = stage.check(object("又有车"), 409, &[("/code", json!("notice-ended"))]).await;
    assert!(!late.text().contains("岩罕"));
}

#[tokio::test]
async fn objections_of_one_address_are_limited() {
    let limits = tongban_server::Limits { objections_per_minute_max: 2, ..Default::default() };
    let stage = Stage::ready_with(None, limits).await;
    let (_, notice) = stage.with_notice().await;
    let object = || {
        let path = format!("/public/notices/{notice}/objections");
        Call::post(&path, json!({ "opinion": "不实" }))
    };
    stage.check(object(), 201, &[]).await;
    stage.check(object(), 201, &[]).await;
    let refused = stage.check(object(), 429, &[("/code", json!("too-many-requests"))]).await;
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_case_is_followed_in_plain_words() {
    let stage = Stage::ready().await;
    let (id, receipt) = stage.begin().await;
    let follow = || Call::get(&format!("/public/cases/{receipt}"));
    stage.check(follow(), 200, &[("/words/zh", json!("正在办理：受理"))]).await;
    stage.decide(&id, ("accept", "incomplete", CLERK)).await;
    let reply = stage.check(follow(), 200, &[]).await;
    assert!(reply.text_at("/to_do/zh").contains("一次性告知书"), "{}", reply.text());
    let page = format!("/citizen/case?receipt={}&lang=en", receipt.to_lowercase());
    let page = stage.send(Call::get(&page)).await.text();
    assert!(page.contains("under way") && page.contains("lang=\"en\""), "{page}");
    assert!(!page.contains("岩罕") && !page.contains("<script"), "{page}");
    let unknown = Call::get("/public/cases/20260302-0000000000");
    stage.check(unknown, 404, &[("/code", json!("receipt-unknown"))]).await;
    let unknown = stage.send(Call::get("/citizen/case?receipt=%3Cb%3E")).await;
    assert_eq!(unknown.status.as_u16(), 404);
    assert!(!unknown.text().contains("<b>"), "what was typed is escaped");
}

#[tokio::test]
async fn the_form_works_without_javascript() {
    let stage = Stage::ready().await;
    let (_, notice) = stage.with_notice().await;
    let path = format!("/citizen/notices/{notice}/object");
    let form = stage.send(Call::get(&path)).await.text();
    assert!(form.contains("method=\"post\""), "{form}");
    let send = |body: &str| {
        Call::bytes("POST", &path, body.as_bytes().to_vec())
            .with("content-type", "application/x-www-form-urlencoded")
    };
    let empty = stage.send(send("opinion=+&name=%E5%BC%A0")).await;
    assert_eq!(empty.status.as_u16(), 422);
    assert!(empty.text().contains("value=\"张\""), "what was typed is kept");
    let filed = stage.send(send("opinion=%E4%B8%8D%E5%AE%9E")).await;
    assert_eq!(filed.status.as_u16(), 201, "{}", filed.text());
    assert!(filed.text().contains("class=\"receipt\">Y2026"), "{}", filed.text());
}
