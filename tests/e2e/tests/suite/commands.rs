//! The command line as an administrator uses it: data on standard output, words in both languages,
//! and a code other than 0 when something is wrong.

use std::process::{Command, Output};

use anyhow::{Context as _, ensure};
use serde_json::Value as Json;
use tongban_e2e::tongban;

fn run(arguments: &[&str]) -> anyhow::Result<(i32, String, String)> {
    let root = tongban_xtask::process::root();
    let Output { status, stdout, stderr } =
        Command::new(tongban()).args(arguments).current_dir(root).output()?;
    let code = status.code().context("it ended by itself")?;
    Ok((code, String::from_utf8(stdout)?, String::from_utf8(stderr)?))
}

#[test]
fn a_wrong_table_is_told_in_both_languages_with_its_place() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("wrong.csv");
    let table = tongban_xtask::process::root().join("workflows/dibao/tables/benefit.csv");
    let table = std::fs::read_to_string(table)?.replace("补差,-,-,-,", "补差,约五百,-,-,");
    std::fs::write(&file, table)?;
    let file = file.to_string_lossy().into_owned();
    let (code, said, _) = run(&["check", &file])?;
    ensure!(code == 1, "{said}");
    for part in ["table-cell: expected a condition, but found `约五百`", "1 errors 错误"] {
        ensure!(said.contains(part), "{said}");
    }
    let (_, json, _) = run(&["--json", "check", &file])?;
    let json: Json = serde_json::from_str(&json)?;
    let found = &json["diagnostics"][0];
    ensure!(found["line"] == 6 && found["column"] == 2 && found["code"] == "table-cell", "{json}");
    let zh = found["message"]["zh"].as_str().context("Chinese")?;
    ensure!(zh.contains("约五百") && said.contains(zh), "{said}");
    Ok(())
}

#[test]
fn a_mistyped_folder_is_no_sound_store() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("dta");
    let flag = format!("fjall:{}", missing.display());
    for arguments in [
        ["verify", "--store", &flag].as_slice(),
        &["store", "rebuild", "--store", &flag],
        &["case", "export", "0-1", "--store", &flag],
    ] {
        let (code, _, said) = run(arguments)?;
        ensure!(code == 2 && said.contains("没有存储"), "{arguments:?}: {said}");
        ensure!(!missing.exists(), "{arguments:?} makes nothing");
    }
    let (code, _, said) = run(&["check", "no-such-folder"])?;
    ensure!(code == 2 && said.contains("没有文件或目录"), "{said}");
    Ok(())
}

#[test]
fn codes_are_explained_and_days_are_counted() -> anyhow::Result<()> {
    let (code, page, _) = run(&["explain", "store-newer-format"])?;
    ensure!(code == 0 && page.contains("## 怎么办") && page.contains("## What to do"), "{page}");
    let (code, _, said) = run(&["explain", "no-such-code"])?;
    ensure!(code == 2 && said.contains("没有代码"), "{said}");
    let (_, schema, _) = run(&["schema"])?;
    let schema: Json = serde_json::from_str(&schema)?;
    ensure!(schema["$schema"].is_string() && schema["properties"]["nodes"].is_object());
    // DOMAIN J6, and a year whose holidays are not published.
    let (_, day, _) = run(&["calendar", "add", "2026-02-12", "30", "working-days"])?;
    ensure!(day.trim() == "2026-04-01", "{day}");
    let (_, day, _) = run(&["calendar", "add", "2026-12-25", "30", "working-days"])?;
    ensure!(day.contains("2027年放假安排尚未公布"), "{day}");
    Ok(())
}
