//! Checking a whole store: chains, documents, attachments, feeds, and every derived row.
//!
//! ```text
//! log ─► fold each case: chain, documents, files ─► rows of its state = rows in the store?
//! feed ─► positions without a gap, each naming the record that has that position
//! counts ─► no row more than there should be
//! ```
//! Writing stands still meanwhile, since rows are read in many pages.
//! Not here: a case on its own (`verify_bundle`), mending (`rebuild`).
//! Invariant: reads only.

use std::{collections::BTreeMap, sync::Arc};

use tongban_core::{
    call::Digest,
    event::Event,
    id::{InstanceId, Partition},
    record::{Record, Row},
    registry::{REGISTRY, RegistryEvent},
};
use tongban_model::Process;
use tongban_store::{Range, Space, rows};

use crate::{
    documents,
    feed::{self, FeedEntry},
    fold::{Fold, Unreadable, log_key, read_log_key},
    index_keys::{self, DERIVED},
    pause,
    refusal::Refusal,
    registry,
    report::Report,
    shared::Shared,
};

/// Checks everything. Blocks.
pub(crate) fn verify(shared: &Arc<Shared>) -> Result<Report, Refusal> {
    let _standstill = pause::settle(shared)?;
    let mut check = Check {
        shared,
        report: Report::default(),
        counts: BTreeMap::new(),
        cases: 0,
        records: 0,
        documents: documents::Count::default(),
    };
    check.registry();
    check.cases()?;
    check.feeds()?;
    check.counts()?;
    Ok(check.finish())
}

struct Check<'a> {
    shared: &'a Shared,
    report: Report,
    /// Rows that the states demand, by space.
    counts: BTreeMap<Space, u64>,
    cases: u64,
    records: u64,
    documents: documents::Count,
}

