//! A case that was exported is checked without its store; attachments are part of the promise.

use std::sync::{Arc, atomic::Ordering};

use tongban_core::{
    Command,
    document::{Attachment, Submission},
};
use tongban_runtime::{Engine, Refusal, Request, verify_bundle};

use crate::{
    seams::Words,
    stage::{Stage, accept, approve, assert_sound, begin, start},
};

#[tokio::test]
async fn an_exported_case_is_checked_without_a_store() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let id = begin(&engine).await.instance;
    accept(&engine, id).await.expect("the clerk accepts");
    approve(&engine, id).await.expect("the leader approves");
    let bundle = engine.export(id).await.expect("it is sound");
    engine.close().await;

    let plugins = Words::default();
    let report = verify_bundle(&bundle, &plugins);
    let problems: Vec<_> = report.problems().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(plugins.calls.load(Ordering::SeqCst), 1, "the plugin was asked again");

    plugins.lies.store(true, Ordering::SeqCst);
    assert!(!verify_bundle(&bundle, &plugins).is_sound(), "another answer is noticed");
    plugins.lies.store(false, Ordering::SeqCst);
    let mut unnoticed = Vec::new();
    for at in (0..bundle.len()).step_by(37) {
        let mut tampered = bundle.clone();
        tampered[at] ^= 0x20;
        if verify_bundle(&tampered, &plugins).is_sound() {
            unnoticed.push(at);
        }
    }
    // What lies behind the definition's last file are registry records. Their envelopes are told
    // with their hashes, to be compared with a checkpoint; nothing in a bundle can vouch for them.
    let end = b"ending: refused }\n";
    let behind = bundle.windows(end.len()).rposition(|bytes| bytes == end).expect("it is there");
    assert!(unnoticed.iter().all(|at| *at > behind), "{unnoticed:?}, {behind}");
}

#[test]
fn no_bytes_make_the_check_panic() {
    let plugins = Words::default();
    for length in 0..64_u8 {
        let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(31) ^ length).collect();
        assert!(!verify_bundle(&bytes, &plugins).is_sound());
    }
}

fn with_attachment(engine: &Engine, digest: String) -> Request {
    let mut request = start(engine);
    if let Command::Start(start) = &mut request.command {
        let attachment = Attachment {
            digest,
            name: "户口簿.pdf".into(),
            material: None,
            verified_against_original: true,
        };
        let form = start.application.form.clone();
        let application =
            Submission { form, attachments: vec![attachment], ..Submission::default() };
        start.application = Arc::new(application);
    }
    request
}

#[tokio::test]
async fn a_commit_names_only_files_that_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = Stage::new();
    stage.blobs = Some(folder.path().to_owned());
    stage.limits.blob_bytes_max = 1_000;
    let engine = stage.ready("approve").await;
    let missing = "ab".repeat(32);
    let refused = engine.submit(with_attachment(&engine, missing.clone())).await;
    assert_eq!(refused, Err(Refusal::AttachmentMissing(missing)));

    let bytes = vec![1_u8; 900];
    let digest = engine.put_blob(bytes.as_slice()).await.expect("it is kept");
    let again = engine.put_blob(bytes.as_slice()).await.expect("it is kept once");
    assert_eq!(digest, again);
    let began = engine.submit(with_attachment(&engine, digest.to_string())).await;
    began.expect("the file is there");
    let (_, size) = engine.blob(&digest).await.expect("it is read").expect("it is there");
    assert_eq!(size, 900);
    let large = vec![1_u8; 1_001];
    let refused = engine.put_blob(large.as_slice()).await;
    assert_eq!(refused, Err(Refusal::AttachmentTooLarge { max: 1_000 }));
    let left = std::fs::read_dir(folder.path().join("incoming")).expect("it is read").count();
    assert_eq!(left, 0, "what was refused leaves nothing");
    assert_sound(&engine).await;

    let name = digest.to_string();
    std::fs::write(folder.path().join(&name[..2]).join(&name), b"other").expect("it is written");
    assert!(!engine.verify().await.expect("the store is read").is_sound());
}

#[tokio::test]
async fn without_a_directory_attachments_are_refused() {
    let stage = Stage::new();
    let engine = stage.ready("approve").await;
    let refused = engine.submit(with_attachment(&engine, "ab".repeat(32))).await;
    assert_eq!(refused, Err(Refusal::AttachmentsDisabled));
}
