//! Attachments: uploaded first, read only through a case that names them.

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tongban_core::call::Digest;

use crate::stage::{CLERK, Call, STRANGER, Stage, VILLAGE_CLERK, application};

#[tokio::test]
async fn an_attachment_is_read_through_its_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Some(folder.path().to_owned());
    let stage = Stage::ready_with(blobs, tongban_server::Limits::default()).await;
    let bytes: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
    let upload = Call::bytes("PUT", "/api/v1/attachments", bytes.clone());
    let digest = Digest(Sha256::digest(&bytes).into()).to_string();
    let expected = [("/digest", json!(digest)), ("/size", json!(200_000))];
    stage.check(upload.by(VILLAGE_CLERK), 201, &expected).await;

    let mut body = application();
    body["application"]["attachments"] =
        json!([{ "digest": digest, "name": "户口簿.pdf", "material": "hukou" }]);
    let start = Call::post("/api/v1/instances", body).by(VILLAGE_CLERK);
    let id = stage.check(start, 201, &[]).await.text_at("/instance");
    let read = |id: &str| Call::get(&format!("/api/v1/instances/{id}/attachments/{digest}"));
    let reply = stage.send(read(&id).by(CLERK)).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (200, bytes.len()));
    assert!(reply.body == bytes, "the bytes that went in come out");
    stage.check(read(&id).by(STRANGER), 403, &[]).await;
    let (other, _) = stage.begin().await;
    stage.check(read(&other).by(CLERK), 404, &[]).await;
}

#[tokio::test]
async fn a_file_that_was_not_uploaded_is_refused() {
    let stage = Stage::ready().await;
    let mut body = application();
    body["application"]["attachments"] = json!([{ "digest": "ab".repeat(32), "name": "a.pdf" }]);
    let start = Call::post("/api/v1/instances", body).by(VILLAGE_CLERK);
    stage.check(start, 501, &[("/code", json!("attachments-disabled"))]).await;
}
