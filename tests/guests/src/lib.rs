//! Plugins in every language, held to the same behaviour in the real host.
//!
//! ```text
//! cases.yaml, cases-{amount,parameter}.yaml ─► table, Rust, JavaScript    all say the same,
//! cases-{code,checklist,validator}.yaml ─────►        Rust, JavaScript    byte for byte
//! ```
//!
//! Not here: the sandbox against abuse (`plugin-host`). The ordinary tests need no compiler for
//! guests: they try the table alone; `cargo xtask test` tries the others in stages of their own.

pub mod conformance;
pub mod running;
pub mod typescript;

use std::path::PathBuf;

/// The folder of this crate, in which the conformance plugins lie.
pub fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    here().ancestors().nth(2).expect("this crate lies two folders below the root").to_owned()
}
