//! Running plugins: the verbs of a host, and where it finds a component that it has let go.

use std::sync::Arc;

use tongban_core::{
    call::{Call, Called, Digest, Question},
    facts::Facts,
};

use crate::{Refusal, Surroundings};

/// Runs admitted plugins. Cheap to share; called from worker threads, never from a partition's
/// writer.
pub trait PluginHost: Send + Sync + 'static {
    /// Checks, compiles and keeps a component so that [`PluginHost::call`] can find it by digest.
    ///
    /// Fail closed: anything that is not exactly a component of one of the worlds is refused with
    /// its reason. Admitting the same bytes again is cheap. The first time costs a compilation
    /// (milliseconds for a table, up to seconds for a scripting language), so it belongs to
    /// installation, not to a request.
    fn admit(&self, component: &[u8]) -> Result<Admitted, Refusal>;

    /// Asks one question in a fresh sandbox, on the caller's thread, which needs 2 MiB of stack.
    ///
    /// Never panics, never blocks past the wall-clock deadline except to bring back a component
    /// from the [`ComponentSource`]. What comes of it depends on the call and on what the
    /// surroundings answer, which is in [`Called::used`]; except for
    /// [`Outcome::Unavailable`](tongban_core::call::Outcome::Unavailable).
    fn call(&self, call: &Call, surroundings: &Arc<dyn Surroundings>) -> Called;

    /// The decision table that a component says it was made from; `None` where it is no table's, or
    /// the sheet does not match its digest, or this host knows no tables.
    ///
    /// It is what the component *says*: whoever relies on it compiles the sheet again and compares
    /// bytes. Reads only; works for components that were never admitted.
    fn table(&self, component: &[u8]) -> Option<TableSource> {
        let _ = component;
        None
    }

    /// The test cases that a program's component carries: the inputs on which its author tried
    /// it. Empty for a table, whose sheet has its test rows, and where this host knows none.
    /// Reads only.
    fn cases(&self, component: &[u8]) -> Vec<Facts> {
        let _ = component;
        Vec::new()
    }

    /// Whether a component is what its table says: this host's compiler makes these very bytes of
    /// the sheet. Costs a compilation of the table, a few milliseconds.
    fn is_made_from(&self, component: &[u8], table: &TableSource) -> bool {
        let _ = (component, table);
        false
    }
}

/// The sheet behind a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSource {
    /// The sheet as CSV text, as it was compiled.
    pub sheet: Arc<str>,
    /// SHA-256 of that text.
    pub digest: Digest,
    /// SHA-256 of the file that it was read from, as the component says: a workbook's, or text in
    /// another encoding; that of the text where the file is the text.
    pub file: Digest,
    /// The compiler and its version.
    pub compiler: Arc<str>,
}

/// Where a host finds the bytes of a component that it does not hold, after a restart or because
/// it held too many.
///
/// The host believes nothing: it checks that the bytes have the digest and admits them anew.
pub trait ComponentSource: Send + Sync + 'static {
    /// The bytes whose SHA-256 is `digest`; `None` where nobody ever installed them.
    fn component(&self, digest: &Digest) -> Option<Vec<u8>>;
}

/// What admission found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// SHA-256 of the bytes; the plugin's identity.
    pub digest: Digest,
    /// The world that it implements.
    pub question: Question,
}
