//! `tongban-bench NAME`: what the engine costs, measured as ratios in one run.
//!
//! Not here: a verdict. Timings are printed, never asserted; `engine/docs/performance.md` says how
//! to read them and what bounds them.

#![expect(clippy::print_stdout, reason = "figures are what this program is for")]

mod args;
mod bench;
mod http;
mod load;
mod recording;
mod report;
mod resident;
mod script;
mod stage;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{args::Args, report::Report};

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> anyhow::Result<()> {
    if let Some(child) = args.child()? {
        return bench::child(&child);
    }
    if let Some(file) = &args.render {
        println!("{}", Report::read(file)?.markdown());
        return Ok(());
    }
    let mut report = Report::begin();
    for bench in args.benches() {
        eprintln!("── {}", bench.name());
        bench::run(bench, &args.sizes(), &mut report)?;
        if let Some(file) = &args.out {
            // After each bench, so that a long run that is cut short leaves its figures.
            report.write(file)?;
        }
    }
    println!("{}", if args.json { report.json()? } else { report.table() });
    Ok(())
}
