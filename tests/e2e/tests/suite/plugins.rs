//! Plugins that do harm: refused before they run, or stopped while they run; the case says so and
//! goes on once the plugin is withdrawn.

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};
use tongban_core::call::Question;
use tongban_e2e::Stage;
use tongban_plugin_host::contract;
use tongban_xtask::{
    drive::{Call, Case, act, text},
    walk::{dibao, home_care},
};

/// What installs a component as the township's own means test.
fn install(component: &[u8]) -> Call {
    let sent = json!({
        "id": "dibao-means-ganzhuang", "version": "1.0.0", "process": "dibao",
        "point": "means-test", "division": "530428003", "law": "甘庄街道（测试）",
        "from": "2026-01-01", "component": base64(component),
    });
    Call::post("/api/v1/plugins", &sent).by("guo-tao")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let byte = |index: usize| u32::from(part.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digits = [bits >> 18, bits >> 12, bits >> 6, bits].map(digit);
        text.extend(&digits[..=part.len()]);
        text.extend(std::iter::repeat_n('=', 3 - part.len()));
    }
    text
}

/// A rule whose memory holds `data` and that answers with `body`.
fn guest(pages: u32, data: &str, body: &str) -> anyhow::Result<Vec<u8>> {
    let interface = contract::interface(Question::Rule);
    let module = format!(
        r#"(module (memory (export "memory") {pages}) {data}
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 32768))
          (func (export "{interface}#answer") (param i32 i32) (result i32) {body}))"#
    );
    Ok(contract::componentize(&wat::parse_str(module)?, Question::Rule)?)
}

/// An answer that claims sixteen million findings.
const FLOOD: &str = r#"(data (i32.const 16) "\00\00\00\00\00\00\00\00\40\00\00\00\00\00\00\01")"#;

#[test]
fn what_is_no_plugin_is_refused_by_name() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let before = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    let clock =
        wat::parse_str(r#"(component (import "wasi:clocks/wall-clock@0.2.0" (instance)))"#)?;
    let core = wat::parse_str("(module)")?;
    let empty = wat::parse_str("(component)")?;
    for (component, code) in [
        (clock, "plugin-forbidden-import"),
        (core, "plugin-not-a-component"),
        (b"\0asm not quite".to_vec(), "plugin-not-a-component"),
        (empty, "plugin-wrong-exports"),
    ] {
        stage.refused(&install(&component), (422, code))?;
    }
    ensure!(
        stage.client.get("/api/v1/plugins", Some("guo-tao"))? == before,
        "nothing is installed"
    );
    Ok(())
}

#[test]
fn what_traps_loops_or_floods_parks_the_case_until_it_is_withdrawn() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let guests = [
        ("trap", guest(1, "", "unreachable")?),
        ("fuel", guest(1, "", "(loop $again (br $again)) unreachable")?),
        ("output", guest(1, FLOOD, "(i32.const 16)")?),
    ];
    for (kind, component) in &guests {
        let installed = stage.check(&install(component), 201)?.json();
        let case = parked(&stage, kind)?;
        // Other cases go on beside it.
        let form = home_care::application("王秀英", &json!({}));
        let other = Case::start(&stage.client, &home_care::QUANYONG, &form)?;
        other.decide(&act("accept", "liu-yan", "accept").form(home_care::accepted()))?;
        let digest = text(&installed, "/digest")?;
        let sent = json!({ "to": "2026-09-18", "reason": "插件运行失败" });
        let withdraw = Call::post(&format!("/api/v1/plugins/{digest}/withdraw"), &sent);
        stage.check(&withdraw.by("guo-tao"), 204)?;
        let incident = case.step("means-test")?;
        let element = incident["element"].as_u64().context("an element")?;
        let path = format!("/api/v1/instances/{}/incidents/{element}/retry", case.id);
        stage.check(&Call::bytes(&path, Vec::new()).by("guo-tao"), 200)?;
        case.step("village-panel").context("the case goes on")?;
    }
    stage.verify()?;
    Ok(())
}

/// A case that asks the township's plugin, and waits for a human with an incident record.
fn parked<'s>(stage: &'s Stage, kind: &str) -> anyhow::Result<Case<'s>> {
    let form = dibao::application("李建国");
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, &form)?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(300, 0)))?;
    dibao::surveyed(&case)?;
    let incidents = stage.client.get("/api/v1/incidents", Some("guo-tao"))?;
    let items = incidents["items"].as_array().context("items")?;
    let ours = |item: &&Json| item["instance"] == case.id.as_str();
    let ours = items.iter().find(ours).with_context(|| format!("{kind}: {incidents}"))?;
    ensure!(ours["code"] == "plugin-failed", "{kind}: {ours}");
    let why = case.why()?;
    ensure!(why.to_string().contains("dibao-means-ganzhuang"), "{kind}: {why:#}");
    Ok(case)
}
