//! Numbered batches whose rows must agree, and the check that they do.
//!
//! Batch *n* appends log rows, each with the hash of the one before it; overwrites a small and a
//! large row; adds task *n* and removes task *n* − 5; and puts *n* and the last hash into one row,
//! the head. So half a batch, a lost batch or a batch out of order contradicts the head.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};
use tongban_store::conformance::Random;
use tongban_store::{Batch, Range, Row, Space, Store, rows};

const HEAD: &[u8] = b"head";
const TASKS: u64 = 5;
const HASH: usize = 32;

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// Where a workload stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last batch.
    pub number: u64,
    /// How many log rows there are.
    log_rows: u64,
    /// The hash of the last log row.
    hash: [u8; HASH],
}

/// A sequence of batches.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Decides every byte.
    pub seed: u64,
    /// Whether every batch has a value of a megabyte, so that journals rotate soon.
    pub is_heavy: bool,
}

impl Workload {
    /// The batch after `head`, and the head after it.
    pub fn next(&self, head: Head) -> (Batch, Head) {
        let number = head.number + 1;
        let mut random = Random::new(self.seed.wrapping_mul(1_000_003).wrapping_add(number));
        let mut head = Head { number, ..head };
        let mut batch = Batch::new();
        let count = match random.below(12) {
            0 => 60,
            1..=3 => 10,
            _ => 2,
        };
        for _ in 0..count {
            let length = if random.one_in(15) { 9_000 } else { random.below(700) };
            let row = [head.hash.to_vec(), random.bytes(length)].concat();
            head.hash = Sha256::digest(&row).into();
            head.log_rows += 1;
            batch.put(Space::Log, log_key(head.log_rows), row);
        }
        batch.put(Space::Instance, [random.number().to_be_bytes()[0]], number.to_be_bytes());
        if self.is_heavy || random.one_in(4) {
            let length = if self.is_heavy { 1 << 20 } else { 6_000 + random.below(30_000) };
            batch.put(
                Space::Artifact,
                [random.number().to_be_bytes()[0] % 3],
                random.bytes(length),
            );
        }
        batch.put(Space::Task, number.to_be_bytes(), number.to_be_bytes());
        batch.delete(Space::Task, number.wrapping_sub(TASKS).to_be_bytes());
        batch.put(Space::Lookup, HEAD, head.encode());
        (batch, head)
    }

    /// Checks everything in the store: that the head is at least at batch `acked` and at most one
    /// further, that the hash chain verifies, and that every row is that of the batches up to the
    /// head and no other.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn check(&self, store: &dyn Store, acked: u64) -> Result<Head> {
        let head = match store.get(Space::Lookup, HEAD)? {
            Some(row) => Head::decode(&row)?,
            None => Head::default(),
        };
        ensure!(head.number >= acked, "expected batch {acked}, but the head is {}", head.number);
        ensure!(head.number <= acked + 1, "batch {} was never sent after {acked}", head.number);
        check_chain(store, head)?;
        let wanted = self.rows_until(head)?;
        for space in Space::ALL.into_iter().filter(|space| *space != Space::Meta) {
            let found: Vec<Row> = rows(store, Range::all(space)).collect::<Result<_, _>>()?;
            let empty = Rows::new();
            let wanted = wanted.get(&space).unwrap_or(&empty);
            ensure!(
                found.len() == wanted.len(),
                "expected {} rows in {space:?}, but found {} (head {})",
                wanted.len(),
                found.len(),
                head.number
            );
            for ((key, value), wanted) in found.iter().zip(wanted) {
                ensure!(
                    (key, value) == wanted,
                    "row {key:?} of {space:?} is not that of head {}",
                    head.number
                );
            }
        }
        Ok(head)
    }

    fn rows_until(&self, head: Head) -> Result<BTreeMap<Space, Rows>> {
        let mut spaces: BTreeMap<Space, Rows> = BTreeMap::new();
        let mut now = Head::default();
        while now.number < head.number {
            let (batch, next) = self.next(now);
            for write in batch.writes() {
                let rows = spaces.entry(write.space()).or_default();
                match write.value() {
                    Some(value) => rows.insert(write.key().to_vec(), value.to_vec()),
                    None => rows.remove(write.key()),
                };
            }
            now = next;
        }
        ensure!(now == head, "the head of batch {} is not what was written", head.number);
        Ok(spaces)
    }
}

/// Row numbers are scattered over seven key prefixes, as instances scatter commits.
fn log_key(number: u64) -> Vec<u8> {
    [(number % 7).to_be_bytes(), number.to_be_bytes()].concat()
}

fn check_chain(store: &dyn Store, head: Head) -> Result<()> {
    let mut hash = [0; HASH];
    for number in 1..=head.log_rows {
        let row = store.get(Space::Log, &log_key(number))?;
        let row = row.with_context(|| format!("log row {number} of {} is gone", head.log_rows))?;
        ensure!(row.starts_with(&hash), "log row {number} does not follow the one before it");
        hash = Sha256::digest(&row).into();
    }
    ensure!(hash == head.hash, "the chain does not end in the head's hash");
    Ok(())
}

impl Head {
    fn encode(&self) -> Vec<u8> {
        [self.number.to_be_bytes().as_slice(), &self.log_rows.to_be_bytes(), &self.hash].concat()
    }

    fn decode(row: &[u8]) -> Result<Self> {
        let Some((number, rest)) = row.split_first_chunk() else { bail!("the head is short") };
        let Some((log_rows, hash)) = rest.split_first_chunk() else { bail!("the head is short") };
        Ok(Self {
            number: u64::from_be_bytes(*number),
            log_rows: u64::from_be_bytes(*log_rows),
            hash: hash.try_into().context("the head's hash is not 32 bytes")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use tongban_store::{Batch, Memory, Space, Store as _};

    use super::{Head, Workload};

    const WORKLOAD: Workload = Workload { seed: 1, is_heavy: false };

    fn written(batches: u64) -> (Memory, Head) {
        let store = Memory::fresh().expect("memory opens");
        let mut head = Head::default();
        while head.number < batches {
            let (batch, next) = WORKLOAD.next(head);
            store.commit(batch).expect("the batch is legal");
            head = next;
        }
        (store, head)
    }

    #[test]
    fn a_whole_store_passes() {
        let (store, head) = written(40);
        assert_eq!(WORKLOAD.check(&store, 40).expect("nothing is missing"), head);
        assert_eq!(WORKLOAD.check(&store, 39).expect("one more may be there"), head);
        WORKLOAD.check(&store, 41).expect_err("batch 41 is missing");
        WORKLOAD.check(&store, 38).expect_err("batch 40 came from nowhere");
    }

    #[test]
    fn every_single_change_shows() {
        for (space, key) in [
            (Space::Task, 38_u64.to_be_bytes().to_vec()),
            (Space::Log, super::log_key(17)),
            (Space::Lookup, super::HEAD.to_vec()),
        ] {
            let (store, _) = written(40);
            let mut batch = Batch::new();
            batch.delete(space, key.clone());
            store.commit(batch).expect("the batch is legal");
            WORKLOAD.check(&store, 40).expect_err("a row is missing");
            let mut batch = Batch::new();
            batch.put(space, key, vec![0; 48]);
            store.commit(batch).expect("the batch is legal");
            WORKLOAD.check(&store, 40).expect_err("a row is wrong");
        }
        let (store, _) = written(40);
        let mut batch = Batch::new();
        batch.put(Space::Feed, "stray", "row");
        store.commit(batch).expect("the batch is legal");
        WORKLOAD.check(&store, 40).expect_err("a row came from nowhere");
    }
}
