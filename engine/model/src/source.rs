//! Sources: a bundle of files becomes a checked definition, or diagnostics with places.
//!
//! ```text
//! yaml ─► tree ─► shape ─► draft (nodes, arrows) ─► names ─► nodes, points ─► graph ─► Process
//! ```
//! Each stage reports all that it finds; later stages run as far as the earlier ones allow.
//! Not here: reading folders; the caller hands in a [`Bundle`].

mod assemble;
mod bundle;
pub(crate) mod codes;
mod context;
pub(crate) mod diagnostic;
pub(crate) mod draft;
mod expressions;
mod forms;
mod judge;
mod naming;
pub(crate) mod node;
mod points;
pub(crate) mod shape;
pub(crate) mod span;
mod tables;
mod vocabulary;
pub mod yaml;

pub use assemble::load;
pub use bundle::{Bundle, WORKFLOW};
pub use codes::{CODES, CodeInfo};
pub use diagnostic::{DIAGNOSTICS_MAX, Diagnostic, Place, Report, Severity};
pub use draft::COMPLETE;
pub use vocabulary::json_schema;
