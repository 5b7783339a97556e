//! Files that a case names: kept before the command, read through the case, checked afterwards.

use anyhow::ensure;
use serde_json::{Value as Json, json};
use tongban_e2e::Stage;
use tongban_xtask::{
    drive::{Call, text},
    walk::dibao,
};

const SCAN: &[u8] = b"%PDF-1.7 \xe6\x94\xb6\xe5\x85\xa5\xe8\xaf\x81\xe6\x98\x8e";

/// An application that names a file by its digest.
fn application(digest: &str) -> Json {
    let scan = json!({
        "digest": digest, "name": "收入证明.pdf", "material": "income",
        "verified_against_original": true,
    });
    let form = dibao::application("李建国");
    json!({
        "process": "dibao", "division": dibao::QINGLONGCHANG.division,
        "application": { "form": form, "attachments": [scan] },
    })
}

#[test]
fn a_file_is_kept_before_the_case_names_it_and_read_through_the_case() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let start = |digest: &str| Call::post("/api/v1/instances", &application(digest)).by("bai-yun");
    stage.refused(&start(&"0".repeat(64)), (422, "attachment-missing"))?;
    let file = || Call::file("/api/v1/attachments", SCAN.to_vec());
    stage.refused(&file(), (401, "unauthenticated"))?;
    let refused = stage.client.call(&file())?;
    ensure!(refused.headers["connection"] == "close", "its body was not read: {refused:?}");
    let kept = stage.check(&file().by("bai-yun"), 201)?.json();
    let digest = text(&kept, "/digest")?;
    ensure!(kept["size"] == SCAN.len(), "{kept}");

    let started = stage.check(&start(&digest), 201)?.json();
    let path = format!("/api/v1/instances/{}/attachments/{digest}", text(&started, "/instance")?);
    let read = stage.check(&Call::get(&path).by("li-hong"), 200)?;
    ensure!(read.body == SCAN, "the same bytes come back");
    let name = read.headers["content-disposition"].to_str()?;
    ensure!(name.starts_with("attachment; filename*=UTF-8''%E6%94%B6"), "{name}");
    // Of another county, of another case: neither learns that the file exists.
    stage.refused(&Call::get(&path).by("liu-yan"), (403, "forbidden"))?;
    let other = path.replace(&digest, &"0".repeat(64));
    stage.refused(&Call::get(&other).by("li-hong"), (404, "not-found"))?;
    let large = Call::file("/api/v1/attachments", vec![0; (20 << 20) + 1]).by("bai-yun");
    stage.refused(&large, (413, "attachment-too-large"))?;
    let report = stage.verify()?;
    ensure!(report.to_string().contains("附件 1 个"), "the file is checked: {report}");
    Ok(())
}
