//! The runtime: it drives the machine over a store, plugins and a clock.
//!
//! ```text
//! submit ──► inbox ──► writer (one per partition) ──► committer (one) ──► views, replies, effects
//!                        │  ▲                           one batch, one sync
//!                        ▼  │ answers
//!                      callers (plugins)         timers, outbox ──► inbox
//! ```
//! [`Engine`] is a cheap handle with verbs; it owns no receivers outward. Writers, committer,
//! callers and timers are plain threads; async begins and ends at the handle.
//!
//! Not here: what a command does (`tongban-core`), HTTP (`server`), which store and which plugin
//! host (`cli`).
//! Invariants: a reply, a view and an effect never run ahead of the disk; a case that is damaged
//! stops itself alone; after a failed commit nothing more is written by this engine.

pub mod admission;
pub mod query;

mod blobs;
mod callers;
mod case;
mod clock;
mod commit;
mod config;
mod documents;
mod engine;
mod explain;
mod export;
mod feed;
mod fold;
mod generations;
mod history;
mod idempotency;
mod inbox;
mod index_keys;
mod open;
mod outbox;
mod pause;
mod rebuild;
mod recompute;
mod refusal;
mod registration;
mod registry;
mod report;
mod request;
mod retry;
mod shared;
mod timers;
mod verify;
mod verify_bundle;
mod views;
mod writer;

pub use blobs::BlobWriter;
pub use case::{CaseView, HistoryEntry};
pub use config::{Config, Limits, Time};
pub use engine::{DamagedItem, Engine};
pub use explain::{ExplainedLayer, Explanation, Ground};
pub use feed::FeedEntry;
pub use open::OpenError;
pub use refusal::Refusal;
pub use registration::{Examined, Registered, Registration, Token, Unregistered};
pub use registry::{Artifacts, RegistryDamage};
pub use report::{Line, Report};
pub use request::{
    Accepted, CompletedElement, FiledObjection, Idempotency, Lane, OpenedTask, Request,
    StuckElement, Summary, Target,
};
pub use verify_bundle::verify_bundle;
