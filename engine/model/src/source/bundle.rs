//! A definition's files in memory.
//!
//! Not here: reading a folder; callers fill the bundle. Invariant: the digest depends on names and
//! bytes alone.

use std::{collections::BTreeMap, sync::Arc};

use sha2::{Digest as _, Sha256};

use crate::ProcessDigest;

/// The file that every definition has.
pub const WORKFLOW: &str = "workflow.yaml";
/// Largest form, in bytes: some 500 fields with titles in two languages.
pub(super) const FORM_BYTES_MAX: usize = 1 << 18;

/// The files of one definition, by their names relative to its folder, with `/` between parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// `workflow.yaml`, and the forms and tables that it names.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl Bundle {
    /// Adds a file.
    #[must_use]
    pub fn with(mut self, name: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        self.files.insert(name.to_owned(), bytes.into());
        self
    }

    /// The bytes of a file.
    pub fn get(&self, name: &str) -> Option<&Arc<[u8]>> {
        self.files.get(name)
    }

    /// SHA-256 over the files in the order of their names; each name and each content is preceded
    /// by its length in bytes (8 bytes, big-endian), so that no two bundles hash the same bytes.
    pub fn digest(&self) -> ProcessDigest {
        let mut hash = Sha256::new();
        for (name, bytes) in &self.files {
            for part in [name.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        ProcessDigest(hash.finalize().into())
    }
}
