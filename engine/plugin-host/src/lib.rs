//! Runs plugins in WebAssembly sandboxes: admission, compilation, one fresh instance per call.
//!
//! ```text
//! bytes ─ inspect ─► disk cache, or compile here or in a child ─► types, link ─► cache    once
//! call ─ cache or source ─► fresh store and instance ─► answer within limits ─► Outcome
//! ```
//!
//! Not here: which plugin answers (`core`), where components are kept (`runtime`), signatures
//! (`server`, before anything gets here).
//! Invariants: a plugin sees its input and what it asks at the desk, counted, and nothing else; it
//! cannot outlive, outgrow or outlast its call; what it did wrong is an outcome that the same input
//! gives again, what the machine did wrong is `Unavailable`.

pub mod contract;
pub mod table_component;

mod admission;
mod answer;
mod bindings;
mod cache;
mod carried_cases;
mod compiler_process;
mod config;
mod desk;
mod disk_cache;
mod engine;
mod fuzz;
mod host;
mod input;
mod inspect;
mod json;
mod keyed_digest;
mod limiter;
mod measure;
mod own_code;
mod own_metadata;
mod sandbox;
mod sections;
mod ticker;

pub use carried_cases::{CASES_MAX, carried, carrying};
pub use compiler_process::{CompilerProcess, compile_framed};
pub use config::{AnswerLimits, DiskCacheConfig, FunctionLimits, HostConfig};
pub use engine::EngineError;
pub use fuzz::{fuzz_admit, fuzz_answer};
pub use host::{Host, HostError};
pub use measure::{CallTimes, time_calls};

#[cfg(test)]
mod tests;
