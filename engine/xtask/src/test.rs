//! `cargo xtask test`: every check, with the minutes that each takes.

use std::time::Instant;

use anyhow::ensure;
use clap::ValueEnum;

use crate::{
    guests,
    process::{self, cargo, root, run},
    tidy,
};

/// What can be left out, said aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Plugins written in Rust, for which a compiler for WebAssembly is needed.
    RustGuests,
    /// Plugins written in JavaScript, for which Node.js is needed.
    JsGuests,
}

/// Runs every check, or only the stage of one name.
pub(crate) fn test(long: bool, without: &[Part], only: Option<&str>) -> anyhow::Result<()> {
    let mut stages: Vec<(&str, Stage)> = vec![
        ("format", format),
        ("tidy", |_| tidy::tidy(false)),
        ("lints", lints),
        ("tests", tests),
        ("definitions and tables", definitions),
        ("scenarios", scenarios),
        ("documentation", documentation),
    ];
    if !without.contains(&Part::RustGuests) {
        stages.push(("rust guests", |_| guests::rust()));
    }
    if !without.contains(&Part::JsGuests) {
        stages.push(("js guests", |_| guests::scripts()));
    }
    if let Some(only) = only {
        stages.retain(|(name, _)| *name == only);
        ensure!(!stages.is_empty(), "expected the name of a stage, but got `{only}`");
    }
    let begun = Instant::now();
    let mut times = Vec::new();
    for (name, stage) in stages {
        println!("── {name}");
        let start = Instant::now();
        stage(long)?;
        times.push((name, start.elapsed()));
    }
    match only {
        Some(only) => println!("── {only} passed; nothing else was checked"),
        None => println!("── all checks passed"),
    }
    for (name, time) in times {
        println!("{:>6.1} min  {name}", time.as_secs_f64() / 60.0);
    }
    println!("{:>6.1} min  in all", begun.elapsed().as_secs_f64() / 60.0);
    for part in without {
        println!("left out by request: {part:?}");
    }
    Ok(())
}

type Stage = fn(bool) -> anyhow::Result<()>;

fn format(_: bool) -> anyhow::Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn lints(_: bool) -> anyhow::Result<()> {
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

fn tests(long: bool) -> anyhow::Result<()> {
    let mut command = cargo(&["test", "--workspace", "--quiet"]);
    if long {
        command.env("TONGBAN_LONG", "1");
    }
    run(&mut command)
}

fn tongban(arguments: &[&str]) -> anyhow::Result<()> {
    let program = process::tongban()?;
    run(std::process::Command::new(program).args(arguments).current_dir(root()))
}

/// Every bundled definition and decision table is sound.
fn definitions(_: bool) -> anyhow::Result<()> {
    let mut paths = folders("workflows")?;
    for folder in folders("plugins")? {
        let table = format!("{folder}/table.csv");
        if root().join(&table).exists() {
            paths.push(table);
        }
    }
    let mut words = vec!["check"];
    words.extend(paths.iter().map(String::as_str));
    tongban(&words)
}

/// Every scenario through a whole engine, its store verified afterwards.
fn scenarios(_: bool) -> anyhow::Result<()> {
    folders("workflows")?.iter().try_for_each(|folder| tongban(&["run", folder]))
}

fn documentation(_: bool) -> anyhow::Result<()> {
    let mut command =
        cargo(&["doc", "--workspace", "--no-deps", "--quiet", "--document-private-items"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"))
}

/// The folders directly below one of the root's, by their names from the root.
fn folders(below: &str) -> anyhow::Result<Vec<String>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(root().join(below))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(format!("{below}/{}", entry.file_name().to_string_lossy()));
        }
    }
    folders.sort();
    Ok(folders)
}
