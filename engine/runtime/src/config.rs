//! How an engine is set up: its store, its plugins, its clock, its limits.
//!
//! Not here: how these come from flags and files (`cli`).
//! Invariant: every queue, page, retry and payload has its limit here, with the reason for it.

use std::{path::PathBuf, sync::Arc};

use tongban_core::Moment;
use tongban_plugin_api::PluginHost;
use tongban_store::Store;

/// Everything an engine needs from outside.
#[derive(Clone)]
pub struct Config {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Who runs plugins. A host that forgets components finds them again in
    /// [`crate::Artifacts`].
    pub plugins: Arc<dyn PluginHost>,
    /// The one clock.
    pub time: Time,
    /// The directory of attachments; without one, attachments are refused.
    pub blobs: Option<PathBuf>,
    /// How much of everything.
    pub limits: Limits,
}

/// Where time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// The machine's clock; never runs backwards within a store, whatever the machine does.
    Real,
    /// A clock that stands until [`crate::Engine::advance`] moves it. A store that was used before
    /// begins at its last record, if that is later. Random bytes follow from the start and the
    /// store's history, so that a run can be repeated.
    Virtual(Moment),
    /// No time passes: the clock stands at the store's last record, no timer rings, and what the
    /// outbox still holds stays there. For looking at a store (`verify`, `export`) and for writing
    /// anew what is derived: nobody's audit may set off what was overdue.
    Standing,
}

/// Limits of one engine. The defaults suit one machine with a few cores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Threads that write. Each owns partitions; two keep both cores of the smallest machine busy
    /// while one waits for a page of the store.
    pub writers_max: usize,
    /// Threads that run plugins, beside the writers: a slow plugin stops only the cases that ask.
    pub callers_max: usize,
    /// Commands under way in one partition, from acceptance to reply. A thousand is a second of
    /// work for one partition on a slow disk; more would only wait longer.
    pub in_flight_max: usize,
    /// Commands merged into one commit: what arrives during one sync of a slow disk.
    pub batch_max: usize,
    /// Bytes merged into one commit; half of what the store takes, so that the last one fits.
    pub batch_bytes_max: usize,
    /// Cases held in memory by each of the two caches: a case takes some 5 KiB.
    pub cached_max: usize,
    /// Rounds of questions that one command may ask; a run of straight-through steps rarely asks
    /// more than three.
    pub asks_max: usize,
    /// `Continue`s in a row without a wait before the case counts as running away: with 1,000
    /// transitions in each, no lawful process comes near.
    pub continues_max: u32,
    /// Rows in one page of any list.
    pub page_max: usize,
    /// Days for which a response is kept for its `Idempotency-Key`.
    pub idempotency_days: u16,
    /// Cases listed as damaged; beyond it they still refuse, unlisted.
    pub damaged_max: usize,
    /// Largest attachment, in bytes: a scanned household register in colour.
    pub blob_bytes_max: u64,
    /// Largest artifact (bundle, plugin, division table), in bytes. All divisions of the country
    /// take some 40 MiB.
    pub artifact_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            writers_max: 2,
            callers_max: 2,
            in_flight_max: 1_024,
            batch_max: 2_048,
            batch_bytes_max: 32 << 20,
            cached_max: 8_192,
            asks_max: 64,
            continues_max: 100,
            page_max: 500,
            idempotency_days: 7,
            damaged_max: 10_000,
            blob_bytes_max: 20 << 20,
            artifact_bytes_max: 48 << 20,
        }
    }
}
