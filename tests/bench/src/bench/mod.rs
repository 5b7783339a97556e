//! The benches, one file each, and what their child processes do.

mod core_decisions;
mod disk_per_case;
mod http_decisions;
mod in_process;
mod plugin_call;
mod plugin_chain;
mod plugin_languages;
mod reopen;
mod timers;

use serde::{Deserialize, Serialize};

use crate::{
    args::{Bench, Sizes},
    http,
    report::Report,
};

/// What this program does as a child process of itself.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Child {
    /// Serves a store over HTTP and prints its address.
    Serve {
        /// The store.
        flag: String,
    },
    /// Opens a store and prints how long it took and what it holds in memory.
    Open {
        /// The store.
        flag: String,
    },
}

/// Runs one bench.
pub(crate) fn run(bench: Bench, sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    match bench {
        Bench::HttpDecisions => http_decisions::run(sizes, report),
        Bench::CoreDecisions => core_decisions::run(sizes, report),
        Bench::DiskPerCase => disk_per_case::run(sizes, report),
        Bench::Reopen => reopen::run(sizes, report),
        Bench::Timers => timers::run(sizes, report),
        Bench::PluginCall => plugin_call::run(sizes, report),
        Bench::PluginChain => plugin_chain::chain(sizes, report),
        Bench::PluginMany => plugin_chain::many(sizes, report),
        Bench::PluginLanguages => plugin_languages::run(sizes, report),
    }
}

/// Carries out what the parent process asked for.
pub(crate) fn child(child: &Child) -> anyhow::Result<()> {
    match child {
        Child::Serve { flag } => http::serve(flag),
        Child::Open { flag } => reopen::open(flag),
    }
}

/// A runtime of one thread, on which the clients of a load live.
fn on_one_thread<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(work)
}
