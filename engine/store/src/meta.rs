//! The rows of [`Space::Meta`] and the fence they keep: how many partitions the store has, and the
//! epoch of each one's owner. The format version is in the directory's marker as well, because it
//! must be known before an adapter touches anything.

use std::collections::BTreeMap;

use crate::{Epoch, Error, Failure, Medium, PARTITIONS, Partition, Result, Space, Write};

/// The format this program writes. Raised when an older program would misread a store.
pub const FORMAT: u32 = 1;

const KEY_FORMAT: &[u8] = b"format";
const KEY_PARTITIONS: &[u8] = b"partitions";

fn key_epoch(partition: Partition) -> Vec<u8> {
    [b"epoch/".as_slice(), &[partition.number()]].concat()
}

fn put(key: &[u8], value: &[u8]) -> Write {
    Write::Put { space: Space::Meta, key: key.to_vec(), value: value.to_vec() }
}

/// The epochs the store knows.
#[derive(Debug, Default)]
pub(crate) struct Fence {
    epochs: BTreeMap<Partition, Epoch>,
}

impl Fence {
    /// Reads the rows of a store, or writes those of a new one.
    pub(crate) fn open(medium: &impl Medium) -> Result<Self> {
        let failed = |source| Error::Failed { doing: "read the store's own rows", source };
        let get = |key: &[u8]| medium.get(Space::Meta, key).map_err(failed);
        let Some(format) = get(KEY_FORMAT)? else {
            let rows = vec![
                put(KEY_FORMAT, &FORMAT.to_be_bytes()),
                put(KEY_PARTITIONS, &u32::from(PARTITIONS).to_be_bytes()),
            ];
            medium
                .apply(rows)
                .map_err(|source| Error::Failed { doing: "create a store", source })?;
            return Ok(Self::default());
        };
        let found = number(&format).map_err(failed)?;
        if found > FORMAT {
            return Err(Error::NewerFormat { found, known: FORMAT });
        }
        let partitions = number(&get(KEY_PARTITIONS)?.unwrap_or_default()).map_err(failed)?;
        if partitions != u32::from(PARTITIONS) {
            let message = format!("expected {PARTITIONS} partitions, but found {partitions}");
            return Err(failed(message.into()));
        }
        let mut epochs = BTreeMap::new();
        for partition in Partition::all() {
            if let Some(value) = get(&key_epoch(partition))? {
                let bytes = value.try_into().map_err(|_| failed("expected 8 bytes".into()))?;
                epochs.insert(partition, Epoch::new(u64::from_be_bytes(bytes)));
            }
        }
        Ok(Self { epochs })
    }

    /// Refuses a batch of an owner that has been replaced.
    pub(crate) fn check(&self, partition: Partition, given: Epoch) -> Result<()> {
        let known = self.epoch(partition);
        if given < known { Err(Error::Fenced { partition, given, known }) } else { Ok(()) }
    }

    /// The newest epoch of a partition.
    pub(crate) fn epoch(&self, partition: Partition) -> Epoch {
        self.epochs.get(&partition).copied().unwrap_or_default()
    }

    /// Remembers an epoch whose row is on disk.
    pub(crate) fn raise(&mut self, partition: Partition, epoch: Epoch) {
        self.epochs.insert(partition, epoch);
    }

    /// The row that keeps an epoch.
    pub(crate) fn row(partition: Partition, epoch: Epoch) -> Write {
        put(&key_epoch(partition), &epoch.number().to_be_bytes())
    }
}

fn number(bytes: &[u8]) -> Result<u32, Failure> {
    let bytes = bytes.try_into().map_err(|_| {
        format!("expected a number of 4 bytes in `meta`, but found {} bytes", bytes.len())
    })?;
    Ok(u32::from_be_bytes(bytes))
}