impl Check<'_> {
    fn registry(&mut self) {
        match registry::fold(self.shared.store.as_ref()) {
            Ok((known, head)) => {
                let (world, records) = (known.world.number, head.sequence);
                self.report.fact(
                    format!("登记链 {records} 条记录，世界版本 {world}"),
                    format!("registry: {records} records, world {world}"),
                );
            }
            Err(error) => self.report.wrong("registry 登记链", ("损坏", &error.to_string())),
        }
    }

    /// Folds every case of the log, one after the other.
    fn cases(&mut self) -> Result<(), Refusal> {
        let shared = self.shared;
        let known = shared.known();
        let definition = |digest: &Digest| known.world.definition(digest).cloned();
        let mut current: Option<(Fold, bool)> = None;
        for row in rows(shared.store.as_ref(), Range::all(Space::Log)) {
            let (key, value) = row?;
            self.records += 1;
            let Some((id, _)) = read_log_key(&key) else {
                self.report.wrong("log 日志", ("有无法识别的键", "a key that is none"));
                continue;
            };
            if id == REGISTRY {
                continue;
            }
            if current.as_ref().is_none_or(|(fold, _)| fold.state.id != id) {
                self.finish_case(current.take())?;
                current = Some((Fold::new(id), true));
            }
            let Some((fold, sound)) = &mut current else { continue };
            if *sound {
                *sound = self.record(fold, &value, &definition);
            }
        }
        self.finish_case(current)
    }

    /// Takes up one record; `false` when the rest of the case cannot be read.
    fn record(
        &mut self,
        fold: &mut Fold,
        row: &[u8],
        definition: &dyn Fn(&Digest) -> Option<Arc<Process>>,
    ) -> bool {
        let id = fold.state.id;
        match fold.take_up(row, definition) {
            Ok(()) => {}
            Err(Unreadable::Damaged(what)) => {
                self.report.wrong(id, ("记录损坏", &what));
                return false;
            }
            Err(Unreadable::Store(error)) => {
                self.report.wrong(id, ("无法读取", &error.to_string()));
                return false;
            }
        }
        let check = (self.shared.blobs.as_ref(), &mut self.report);
        documents::check(id, row, check, &mut self.documents);
        true
    }

    /// The derived rows of a case.
    fn finish_case(&mut self, folded: Option<(Fold, bool)>) -> Result<(), Refusal> {
        let Some((fold, true)) = folded else { return Ok(()) };
        self.cases += 1;
        let id = fold.state.id;
        for ((space, key), value) in index_keys::entries(&fold.state) {
            *self.counts.entry(space).or_default() += 1;
            if self.shared.store.get(space, &key)? != Some(value) {
                let en = format!("a row in `{}` is missing or wrong", space.name());
                self.report.wrong(id, ("索引缺失或有误", &en));
            }
        }
        Ok(())
    }

    fn feeds(&mut self) -> Result<(), Refusal> {
        let mut named = 0;
        for number in 0..Partition::COUNT {
            let partition = Partition(number);
            let mut next = 1;
            for row in rows(self.shared.store.as_ref(), Range::prefix(Space::Feed, [number])) {
                let (key, value) = row?;
                for entry in feed::decode(&key, &value).unwrap_or_default() {
                    self.feed_entry(entry, next)?;
                    next = entry.position + 1;
                    named += 1;
                }
            }
            let durable =
                self.shared.durable[usize::from(number)].load(std::sync::atomic::Ordering::SeqCst);
            if next != durable + 1 {
                let en =
                    format!("expected positions up to {durable}, but they end at {}", next - 1);
                self.report.wrong(format!("feed {}", partition.0), ("不完整", &en));
            }
        }
        if named != self.records {
            let en = format!("expected {} records, but it names {named}", self.records);
            self.report.wrong("feed", ("与日志不符", &en));
        }
        Ok(())
    }

    fn feed_entry(&mut self, entry: FeedEntry, next: u64) -> Result<(), Refusal> {
        let FeedEntry { position, instance, sequence } = entry;
        if position != next {
            let en = format!("expected position {next}, but found {position}");
            self.report.wrong(format!("feed {}", instance.partition.0), ("位置不连续", &en));
        }
        let row = self.shared.store.get(Space::Log, &log_key(instance, sequence))?;
        if row.and_then(|row| position_of(instance, &row)) != Some(position) {
            let en = format!("record {sequence} is not at position {position}");
            self.report.wrong(instance, ("位置不符", &en));
        }
        Ok(())
    }

    /// No derived row more than the states demand.
    fn counts(&mut self) -> Result<(), Refusal> {
        for space in DERIVED {
            let mut found = 0_u64;
            for row in rows(self.shared.store.as_ref(), Range::all(space)) {
                found += u64::from(index_keys::from_state(space, &row?.0));
            }
            let expected = self.counts.get(&space).copied().unwrap_or(0);
            if found != expected {
                let en = format!("expected {expected} rows, but there are {found}");
                self.report.wrong(format!("index {}", space.name()), ("行数不符", &en));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Report {
        let (cases, records) = (self.cases, self.records);
        let documents::Count { sound, erased, files } = self.documents;
        let rows: u64 = self.counts.values().sum();
        self.report.fact(
            format!("{cases} 个办件，{records} 条记录，哈希链已核对"),
            format!("{cases} cases, {records} records, hash chains followed"),
        );
        self.report.fact(
            format!("{sound} 份文书与摘要一致，{erased} 份已依法删除，附件 {files} 个"),
            format!("{sound} documents match, {erased} were erased, {files} attachments"),
        );
        self.report.fact(
            format!("{rows} 行索引与状态一致性已核对"),
            format!("{rows} derived rows compared with the states"),
        );
        self.report
    }
}

/// The position that a record says it has.
pub(crate) fn position_of(instance: InstanceId, row: &[u8]) -> Option<u64> {
    let row = Row::from_bytes(row).ok()?;
    if instance == REGISTRY {
        return Some(Record::<RegistryEvent>::from_bytes(&row.record).ok()?.position);
    }
    Some(Record::<Event>::from_bytes(&row.record).ok()?.position)
}
