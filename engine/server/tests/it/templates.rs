//! Templates of extension points over HTTP.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::stage::{CLERK, Call, SYSTEM, Stage};

/// The bundled process of the minimum living allowance, as the API takes it.
pub(crate) fn dibao() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows/dibao");
    let mut files = Map::new();
    for folder in ["", "forms", "tables"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("it is in the repository") {
            let path = entry.expect("it can be read").path();
            if path.is_file() {
                let name = path.strip_prefix(&root).expect("inside").display().to_string();
                let text = std::fs::read_to_string(&path).expect("a text");
                files.insert(name, text.into());
            }
        }
    }
    json!({ "files": files })
}

#[tokio::test]
async fn a_point_has_a_workbook_to_fill_in() {
    let stage = Stage::ready().await;
    let release = Call::post("/api/v1/definitions", dibao()).by(SYSTEM);
    stage.check(release, 201, &[]).await;
    let of = |point: &str| format!("/api/v1/processes/dibao/points/{point}/template.xlsx");
    let reply = stage.send(Call::get(&of("means-test")).by(CLERK)).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.text());
    assert!(
        reply.headers["content-type"].to_str().is_ok_and(|it| it.ends_with("spreadsheetml.sheet"))
    );
    let sheet = tongban_sheet::Sheet::read(&reply.body).expect("a workbook");
    let (table, problems) = tongban_expr::Table::parse(&sheet.text, "template.xlsx");
    assert!(table.is_some_and(|table| table.is_releasable()), "{problems:?}");
    let unknown = Call::get(&of("nothing")).by(CLERK);
    stage.check(unknown, 404, &[("/code", json!("not-found"))]).await;
    let nobody = Call::get(&of("means-test"));
    stage.check(nobody, 401, &[]).await;
}

#[test]
fn every_reason_why_a_file_is_no_sheet_has_a_page() {
    for (code, zh, en) in tongban_sheet::CODES {
        let page = tongban_api::problem::page(code).unwrap_or_else(|| panic!("no page: {code}"));
        assert!(page.contains(zh) && page.contains(en), "{code}");
    }
}
