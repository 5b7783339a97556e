//! The server killed in the middle of its work, a disk that fills, a store that is too new: nothing
//! acknowledged is lost, and each says what it is.

use std::{
    process::{Command, Output},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};
use tongban_e2e::{Stage, tongban};
use tongban_xtask::{
    drive::{Call, Client, Reply, Server, Serving},
    walk::dibao,
};

/// A start with its key: what the same clerk sends again when no answer came.
fn start(key: usize) -> Call {
    let sent = json!({
        "process": "dibao", "division": "530428003004",
        "application": { "form": dibao::application("李建国") },
    });
    let key = format!("start-{key}");
    Call::post("/api/v1/instances", &sent).by("bai-yun").with("idempotency-key", &key)
}

/// Starts cases until the server is gone, from several people's desks; gives key and answer of each
/// that was acknowledged, and the first key without an answer of each desk.
fn work(client: &Client, desks: usize, next: &AtomicUsize) -> (Vec<(usize, Json)>, Vec<usize>) {
    let (acknowledged, open) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..desks {
            scope.spawn(|| {
                loop {
                    let key = next.fetch_add(1, Ordering::SeqCst);
                    match client.call(&start(key)) {
                        Ok(Reply { status: 201, body, .. }) => {
                            let json = serde_json::from_slice(&body).expect("an answer is JSON");
                            acknowledged.lock().expect("no panic").push((key, json));
                        }
                        _ => break open.lock().expect("no panic").push(key),
                    }
                }
            });
        }
    });
    (acknowledged.into_inner().expect("no panic"), open.into_inner().expect("no panic"))
}

/// Every acknowledged case is there, with at least what was acknowledged, under its receipt.
fn nothing_is_lost(stage: &Stage, acknowledged: &[(usize, Json)]) -> anyhow::Result<()> {
    for (key, answer) in acknowledged {
        let id = answer["instance"].as_str().context("an id")?;
        let state = stage.check(&Call::get(&format!("/api/v1/instances/{id}")).by("li-hong"), 200);
        state.with_context(|| format!("case {id} was acknowledged"))?;
        let receipt = answer["receipt"].as_str().context("a receipt")?;
        let found = Call::get(&format!("/api/v1/instances?receipt={receipt}")).by("li-hong");
        ensure!(stage.check(&found, 200)?.json()["items"][0]["id"] == id, "{receipt}");
        let again = stage.check(&start(*key), 201)?;
        ensure!(again.json() == *answer, "expected {answer}, but got {}", again.text());
    }
    Ok(())
}

#[test]
fn killed_in_the_middle_nothing_acknowledged_is_lost() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let next = AtomicUsize::new(0);
    for round in 1..=3 {
        let client = stage.client.clone();
        let target = next.load(Ordering::SeqCst) + 40 * round;
        let (acknowledged, open) = std::thread::scope(|scope| {
            let worker = scope.spawn(|| work(&client, 4, &next));
            while next.load(Ordering::SeqCst) < target && !worker.is_finished() {
                std::thread::yield_now();
            }
            let again = stage.again(Server::kill, |serving| serving);
            again.map(|()| worker.join().expect("the desks do not panic"))
        })?;
        ensure!(acknowledged.len() >= 20, "round {round}: {} cases", acknowledged.len());
        nothing_is_lost(&stage, &acknowledged)?;
        // What was not answered is sent again with its key: one case, whether it was kept or not.
        for key in open {
            let first = stage.check(&start(key), 201)?.json();
            ensure!(stage.check(&start(key), 201)?.json() == first, "one case for one key");
        }
    }
    stage.verify()?;
    Ok(())
}

#[test]
fn a_full_disk_stops_writing_cleanly_and_loses_nothing() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let limited = |serving| Serving { file_blocks_max: Some(8_192), ..serving };
    stage.again(Server::stop, limited)?;
    let (acknowledged, open) = work(&stage.client, 4, &AtomicUsize::new(0));
    ensure!(!acknowledged.is_empty() && !open.is_empty(), "some fit before the disk is full");
    stage.refused(&start(usize::MAX), (503, "store-unavailable"))?;
    let (_, last) = acknowledged.last().context("one")?;
    let path = format!("/api/v1/instances/{}", last["instance"].as_str().context("an id")?);
    stage.check(&Call::get(&path).by("li-hong"), 200).context("reads go on")?;
    stage.again(Server::kill, |serving| Serving { file_blocks_max: None, ..serving })?;
    let sample: Vec<_> = acknowledged.iter().rev().step_by(10).cloned().collect();
    nothing_is_lost(&stage, &sample)?;
    let report = stage.verify()?;
    let facts = report["facts"].as_array().context("facts")?;
    let cases = facts.iter().find_map(|fact| fact.as_str()?.split_once(" cases, "));
    let cases: usize = cases.context("how many cases")?.0.parse()?;
    ensure!(cases >= acknowledged.len(), "{} acknowledged, but {report}", acknowledged.len());
    Ok(())
}

fn serve(serving: &Serving) -> anyhow::Result<Output> {
    let flag = serving.flag();
    let serve = ["serve", "--store", &flag, "--listen", "127.0.0.1:0"];
    Command::new(tongban()).args(serve).output().context("running the program")
}

#[test]
fn a_store_of_a_newer_version_or_another_adapter_is_left_alone() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let acknowledged = vec![(0, stage.check(&start(0), 201)?.json())];
    let serving = stage.end()?;
    let marker = stage.path("data").join("store").join("STORE");
    let written = std::fs::read_to_string(&marker)?;
    for (from, to, code) in [
        ("format: ", "format: 9", "store-newer-format"),
        ("adapter: fjall", "adapter: sled", "store-other-adapter"),
    ] {
        std::fs::write(&marker, written.replace(from, to))?;
        let output = serve(&serving)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.code() == Some(2), "expected a refusal, but got {output:?}");
        ensure!(said.contains(code) && said.contains("存储"), "{code}: {said}");
    }
    std::fs::write(&marker, written)?;
    stage.start(serving)?;
    nothing_is_lost(&stage, &acknowledged)?;
    let busy = serve(stage.server().serving())?;
    ensure!(String::from_utf8_lossy(&busy.stderr).contains("store-in-use"), "{busy:?}");
    stage.verify()?;
    Ok(())
}
