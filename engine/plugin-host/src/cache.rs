//! Compiled components in memory: a bounded number, the least recently asked go first.
//!
//! Not here: components on disk ([`crate::disk_cache`]).
//! Invariant: never more than the limits, except one component that is larger than all of them.

use std::{collections::HashMap, sync::Arc};

use tongban_core::call::{Digest, Question};

use crate::{HostConfig, sandbox::Guest};

/// A component ready to be asked.
pub(crate) struct Ready {
    pub(crate) question: Question,
    pub(crate) guest: Guest,
    /// Bytes of machine code.
    pub(crate) code_bytes: usize,
}

/// Components by digest.
pub(crate) struct Cache {
    entries: HashMap<Digest, Entry>,
    components_max: usize,
    code_bytes_max: usize,
    code_bytes: usize,
    /// Grows with every use; an entry's is that of its last.
    uses: u64,
}

struct Entry {
    ready: Arc<Ready>,
    last_use: u64,
}

impl Cache {
    pub(crate) fn new(config: &HostConfig) -> Self {
        Self {
            entries: HashMap::new(),
            components_max: config.components_max,
            code_bytes_max: config.code_bytes_max,
            code_bytes: 0,
            uses: 0,
        }
    }

    pub(crate) fn find(&mut self, digest: &Digest) -> Option<Arc<Ready>> {
        let entry = self.entries.get_mut(digest)?;
        self.uses += 1;
        entry.last_use = self.uses;
        Some(Arc::clone(&entry.ready))
    }

    /// Keeps `ready`, letting others go. Running calls keep theirs until they end.
    pub(crate) fn keep(&mut self, digest: Digest, ready: Arc<Ready>) {
        self.forget(&digest);
        while !self.entries.is_empty() && !self.has_room_for(ready.code_bytes) {
            // A linear search: it happens once per compilation, which costs a thousand times more.
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.last_use);
            let oldest = oldest.map(|(digest, _)| *digest).expect("there is one");
            self.forget(&oldest);
        }
        self.uses += 1;
        self.code_bytes += ready.code_bytes;
        self.entries.insert(digest, Entry { ready, last_use: self.uses });
    }

    fn has_room_for(&self, code_bytes: usize) -> bool {
        self.entries.len() < self.components_max
            && self.code_bytes.saturating_add(code_bytes) <= self.code_bytes_max
    }

    fn forget(&mut self, digest: &Digest) {
        if let Some(entry) = self.entries.remove(digest) {
            self.code_bytes -= entry.ready.code_bytes;
        }
    }
}
