//! Wrong definitions, each refused with its own diagnostic, at its place; nothing is released.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};
use tongban_e2e::Stage;
use tongban_xtask::{drive::Call, process::root};

/// What is changed in the bundled dibao, and the diagnostic that must come.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("workflow.yaml", "process: dibao", "process: [dibao", "yaml-syntax"),
    ("workflow.yaml", "next: accept }", "next: acept }", "unknown-node"),
    (
        "workflow.yaml",
        "type: parallelGateway, next: means-test",
        "type: join, next: means-test",
        "unknown-node-kind",
    ),
    (
        "workflow.yaml",
        "accept.related_to_staff or (",
        "accept.related_to_staff or or (",
        "expr-syntax",
    ),
    (
        "workflow.yaml",
        "accept.related_to_staff or (",
        "count(for x in 1..1000000000 return x) > 0 or (",
        "expr-not-allowed",
    ),
    (
        "workflow.yaml",
        "accept.related_to_staff or (",
        "accept.related_to_stuff or (",
        "expr-unknown-field",
    ),
    (
        "workflow.yaml",
        "village_panel.members * 2\", to: village-panel",
        "village_panel.members * 2\", to: panel-valid",
        "cycle-without-wait",
    ),
    ("workflow.yaml", "{ to: panel-valid, title:", "{ to: nowhere-at-all, title:", "unknown-node"),
    ("tables/benefit.csv", "补差,-,-,-,", "补差,500以上,-,-,", "table-gap"),
    ("tables/benefit.csv", "#测试", "又一,-,-,-,0,重复\n#测试", "table-overlap"),
    ("tables/benefit.csv", "补差,-,-,-,", "补差,约五百,-,-,", "table-cell"),
];

fn files(below: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(below)? {
        let path = entry?.path();
        let name = path.file_name().context("a name")?.to_string_lossy().into_owned();
        if path.is_dir() {
            if !["scenarios", "expected"].contains(&name.as_str()) {
                files(&path, &format!("{prefix}{name}/"), found)?;
            }
        } else {
            found.insert(format!("{prefix}{name}"), std::fs::read_to_string(path)?);
        }
    }
    Ok(())
}

#[test]
fn each_wrong_definition_has_its_own_diagnostic() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let mut bundled = BTreeMap::new();
    files(&root().join("workflows/dibao"), "", &mut bundled)?;
    let before = stage.client.get("/api/v1/definitions", Some("guo-tao"))?;
    for (file, from, to, code) in WRONG {
        let mut changed = bundled.clone();
        let text = changed.get_mut(*file).context("a file")?;
        ensure!(text.contains(from), "expected {file} to hold `{from}`");
        *text = text.replacen(from, to, 1);
        let sent = json!({ "files": changed });
        let call = Call::post("/api/v1/definitions", &sent).by("guo-tao");
        let problem = stage.refused(&call, (422, "definition-invalid"))?;
        let errors = problem["errors"].as_array().context("errors")?;
        let ours = |error: &&Json| error["code"] == *code;
        let error = errors.iter().find(ours);
        let error = error.with_context(|| format!("expected `{code}`, but got {problem:#}"))?;
        let place = error["pointer"].as_str().unwrap_or_default();
        ensure!(place.contains(file.rsplit('/').next().unwrap_or(file)), "{code}: {error}");
    }
    let after = stage.client.get("/api/v1/definitions", Some("guo-tao"))?;
    ensure!(before == after, "a refused definition changes nothing");
    let sent = json!({ "files": bundled, "dry_run": true });
    let right = Call::post("/api/v1/definitions", &sent).by("guo-tao");
    ensure!(stage.check(&right, 200)?.json()["process"] == "dibao", "the unchanged one is sound");
    let clerk = Call::post("/api/v1/definitions", &sent).by("li-hong");
    stage.refused(&clerk, (403, "forbidden"))?;
    Ok(())
}
