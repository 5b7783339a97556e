//! What one call may allocate, and who is to blame when it does not get it.
//!
//! Not here: stack, fuel and time. Invariant: going over a cap is the plugin's doing and the same
//! on every run; failing below it is the host's.

use wasmtime::ResourceLimiter;

use crate::HostConfig;

/// Counts memory and tables of one call.
pub(crate) struct Limiter {
    memory_bytes: Quota,
    table_entries: Quota,
}

struct Quota {
    max: usize,
    left: usize,
}

/// The plugin asked for more than the cap.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OverCap {
    #[error("expected at most {max} bytes of memory, but it asked for more")]
    Memory { max: usize },
    #[error("expected at most {max} table entries, but it asked for more")]
    Table { max: usize },
}

/// The machine did not give what the cap promises.
#[derive(Debug, thiserror::Error)]
#[error("expected memory below the cap, but the machine gave none")]
pub(crate) struct HostExhausted;

impl Limiter {
    pub(crate) fn new(config: &HostConfig) -> Self {
        Self {
            memory_bytes: Quota::new(config.memory_bytes_max),
            table_entries: Quota::new(config.table_entries_max),
        }
    }
}

struct Growth {
    current: usize,
    desired: usize,
    /// What the guest declared for itself.
    maximum: Option<usize>,
}

impl Quota {
    fn new(max: usize) -> Self {
        Self { max, left: max }
    }

    /// `Some(true)` takes the growth; `Some(false)` takes nothing, because the guest's own maximum
    /// lets it fail by WebAssembly's rules; `None` is over the cap.
    fn take(&mut self, growth: &Growth) -> Option<bool> {
        let rest = self.left.checked_sub(growth.desired.saturating_sub(growth.current))?;
        if growth.maximum.is_some_and(|maximum| growth.desired > maximum) {
            return Some(false);
        }
        self.left = rest;
        Some(true)
    }
}

/// The engine refuses growth beyond 32 bits without asking the limiter first, in these words; a
/// test meets each.
const BEYOND_32_BITS: [&str; 2] =
    ["memory growth exceeds memory type's limits", "overflow calculating new table size"];

fn growth_failed(error: &wasmtime::Error, over: OverCap) -> wasmtime::Error {
    if BEYOND_32_BITS.contains(&error.to_string().as_str()) {
        return wasmtime::Error::new(over);
    }
    // Every other failure comes after the limiter agreed.
    wasmtime::Error::new(HostExhausted)
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let max = self.memory_bytes.max;
        self.memory_bytes
            .take(&Growth { current, desired, maximum })
            .ok_or_else(|| wasmtime::Error::new(OverCap::Memory { max }))
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        Err(growth_failed(&error, OverCap::Memory { max: self.memory_bytes.max }))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let max = self.table_entries.max;
        self.table_entries
            .take(&Growth { current, desired, maximum })
            .ok_or_else(|| wasmtime::Error::new(OverCap::Table { max }))
    }

    fn table_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        Err(growth_failed(&error, OverCap::Table { max: self.table_entries.max }))
    }
}
