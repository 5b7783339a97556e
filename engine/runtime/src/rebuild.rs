//! Making derived rows anew: index rows and the feed, from the log alone.
//!
//! What is missing or wrong is put first, what does not belong there is removed after, so that a
//! crash in the middle leaves nothing worse than before and doing it again ends it. Reminders are
//! not derived and stay.
//! Invariant: the last position of a partition is never out of the store, not even for a moment.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tongban_core::{
    call::Digest,
    id::{InstanceId, Partition},
    registry::REGISTRY,
};
use tongban_store::{Batch, Range, Space, rows};

use crate::{
    commit::store_partition,
    feed::{self, FeedEntry},
    fold::{Fold, read_log_key},
    generations::Generations,
    index_keys::{self, DERIVED, Key},
    pause,
    refusal::Refusal,
    report::Report,
    shared::Shared,
    verify::position_of,
};

/// Writes of one batch: a few hundred KiB.
const WRITES_MAX: usize = 4_096;

/// States kept while stray rows are looked for.
const CACHED_MAX: usize = 4_096;

/// Rebuilds what is derived. Blocks.
pub(crate) fn rebuild(shared: &Arc<Shared>) -> Result<Report, Refusal> {
    let _standstill = pause::settle(shared)?;
    let mut work = Rebuild { shared, batch: Batch::new(), report: Report::default(), changed: 0 };
    for number in 0..Partition::COUNT {
        let partition = Partition(number);
        let entries = work.partition(partition)?;
        work.feed(partition, entries)?;
    }
    work.strays()?;
    work.flush()?;
    let changed = work.changed;
    work.report.fact(
        format!("派生数据已重建，改动 {changed} 行"),
        format!("derived rows were rebuilt, {changed} changed"),
    );
    Ok(work.report)
}

struct Rebuild<'a> {
    shared: &'a Shared,
    batch: Batch,
    report: Report,
    changed: u64,
}

