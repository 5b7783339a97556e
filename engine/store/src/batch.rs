//! What one commit changes, and how large it may be.

use std::collections::BTreeMap;

use crate::{Epoch, Error, Partition, Result, Space};

/// Longest key, in bytes: composite keys of ids, dates and short names stay far below it.
pub const KEY_MAX: usize = 512;

/// Longest value, in bytes: a form document is at most 64 KiB, a plugin component 4 MiB.
pub const VALUE_MAX: usize = 8 << 20;

/// Largest sum of keys and values of a batch, in bytes: a thousand commands with their largest
/// documents, and still a second of writing on a slow disk.
pub const BATCH_BYTES_MAX: usize = 64 << 20;

/// One change of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Sets a key.
    Put {
        /// Where.
        space: Space,
        /// At most [`KEY_MAX`] bytes, at least one.
        key: Vec<u8>,
        /// At most [`VALUE_MAX`] bytes.
        value: Vec<u8>,
    },
    /// Removes a key; nothing happens when it is not there.
    Delete {
        /// Where.
        space: Space,
        /// At most [`KEY_MAX`] bytes, at least one.
        key: Vec<u8>,
    },
}

impl Write {
    /// Where it writes.
    pub const fn space(&self) -> Space {
        match self {
            Self::Put { space, .. } | Self::Delete { space, .. } => *space,
        }
    }

    /// What it writes to.
    pub fn key(&self) -> &[u8] {
        match self {
            Self::Put { key, .. } | Self::Delete { key, .. } => key,
        }
    }

    /// The new value; none if the key is removed.
    pub fn value(&self) -> Option<&[u8]> {
        match self {
            Self::Put { value, .. } => Some(value),
            Self::Delete { .. } => None,
        }
    }

    /// Bytes of key and value.
    pub fn bytes(&self) -> usize {
        self.key().len() + self.value().map_or(0, <[u8]>::len)
    }

    fn check(&self) -> Result<()> {
        let space = self.space();
        if space == Space::Meta {
            return Err(Error::Reserved);
        }
        let length = self.key().len();
        if length == 0 || length > KEY_MAX {
            return Err(Error::KeyLength { space, length });
        }
        match self.value().map(<[u8]>::len) {
            Some(length) if length > VALUE_MAX => Err(Error::ValueLength { space, length }),
            _ => Ok(()),
        }
    }
}

/// All changes of one commit, with the epochs by which its writer owns the partitions it touches.
///
/// The writes take effect together or not at all. Of two writes to one key the later one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    writes: Vec<Write>,
    owners: BTreeMap<Partition, Epoch>,
}

impl Batch {
    /// A batch that changes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says by which epoch the writer owns a partition that this batch touches. Of two epochs for
    /// one partition the older one stays, so that merged batches are refused if any of them is.
    pub fn owned(&mut self, partition: Partition, epoch: Epoch) {
        self.owners
            .entry(partition)
            .and_modify(|known| *known = (*known).min(epoch))
            .or_insert(epoch);
    }

    /// Sets a key.
    pub fn put(&mut self, space: Space, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.writes.push(Write::Put { space, key: key.into(), value: value.into() });
    }

    /// Removes a key.
    pub fn delete(&mut self, space: Space, key: impl Into<Vec<u8>>) {
        self.writes.push(Write::Delete { space, key: key.into() });
    }

    /// Adds a change.
    pub fn push(&mut self, write: Write) {
        self.writes.push(write);
    }

    /// Adds all changes and owners of another batch, after those of this one: group commit.
    pub fn append(&mut self, other: Self) {
        self.writes.extend(other.writes);
        for (partition, epoch) in other.owners {
            self.owned(partition, epoch);
        }
    }

    /// The changes, in the order they were added.
    pub fn writes(&self) -> &[Write] {
        &self.writes
    }

    /// The partitions it touches, each with its writer's epoch.
    pub fn owners(&self) -> impl Iterator<Item = (Partition, Epoch)> {
        self.owners.iter().map(|(partition, epoch)| (*partition, *epoch))
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// How many changes it has.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// Sum of the bytes of all keys and values.
    pub fn bytes(&self) -> usize {
        self.writes.iter().map(Write::bytes).sum()
    }

    /// Refuses what no adapter takes.
    pub(crate) fn check(&self) -> Result<()> {
        self.writes.iter().try_for_each(Write::check)?;
        let length = self.bytes();
        if length > BATCH_BYTES_MAX { Err(Error::BatchLength { length }) } else { Ok(()) }
    }

    /// The changes with each key once, the last write to it, in key order.
    pub(crate) fn into_settled(self) -> Vec<Write> {
        let mut writes = self.writes;
        // The sort is stable: writes to one key stay in the order they were added.
        writes.sort_by(|a, b| (a.space(), a.key()).cmp(&(b.space(), b.key())));
        writes.reverse();
        writes.dedup_by(|a, b| a.space() == b.space() && a.key() == b.key());
        writes.reverse();
        writes
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, Write};
    use crate::{Epoch, Partition, Space};

    #[test]
    fn the_last_write_to_a_key_counts() {
        let mut batch = Batch::new();
        batch.put(Space::Task, "b", "1");
        batch.put(Space::Task, "a", "1");
        batch.delete(Space::Task, "b");
        batch.put(Space::Log, "b", "2");
        batch.put(Space::Task, "a", "2");
        let put = |space, key: &str, value: &str| Write::Put {
            space,
            key: key.into(),
            value: value.into(),
        };
        assert_eq!(
            batch.into_settled(),
            [
                put(Space::Log, "b", "2"),
                put(Space::Task, "a", "2"),
                Write::Delete { space: Space::Task, key: "b".into() },
            ]
        );
    }

    #[test]
    fn a_merged_batch_keeps_the_older_epoch() {
        let partition = Partition::new(3).expect("3 is below 16");
        let mut batch = Batch::new();
        batch.owned(partition, Epoch::new(5));
        let mut other = Batch::new();
        other.owned(partition, Epoch::new(4));
        batch.append(other);
        assert_eq!(batch.owners().collect::<Vec<_>>(), [(partition, Epoch::new(4))]);
    }
}
