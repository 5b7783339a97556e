//! The flags: which benches, how large, where.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};

/// Measures the engine. Build with `--release`; the figures of other profiles say nothing.
#[derive(Debug, Parser)]
#[command(name = "tongban-bench", arg_required_else_help = true)]
pub(crate) struct Args {
    /// What to measure; `all` for everything.
    #[arg(value_name = "NAME", required_unless_present_any = ["render", "child"])]
    names: Vec<Name>,
    /// Print the figures as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the figures as JSON to this file too, after each bench.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Print the figures of such a file as a Markdown table, and measure nothing.
    #[arg(long, value_name = "FILE")]
    pub(crate) render: Option<PathBuf>,
    /// The stores to measure.
    #[arg(long, value_delimiter = ',', default_value = "fjall,sled")]
    stores: Vec<StoreKind>,
    /// Clients of `http-decisions`.
    #[arg(long, value_delimiter = ',', default_value = "1,32,128")]
    clients: Vec<usize>,
    /// Seconds that one load runs.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Cases of `disk-per-case`: measured at this many and at twice as many.
    #[arg(long, default_value_t = 100_000)]
    cases: u64,
    /// Live instances of `reopen` for fjall; sled gets a tenth.
    #[arg(long, value_delimiter = ',', default_value = "100000,1000000")]
    live: Vec<u64>,
    /// Pending timers of `timers`.
    #[arg(long, default_value_t = 1_000_000)]
    pending: u64,
    /// Calls of the `plugin-` benches.
    #[arg(long, default_value_t = 20_000)]
    calls: usize,
    /// Plugins of `plugin-many`, besides five.
    #[arg(long, default_value_t = 10_000)]
    plugins: usize,
    /// Also build and time the plugins in Rust and TypeScript; needs their compilers.
    #[arg(long)]
    guests: bool,
    /// Where the stores are made; the folder for temporary files without it.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// What a child process of a bench does (JSON).
    #[arg(long, hide = true)]
    child: Option<String>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Everything below.
    All,
    /// Durable decisions over HTTP: the reference case and 低保, with 1, 32 and 128 clients.
    HttpDecisions,
    /// The same in process, beside the same writes straight to the store, and appended to a file.
    CoreDecisions,
    /// What a finished case leaves on disk.
    DiskPerCase,
    /// Opening a store with many live cases: time and memory.
    Reopen,
    /// Timers: lateness among a million pending ones, and memory.
    Timers,
    /// A decision table of twelve rules, a fresh instance for each call.
    PluginCall,
    /// Finding the five layers of a case, without asking them.
    PluginChain,
    /// The same with many plugins installed; memory of many.
    PluginMany,
    /// The same rule as a table, in Rust and in TypeScript.
    PluginLanguages,
}

/// One bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bench {
    HttpDecisions,
    CoreDecisions,
    DiskPerCase,
    Reopen,
    Timers,
    PluginCall,
    PluginChain,
    PluginMany,
    PluginLanguages,
}

impl Bench {
    const ALL: [Self; 9] = [
        Self::HttpDecisions,
        Self::CoreDecisions,
        Self::DiskPerCase,
        Self::Reopen,
        Self::Timers,
        Self::PluginCall,
        Self::PluginChain,
        Self::PluginMany,
        Self::PluginLanguages,
    ];

    /// Its name on the command line and in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::HttpDecisions => "http-decisions",
            Self::CoreDecisions => "core-decisions",
            Self::DiskPerCase => "disk-per-case",
            Self::Reopen => "reopen",
            Self::Timers => "timers",
            Self::PluginCall => "plugin-call",
            Self::PluginChain => "plugin-chain",
            Self::PluginMany => "plugin-many",
            Self::PluginLanguages => "plugin-languages",
        }
    }
}

/// A store by the name of its adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreKind {
    Fjall,
    Sled,
    Memory,
}

impl StoreKind {
    /// The name of the adapter.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fjall => "fjall",
            Self::Sled => "sled",
            Self::Memory => "memory",
        }
    }
}

/// How large, and on what.
#[derive(Clone, Debug)]
pub(crate) struct Sizes {
    pub(crate) stores: Vec<StoreKind>,
    pub(crate) clients: Vec<usize>,
    pub(crate) seconds: u64,
    pub(crate) cases: u64,
    pub(crate) live: Vec<u64>,
    pub(crate) pending: u64,
    pub(crate) calls: usize,
    pub(crate) plugins: usize,
    pub(crate) guests: bool,
    pub(crate) dir: PathBuf,
}

impl Args {
    /// The benches, each once, in their order.
    pub(crate) fn benches(&self) -> Vec<Bench> {
        let named = |bench: &Bench| {
            self.names.iter().any(|name| match name {
                Name::All => true,
                Name::HttpDecisions => *bench == Bench::HttpDecisions,
                Name::CoreDecisions => *bench == Bench::CoreDecisions,
                Name::DiskPerCase => *bench == Bench::DiskPerCase,
                Name::Reopen => *bench == Bench::Reopen,
                Name::Timers => *bench == Bench::Timers,
                Name::PluginCall => *bench == Bench::PluginCall,
                Name::PluginChain => *bench == Bench::PluginChain,
                Name::PluginMany => *bench == Bench::PluginMany,
                Name::PluginLanguages => *bench == Bench::PluginLanguages,
            })
        };
        Bench::ALL.into_iter().filter(named).collect()
    }

    /// How large.
    pub(crate) fn sizes(&self) -> Sizes {
        Sizes {
            stores: self.stores.clone(),
            clients: self.clients.clone(),
            seconds: self.seconds,
            cases: self.cases,
            live: self.live.clone(),
            pending: self.pending,
            calls: self.calls,
            plugins: self.plugins,
            guests: self.guests,
            dir: self.dir.clone().unwrap_or_else(std::env::temp_dir),
        }
    }

    /// The task of a child process.
    pub(crate) fn child(&self) -> anyhow::Result<Option<crate::bench::Child>> {
        let child = self.child.as_deref().map(serde_json::from_str).transpose();
        child.context("reading the task of a child process")
    }
}
