//! The port to plugins: what the runtime asks of whatever runs them.
//!
//! Not here: WebAssembly (`plugin-host`), layers and their joining (`core`).

use tongban_core::call::{Call, Digest, Outcome};

/// Runs admitted plugins. Cheap to share; called from worker threads, never from a partition's
/// writer.
pub trait PluginHost: Send + Sync + 'static {
    /// Checks, compiles and keeps a component so that [`PluginHost::call`] can find it by digest.
    ///
    /// Fail closed: anything that is not exactly a component of `question`'s world is refused with
    /// its reason. Admitting the same bytes again is cheap.
    fn admit(&self, component: &[u8]) -> Result<Admitted, Refusal>;

    /// Asks one question in a fresh sandbox. Never panics, never blocks past the wall-clock
    /// deadline.
    fn call(&self, call: &Call) -> Outcome;
}

/// What admission found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// SHA-256 of the bytes; the plugin's identity.
    pub digest: Digest,
    /// The world that it implements.
    pub question: tongban_core::call::Question,
}

/// Why a component was not admitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// More bytes than the limit.
    #[error("expected at most {max} bytes, but the component has {size}")]
    TooLarge {
        /// Bytes offered.
        size: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// Not a component at all.
    #[error("expected a WebAssembly component, but {0}")]
    NotAComponent(String),
    /// It wants something that its world does not grant.
    #[error("expected no imports beyond its world, but it imports `{0}`")]
    ForbiddenImport(String),
    /// It exports no known world, or with another signature.
    #[error("expected the exports of a `tongban:plugin` world, but {0}")]
    WrongExports(String),
    /// It does not compile.
    #[error("expected valid code, but {0}")]
    Invalid(String),
}
