//! Runs the scenarios of the bundled workflows and says how each came out.
//!
//! `--bless` writes the expected traces anew; `--walk NAME` prints the trace of one scenario.

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;
use tongban_golden::{Setting, compare, files, run};

fn main() -> anyhow::Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let bless = words.iter().any(|word| word == "--bless");
    let walk = words.iter().position(|word| word == "--walk").and_then(|at| words.get(at + 1));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut passed, mut failed) = (0, 0);
    for workflow in ["dibao", "home-care"] {
        let folder = root.join("workflows").join(workflow);
        let setting = Setting::read(&folder, &root.join("plugins"))
            .with_context(|| format!("setting up `{workflow}`"))?;
        for file in files(&folder)? {
            let mut outcome = run(&setting, &file)?;
            compare(&folder, &mut outcome, bless)?;
            let name = format!("{workflow}/{}", outcome.name);
            if walk.is_some_and(|walk| *walk == name) {
                println!("{}", outcome.trace);
            }
            let good = outcome.failures.is_empty();
            println!("{}  {name}  {}", if good { "ok    " } else { "FAILED" }, outcome.title);
            for failure in &outcome.failures {
                println!("        {failure}");
            }
            if good { passed += 1 } else { failed += 1 }
        }
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
