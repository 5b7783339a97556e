//! The port to plugins: what the runtime asks of whatever runs them, and what a package says of
//! itself.
//!
//! Not here: WebAssembly (`plugin-host`), layers and their joining (`core`), the files in which a
//! manifest is written (`server`, `cli`).

mod host;
mod manifest;
mod package;
mod refusal;
mod surroundings;

pub use host::{Admitted, ComponentSource, PluginHost, TableSource};
pub use manifest::{DivisionCode, Manifest, ManifestError, Period, PluginId, PluginVersion};
pub use package::{COMPONENT_BYTES_MAX, Package, PackageError, SIGNATURES_MAX, fuzz_package};
pub use refusal::Refusal;
pub use surroundings::{Surroundings, nowhere};
