//! `cargo xtask test`: every check, with the minutes that each takes.

use std::time::Instant;

use clap::ValueEnum;

use crate::{
    process::{cargo, run},
    tidy,
};

/// What can be left out, said aloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Plugins written in Rust, for which a compiler for WebAssembly is needed. This release has
    /// none in its checks yet; the flag is accepted so that scripts need not change.
    RustGuests,
}

/// Runs every check.
pub(crate) fn test(long: bool, without: &[Part]) -> anyhow::Result<()> {
    let stages: [(&str, Stage); 5] = [
        ("format", format),
        ("tidy", |_| tidy::tidy(false)),
        ("lints", lints),
        ("tests", tests),
        ("documentation", documentation),
    ];
    let begun = Instant::now();
    let mut times = Vec::new();
    for (name, stage) in stages {
        println!("── {name}");
        let start = Instant::now();
        stage(long)?;
        times.push((name, start.elapsed()));
    }
    println!("── all checks passed");
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

fn documentation(_: bool) -> anyhow::Result<()> {
    let mut command =
        cargo(&["doc", "--workspace", "--no-deps", "--quiet", "--document-private-items"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"))
}