impl Rebuild<'_> {
    fn put(&mut self, (space, key): Key, value: Vec<u8>) {
        self.batch.put(space, key, value);
        self.changed += 1;
    }

    fn delete(&mut self, space: Space, key: Vec<u8>) {
        self.batch.delete(space, key);
        self.changed += 1;
    }

    fn flush(&mut self) -> Result<(), Refusal> {
        let mut batch = std::mem::take(&mut self.batch);
        for (number, epoch) in (0..Partition::COUNT).zip(self.shared.epochs) {
            batch.owned(store_partition(Partition(number)), epoch);
        }
        Ok(self.shared.store.commit(batch)?)
    }

    fn flush_if_full(&mut self) -> Result<(), Refusal> {
        if self.batch.len() < WRITES_MAX { Ok(()) } else { self.flush() }
    }

    /// Puts the rows of every case of a partition; gives where its records are.
    fn partition(&mut self, partition: Partition) -> Result<Vec<FeedEntry>, Refusal> {
        let shared = self.shared;
        let known = shared.known();
        let definition = |digest: &Digest| known.world.definition(digest).cloned();
        let mut entries = Vec::new();
        let mut current: Option<Fold> = None;
        for row in rows(shared.store.as_ref(), Range::prefix(Space::Log, [partition.0])) {
            let (key, value) = row?;
            let Some((id, sequence)) = read_log_key(&key) else { continue };
            match position_of(id, &value) {
                Some(position) => entries.push(FeedEntry { position, instance: id, sequence }),
                None => self.report.wrong(id, ("记录无法读取", "a record cannot be read")),
            }
            if id == REGISTRY {
                continue;
            }
            if current.as_ref().is_none_or(|fold| fold.state.id != id) {
                self.rows_of(current.take())?;
                current = Some(Fold::new(id));
            }
            if let Some(fold) = &mut current
                && let Err(error) = fold.take_up(&value, &definition)
            {
                self.report.wrong(id, ("记录损坏", &error.to_string()));
            }
        }
        self.rows_of(current)?;
        entries.sort_unstable_by_key(|entry| entry.position);
        Ok(entries)
    }

    fn rows_of(&mut self, folded: Option<Fold>) -> Result<(), Refusal> {
        let Some(fold) = folded else { return Ok(()) };
        for ((space, key), value) in index_keys::entries(&fold.state) {
            if self.shared.store.get(space, &key)?.as_ref() != Some(&value) {
                self.put((space, key), value);
            }
        }
        self.flush_if_full()
    }

    /// Replaces the feed of a partition, group by group; a group ends where an old row begins, so
    /// that no old row is half replaced.
    fn feed(&mut self, partition: Partition, entries: Vec<FeedEntry>) -> Result<(), Refusal> {
        let old = rows(self.shared.store.as_ref(), Range::prefix(Space::Feed, [partition.0]))
            .map(|row| row.map(|(key, value)| (feed::decode(&key, &value), key)))
            .collect::<tongban_store::Result<Vec<_>>>()?;
        let sound = old.iter().filter_map(|(entries, _)| entries.as_ref()).flatten();
        if sound.eq(&entries) {
            return Ok(());
        }
        let starts: BTreeSet<u64> = old.iter().filter_map(|(_, key)| first_of(key)).collect();
        let mut group: Vec<FeedEntry> = Vec::new();
        let mut old_keys = old.into_iter().map(|(_, key)| key).peekable();
        for entry in entries {
            let full = group.len() >= feed::ROW_MAX && starts.contains(&entry.position);
            if full || group.len() >= 16 * feed::ROW_MAX {
                self.feed_row(partition, &group, &mut old_keys)?;
                group.clear();
            }
            group.push(entry);
        }
        if !group.is_empty() {
            self.feed_row(partition, &group, &mut old_keys)?;
        }
        for key in old_keys {
            self.delete(Space::Feed, key);
        }
        self.flush_if_full()
    }

    fn feed_row(
        &mut self,
        partition: Partition,
        group: &[FeedEntry],
        old_keys: &mut std::iter::Peekable<impl Iterator<Item = Vec<u8>>>,
    ) -> Result<(), Refusal> {
        let last = group.last().map_or(0, |entry| entry.position);
        let inside = |key: &Vec<u8>| first_of(key).is_none_or(|first| first <= last);
        while let Some(key) = old_keys.next_if(inside) {
            self.delete(Space::Feed, key);
        }
        let key = feed::key(partition, group[0].position);
        self.put((Space::Feed, key), feed::encode(group));
        // Old and new rows of one group change in one batch.
        self.flush_if_full()
    }

    /// Removes rows that no state demands.
    fn strays(&mut self) -> Result<(), Refusal> {
        let shared = self.shared;
        let mut states: Generations<InstanceId, Arc<BTreeMap<Key, Vec<u8>>>> =
            Generations::new(CACHED_MAX);
        for space in DERIVED {
            for row in rows(shared.store.as_ref(), Range::all(space)) {
                let (key, _) = row?;
                if !index_keys::from_state(space, &key) {
                    continue;
                }
                let demanded = match index_keys::instance_of(space, &key) {
                    Some(id) => demands(shared, id, &mut states)?,
                    None => Arc::default(),
                };
                if !demanded.contains_key(&(space, key.clone())) {
                    self.delete(space, key);
                    self.flush_if_full()?;
                }
            }
        }
        Ok(())
    }
}

/// The rows that the state of a case demands. A damaged case keeps none.
fn demands(
    shared: &Shared,
    id: InstanceId,
    states: &mut Generations<InstanceId, Arc<BTreeMap<Key, Vec<u8>>>>,
) -> Result<Arc<BTreeMap<Key, Vec<u8>>>, Refusal> {
    if let Some(known) = states.get(id) {
        return Ok(known);
    }
    let entries = match crate::views::load(shared, id) {
        Ok(Some(view)) => index_keys::entries(&view.state),
        Ok(None) | Err(Refusal::Damaged { .. }) => BTreeMap::new(),
        Err(refusal) => return Err(refusal),
    };
    let entries = Arc::new(entries);
    states.insert(id, Arc::clone(&entries), |_| false);
    Ok(entries)
}

fn first_of(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.get(1..)?.try_into().ok()?))
}
