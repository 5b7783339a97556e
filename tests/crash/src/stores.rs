//! The stores under test, by name.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use tongban_store::Store;
use tongban_store_fjall::{Fjall, Tuning};
use tongban_store_sled::Sled;

/// The adapters that have a disk to lose.
pub const NAMES: [&str; 2] = [Fjall::NAME, Sled::NAME];

/// Small enough that a short workload flushes, compacts and collects many times.
const MEMTABLE_BYTES: u64 = 128 << 10;

/// Opens a store, or makes it.
///
/// # Errors
/// Those of the adapter, or that there is none of this name.
pub fn open(name: &str, path: &Path) -> Result<Arc<dyn Store>> {
    Ok(match name {
        Fjall::NAME => {
            let tuning = Tuning { memtable_bytes: MEMTABLE_BYTES, ..Tuning::default() };
            Arc::new(Fjall::open_tuned(path, &tuning)?)
        }
        Sled::NAME => Arc::new(Sled::open(path)?),
        name => bail!("expected one of {NAMES:?}, but got `{name}`"),
    })
}
