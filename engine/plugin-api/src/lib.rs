//! The port to plugins: what the runtime asks of whatever runs them, and what a package says of
//! itself.
//!
//! Not here: WebAssembly (`plugin-host`), layers and their joining (`core`), the files in which a
//! manifest is written (`server`, `cli`).

mod host;
mod manifest;
mod refusal;
mod surroundings;

pub use host::{Admitted, ComponentSource, PluginHost, TableSource};
pub use manifest::{
    DivisionCode, LegalBasis, Manifest, ManifestError, Mode, PluginId, PluginVersion,
};
pub use refusal::Refusal;
pub use surroundings::{Surroundings, nowhere};
