//! The committer: one thread that merges what waits into one batch and one sync, and only then
//! lets the world know.
//!
//! ```text
//! writers ─► queue ─► batch + feed rows ─► store.commit ─► durable position, views, replies,
//!                                                           alarms, deliveries
//! ```
//! Invariants: commits of a partition are written in the order of their positions; after a failed
//! commit nothing more is written and everybody who waits is told that the store is unavailable.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::sync::watch;
use tongban_core::{Moment, id::Partition};
use tongban_store::{Batch, Epoch, Space, Write};

use crate::{
    case::CaseView,
    feed::{self, FeedEntry},
    inbox::{Held, Reply},
    outbox::{self, Delivery},
    refusal::Refusal,
    registry::Known,
    request::Accepted,
    shared::Shared,
};

/// Bytes of a batch, artifacts included: a little below what the store takes, for the feed rows.
const BYTES_MAX: usize = tongban_store::BATCH_BYTES_MAX - (1 << 20);

/// What one command writes, and what follows once that is on disk.
pub(crate) struct Commit {
    pub(crate) partition: Partition,
    pub(crate) epoch: Epoch,
    pub(crate) writes: Vec<Write>,
    /// The record among the writes, if there is one.
    pub(crate) record: Option<FeedEntry>,
    pub(crate) after: After,
}

/// What follows a commit.
#[derive(Default)]
pub(crate) struct After {
    pub(crate) view: Option<Arc<CaseView>>,
    pub(crate) known: Option<Arc<Known>>,
    pub(crate) answer: Option<Answer>,
    pub(crate) alarm: Option<Moment>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) held: Held,
}

/// What somebody waits to hear.
pub(crate) enum Answer {
    Command(Reply<Accepted>, Result<Accepted, Refusal>),
    Registered(Reply<u64>, u64),
    Written(Reply<()>),
}

impl Answer {
    fn give(self) {
        // Whoever does not listen any more does not need the answer.
        let _ = match self {
            Self::Command(reply, result) => reply.send(result).is_ok(),
            Self::Registered(reply, sequence) => reply.send(Ok(sequence)).is_ok(),
            Self::Written(reply) => reply.send(Ok(())).is_ok(),
        };
    }

    fn refuse(self, refusal: Refusal) {
        let _ = match self {
            Self::Command(reply, _) => reply.send(Err(refusal)).is_ok(),
            Self::Registered(reply, _) => reply.send(Err(refusal)).is_ok(),
            Self::Written(reply) => reply.send(Err(refusal)).is_ok(),
        };
    }
}

/// The queue of the committer, and how far it is.
pub(crate) struct Commits {
    queue: Mutex<Queue>,
    filled: Condvar,
    stopped: AtomicBool,
    started: AtomicU64,
    finished: watch::Sender<u64>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Commit>,
    closed: bool,
    /// The committer has ended: what comes is refused.
    ended: bool,
}

impl Commits {
    pub(crate) fn new() -> Self {
        Self {
            queue: Mutex::default(),
            filled: Condvar::new(),
            stopped: AtomicBool::new(false),
            started: AtomicU64::new(0),
            finished: watch::channel(0).0,
        }
    }

    pub(crate) fn push(&self, commit: Commit) {
        let mut queue = self.lock();
        if queue.ended {
            drop(queue);
            return fail(commit);
        }
        queue.waiting.push_back(commit);
        drop(queue);
        self.filled.notify_one();
    }

    /// Waits until everything that was pushed before is on disk. Blocks.
    pub(crate) fn flush(&self, (partition, epoch): (Partition, Epoch)) -> Result<(), Refusal> {
        let (reply, flushed) = tokio::sync::oneshot::channel();
        let after = After { answer: Some(Answer::Written(reply)), ..After::default() };
        self.push(Commit { partition, epoch, writes: Vec::new(), record: None, after });
        flushed.blocking_recv().unwrap_or(Err(Refusal::StoreUnavailable))
    }

    fn abandon(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        let left = {
            let mut queue = self.lock();
            queue.ended = true;
            std::mem::take(&mut queue.waiting)
        };
        left.into_iter().for_each(fail);
        self.finished.send_replace(u64::MAX);
    }

