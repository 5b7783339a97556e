//! The feed: where each position of a partition is.
//!
//! ```text
//! (partition, first position) → [counter, sequence, counter, sequence, …]      one group commit
//! ```
//! Derived: the records hold their positions. Invariant: positions begin at 1 and have no gap.

use tongban_core::id::{InstanceId, Partition};
use tongban_store::{Range, Result, Space, Store};

/// Records named by one row when the feed is rebuilt; a live row names what one commit merged.
pub(crate) const ROW_MAX: usize = 512;

/// One record's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// The position in the partition's feed.
    pub position: u64,
    /// The case; the registry has the counter 0.
    pub instance: InstanceId,
    /// The record in its chain.
    pub sequence: u64,
}

pub(crate) fn key(partition: Partition, first: u64) -> Vec<u8> {
    [&[partition.0][..], &first.to_be_bytes()].concat()
}

/// The row for entries of one partition with consecutive positions.
pub(crate) fn encode(entries: &[FeedEntry]) -> Vec<u8> {
    let flat: Vec<u64> =
        entries.iter().flat_map(|entry| [entry.instance.counter, entry.sequence]).collect();
    minicbor::to_vec(flat).expect("encoding to memory cannot fail")
}

/// Reads a row; none when it is not one.
pub(crate) fn decode(key: &[u8], value: &[u8]) -> Option<Vec<FeedEntry>> {
    let (&partition, first) = key.split_first()?;
    let first = u64::from_be_bytes(first.try_into().ok()?);
    let flat: Vec<u64> = minicbor::decode(value).ok()?;
    let partition = Partition(partition);
    let entries = flat.chunks_exact(2).zip(first..).map(|(pair, position)| FeedEntry {
        position,
        instance: InstanceId { partition, counter: pair[0] },
        sequence: pair[1],
    });
    Some(entries.collect())
}

/// The last record of a partition.
pub(crate) fn last(store: &dyn Store, partition: Partition) -> Result<Option<FeedEntry>> {
    let range = Range::prefix(Space::Feed, [partition.0]).reversed().limited(1);
    let rows = store.scan(&range)?;
    Ok(rows.first().and_then(|(key, value)| decode(key, value)?.pop()))
}

/// Up to `limit` entries from a position on.
pub(crate) fn read(
    store: &dyn Store,
    (partition, from): (Partition, u64),
    limit: usize,
) -> Result<Vec<FeedEntry>> {
    let before = Range {
        to: std::ops::Bound::Included(key(partition, from)),
        ..Range::prefix(Space::Feed, [partition.0])
    };
    let mut rows = store.scan(&before.reversed().limited(1))?;
    let after = Range {
        from: std::ops::Bound::Excluded(key(partition, from)),
        ..Range::prefix(Space::Feed, [partition.0])
    };
    rows.extend(store.scan(&after.limited(limit))?);
    let entries = rows.iter().filter_map(|(key, value)| decode(key, value)).flatten();
    Ok(entries.filter(|entry| entry.position >= from).take(limit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_reads_back() {
        let partition = Partition(2);
        let entry = |position, counter, sequence| FeedEntry {
            position,
            instance: InstanceId { partition, counter },
            sequence,
        };
        let entries = vec![entry(7, 1, 300), entry(8, 9, 1)];
        assert_eq!(decode(&key(partition, 7), &encode(&entries)), Some(entries));
        assert_eq!(decode(&[], &[]), None);
    }
}
