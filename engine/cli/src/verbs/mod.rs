//! The verbs of the command line; one file each.

mod calendar;
mod case;
mod check;
mod compile_component;
mod explain;
mod plugin;
mod run;
mod schema;
mod secret;
mod serve;
mod store;
mod token;
mod verify;

use std::{future::Future, process::ExitCode};

use anyhow::Context as _;

use crate::args::{Args, Verb};

/// Carries out what the flags say.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    let json = args.json;
    match args.verb {
        Verb::Serve(serve) => wait(serve::serve(serve)),
        Verb::Check(check) => check::check(json, &check),
        Verb::Run(run) => wait(run::run(json, &run)),
        Verb::Verify(verify) => wait(verify::verify(json, verify)),
        Verb::Case(case) => wait(case::case(json, case)),
        Verb::Calendar(calendar) => calendar::calendar(json, &calendar),
        Verb::Token(token) => token::token(json, &token),
        Verb::Plugin(plugin) => plugin::plugin(json, plugin),
        Verb::Store(store) => wait(store::store(json, store)),
        Verb::Explain(explain) => explain::explain(json, &explain),
        Verb::Schema => schema::schema(json),
        Verb::CompileComponent(limits) => compile_component::compile(&limits),
    }
}

fn wait(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("starting the threads of the program")?;
    runtime.block_on(work)
}

/// 0, or 1 when something was not as it should be.
fn code(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