    /// Ends the committer once the queue is empty.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    /// Whether a commit failed: nothing is written any more.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Waits for the batch that is being written now, if one is: what was read from the store
    /// before may have come from it.
    pub(crate) async fn settled(&self) {
        let started = self.started.load(Ordering::SeqCst);
        let mut finished = self.finished.subscribe();
        // The sender lives as long as `self`.
        let _ = finished.wait_for(|finished| *finished >= started).await;
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next commits to merge; none when the engine is closed. Waits for them.
    fn take(&self, (count_max, bytes_max): (usize, usize)) -> Option<Vec<Commit>> {
        let mut queue = self.lock();
        while queue.waiting.is_empty() {
            if queue.closed {
                return None;
            }
            queue = self.filled.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
        let mut taken = Vec::new();
        let mut bytes = 0;
        while let Some(next) = queue.waiting.front() {
            let size: usize = next.writes.iter().map(Write::bytes).sum();
            let full = taken.len() >= count_max || bytes + size > bytes_max;
            if full && !taken.is_empty() {
                break;
            }
            bytes += size;
            taken.extend(queue.waiting.pop_front());
        }
        Some(taken)
    }
}

/// Leaves the queue when the committer ends, in whatever way.
struct Abandon<'a>(&'a Commits);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// The committer's thread.
pub(crate) fn run(shared: &Arc<Shared>) {
    // Also when this thread panics: nobody may wait for ever for an answer.
    let _abandon = Abandon(&shared.commits);
    let limits = (shared.limits.batch_max, shared.limits.batch_bytes_max.min(BYTES_MAX));
    while let Some(mut commits) = shared.commits.take(limits) {
        let started = shared.commits.started.fetch_add(1, Ordering::SeqCst) + 1;
        let written = write(shared, &mut commits);
        shared.commits.finished.send_replace(started);
        for commit in commits {
            if written { follow(shared, commit) } else { fail(commit) }
        }
    }
}

fn write(shared: &Shared, commits: &mut [Commit]) -> bool {
    if shared.commits.stopped() {
        return false;
    }
    let batch = merge(commits);
    if batch.is_empty() {
        return true;
    }
    let (writes, bytes) = (batch.len(), batch.bytes());
    match shared.store.commit(batch) {
        Ok(()) => {
            tracing::debug!(commands = commits.len(), writes, bytes, "committed");
            true
        }
        Err(error) => {
            tracing::error!(code = error.code(), %error, "a commit failed: writing has stopped");
            shared.commits.stopped.store(true, Ordering::SeqCst);
            false
        }
    }
}

fn merge(commits: &mut [Commit]) -> Batch {
    let mut batch = Batch::new();
    let mut records: BTreeMap<Partition, Vec<FeedEntry>> = BTreeMap::new();
    for commit in commits {
        if !commit.writes.is_empty() {
            batch.owned(store_partition(commit.partition), commit.epoch);
        }
        for write in std::mem::take(&mut commit.writes) {
            batch.push(write);
        }
        if let Some(entry) = commit.record {
            records.entry(commit.partition).or_default().push(entry);
        }
    }
    for (partition, entries) in records {
        batch.put(Space::Feed, feed::key(partition, entries[0].position), feed::encode(&entries));
    }
    batch
}

fn follow(shared: &Arc<Shared>, commit: Commit) {
    let Commit { partition, record, after, .. } = commit;
    if let Some(entry) = record {
        let durable = &shared.durable[usize::from(partition.0)];
        durable.store(entry.position, Ordering::SeqCst);
    }
    if let Some(view) = &after.view {
        shared.views.publish(view);
    }
    if let Some(known) = after.known {
        *shared.known.write().unwrap_or_else(PoisonError::into_inner) = known;
    }
    for delivery in after.deliveries {
        outbox::deliver(shared, delivery);
    }
    // Deliveries count as pending before this one's own parcel is counted as done.
    drop(after.held);
    if let Some(alarm) = after.alarm {
        shared.alarms.note(alarm);
    }
    if let Some(answer) = after.answer {
        answer.give();
    }
}

fn fail(commit: Commit) {
    drop(commit.after.held);
    if let Some(answer) = commit.after.answer {
        answer.refuse(Refusal::StoreUnavailable);
    }
}

/// The store's own type for a partition.
pub(crate) fn store_partition(partition: Partition) -> tongban_store::Partition {
    tongban_store::Partition::new(partition.0).expect("both count sixteen partitions")
}
