//! `cargo xtask`: everything that a machine does for this repository.
//!
//! Not here: anything that a user of the engine runs (`tongban`).

#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

mod demo;
mod guests;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tongban_xtask::process;

/// What can be done.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything, start the server with what is bundled, walk real cases through it over
    /// HTTP, explain what happens, and keep serving. 演示
    Demo {
        /// End after the walk; the code is not 0 when anything differed.
        #[arg(long)]
        once: bool,
        /// The port on the loopback address; a free one without it.
        #[arg(long)]
        port: Option<u16>,
        /// fjall, sled or memory.
        #[arg(long, default_value = "fjall")]
        store: String,
    },
    /// Run every check. 运行全部检查
    Test {
        /// The long suites too: thousands of crashes, fuzzing for minutes.
        #[arg(long)]
        long: bool,
        /// Leave something out; said at the end.
        #[arg(long, value_name = "WHAT")]
        without: Vec<test::Part>,
        /// Only the stage of this name, for whoever works on it.
        #[arg(long, value_name = "STAGE", conflicts_with = "without")]
        only: Option<String>,
    },
    /// Check the shape of the code: arrows, sizes, docs, leftovers, third-party crates.
    Tidy {
        /// Write the ratchet anew where the code got better.
        #[arg(long)]
        bless: bool,
    },
}

fn main() -> ExitCode {
    let result = match Args::parse().task {
        Task::Demo { once, port, store } => demo::demo(once, port, &store),
        Task::Test { long, without, only } => test::test(long, &without, only.as_deref()),
        Task::Tidy { bless } => tidy::tidy(bless),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
