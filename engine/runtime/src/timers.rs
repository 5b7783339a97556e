//! Alarms: cases are woken when their moment has come.
//!
//! Real time: one thread sleeps until the earliest alarm, reads what is due page by page, and
//! wakes. It keeps no map of timers: the index is the store's. Virtual time: [`advance`] does the
//! same step by step.
//! Invariant: no alarm is forgotten: every commit that sets one tells the thread, and the thread
//! looks at the index again whenever it wakes.

use std::{
    collections::VecDeque,
    ops::Bound,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::oneshot;
use tongban_core::{
    Command, Moment,
    id::{InstanceId, Partition},
};
use tongban_store::{Range, Result, Space};

use crate::{
    idempotency,
    inbox::{Rows, Wakeup},
    index_keys,
    refusal::Refusal,
    shared::Shared,
};

/// Alarms read from one partition at a time.
const PAGE: usize = 128;

/// Longest sleep: the machine's clock may be set forward while the thread sleeps.
const SLEEP_MAX: Duration = Duration::from_secs(10);

/// Kept responses deleted in one commit.
const SWEEP_PAGE: usize = 1_000;

/// How often expired responses are looked for.
const SWEEP_EVERY_MS: i64 = 3_600_000;

/// What commits tell the thread.
#[derive(Default)]
pub(crate) struct Alarms {
    state: Mutex<Noted>,
    changed: Condvar,
}

#[derive(Default)]
struct Noted {
    earliest: Option<Moment>,
    closed: bool,
}

impl Alarms {
    /// A commit has set an alarm.
    pub(crate) fn note(&self, at: Moment) {
        let mut noted = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.earliest.is_none_or(|earliest| at < earliest) {
            noted.earliest = Some(at);
            self.changed.notify_one();
        }
    }

    /// Ends the thread.
    pub(crate) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_one();
    }

    /// Sleeps until an alarm may be due. `next` is the earliest in the index; alarms noted
    /// meanwhile may be earlier. `false`: the engine is closed.
    fn sleep(&self, shared: &Shared, next: Option<Moment>) -> bool {
        let mut noted = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut slept = false;
        while !noted.closed {
            let due = [noted.earliest, next].into_iter().flatten().min();
            let now = shared.clock.now();
            if slept || due.is_some_and(|due| due <= now) {
                noted.earliest = None;
                return true;
            }
            let wait = due.map_or(SLEEP_MAX, |due| {
                let ms = u64::try_from(due.0.saturating_sub(now.0)).unwrap_or(0);
                Duration::from_millis(ms).min(SLEEP_MAX)
            });
            let waited = self.changed.wait_timeout(noted, wait);
            let (guard, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            noted = guard;
            slept = timeout.timed_out();
        }
        false
    }
}

/// The thread of real time.
pub(crate) fn run(shared: &Arc<Shared>) {
    let mut sweep_at = shared.clock.now();
    loop {
        let next = fire(shared).unwrap_or_else(|error| {
            tracing::error!(%error, "alarms could not be read; trying again");
            None
        });
        let now = shared.clock.now();
        if now >= sweep_at {
            sweep(shared);
            sweep_at = Moment(now.0 + SWEEP_EVERY_MS);
        }
        if !shared.alarms.sleep(shared, next) {
            return;
        }
    }
}

/// Wakes every case whose alarm is due; gives the earliest of the others.
fn fire(shared: &Shared) -> Result<Option<Moment>> {
    let now = shared.clock.now();
    let mut ranges: VecDeque<Range> = partitions().map(|partition| due(partition, now)).collect();
    while let Some(range) = ranges.pop_front() {
        if shared.commits.stopped() {
            return Ok(None);
        }
        let page = shared.store.scan(&range)?;
        let woken: Vec<_> = page
            .iter()
            .filter_map(|(key, _)| index_keys::read_alarm(key))
            .map(|(_, instance)| shared.send_own(instance, Command::Wake, None))
            .collect();
        for answer in woken {
            // A case that refuses has ended meanwhile or is damaged; its row is passed over.
            let _ = answer.blocking_recv();
        }
        if let Some((last, _)) = page.last().filter(|_| page.len() == PAGE) {
            ranges.push_back(range.after(last.clone()));
        }
    }
    earliest_after(shared, now)
}

fn partitions() -> impl Iterator<Item = Partition> {
    (0..Partition::COUNT).map(Partition)
}

/// The alarms of a partition up to a moment.
fn due(partition: Partition, until: Moment) -> Range {
    let after = Moment(until.0.saturating_add(1));
    Range {
        to: Bound::Excluded(index_keys::alarm_prefix(partition).moment(after).0),
        ..Range::prefix(Space::Timer, [partition.0]).limited(PAGE)
    }
}

/// The earliest alarm after a moment.
fn earliest_after(shared: &Shared, now: Moment) -> Result<Option<Moment>> {
    let mut earliest = None;
    for partition in partitions() {
        let from = index_keys::alarm_prefix(partition).moment(Moment(now.0.saturating_add(1)));
        let range = Range {
            from: Bound::Included(from.0),
            ..Range::prefix(Space::Timer, [partition.0]).limited(1)
        };
        let rows = shared.store.scan(&range)?;
        let first = rows.first().and_then(|(key, _)| index_keys::read_alarm(key));
        earliest = [earliest, first.map(|(at, _)| at)].into_iter().flatten().min();
    }
    Ok(earliest)
}

/// Removes responses whose days are over, page by page.
fn sweep(shared: &Shared) {
    let days = shared.limits.idempotency_days;
    loop {
        let now = shared.clock.now();
        let expired = idempotency::expired(shared.store.as_ref(), (now, days), SWEEP_PAGE);
        let writes = match expired {
            Ok(writes) if !writes.is_empty() => writes,
            Ok(_) => return,
            Err(error) => return tracing::error!(%error, "kept responses could not be swept"),
        };
        let (reply, answer) = oneshot::channel();
        let partition = Partition(0);
        let rows = Rows { partition, writes, reply: Some(reply), parcel: None };
        shared.inbox(partition).control(Wakeup::Write(rows));
        if !matches!(answer.blocking_recv(), Ok(Ok(()))) {
            return;
        }
    }
}

/// Virtual time: every alarm up to `to` rings at its own moment, one after the other; then it is
/// `to`. Gives how many rang. Damaged cases are passed over.
pub(crate) async fn advance(shared: &Shared, to: Moment) -> std::result::Result<u64, Refusal> {
    let mut passed_over = std::collections::BTreeSet::new();
    let (mut count, mut before) = (0, None);
    shared.pending.idle().await;
    while let Some((at, instance)) = first_due(shared, (to, &passed_over))? {
        if before.replace((at, instance)) == Some((at, instance)) {
            // Waking it did not move its alarm: it would ring for ever.
            shared.mark_damaged(instance, "its alarm cannot be turned off");
            passed_over.insert(instance);
            continue;
        }
        shared.clock.set(at);
        match shared.send_own(instance, Command::Wake, None).await {
            Ok(Ok(_)) => count += 1,
            Ok(Err(Refusal::StoreUnavailable)) | Err(_) => return Err(Refusal::StoreUnavailable),
            Ok(Err(_)) => {
                passed_over.insert(instance);
            }
        }
        shared.pending.idle().await;
    }
    shared.clock.set(to);
    Ok(count)
}

/// The first alarm up to a moment: by time, then by case, so that each run is the same.
fn first_due(
    shared: &Shared,
    (to, passed_over): (Moment, &std::collections::BTreeSet<InstanceId>),
) -> Result<Option<(Moment, InstanceId)>> {
    let mut first = None;
    for partition in partitions() {
        let rows = tongban_store::rows(shared.store.as_ref(), due(partition, to).limited(16));
        for row in rows {
            let Some((at, instance)) = index_keys::read_alarm(&row?.0) else { continue };
            if !passed_over.contains(&instance) {
                first = [first, Some((at, instance))].into_iter().flatten().min();
                break;
            }
        }
    }
    Ok(first)
}
