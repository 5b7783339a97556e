//! The writers: each owns some partitions and is the only one that changes their cases.
//!
//! One enum lists everything that can wake a writer ([`Wakeup`]), one function handles it
//! ([`Writer::handle`]). A writer never waits: plugins are asked by the callers, writes are made by
//! the committer. Its memory may run ahead of the disk; nothing that it tells anybody does, since
//! answers pass through the committer in order.
//! Invariant: a case that has a commit under way is not dropped from memory, so that it is never
//! read back as it was before.

mod attempt;
mod partition;
mod record;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, atomic::Ordering},
};

use tongban_core::id::InstanceId;

use attempt::Attempt;
pub(crate) use partition::Owned;

use crate::{
    case::CaseView,
    commit::{After, Answer, Commit},
    generations::Generations,
    inbox::{Answered, Inbox, Job, Registering, Rows, Wakeup},
    index_keys::{self, Key},
    refusal::Refusal,
    shared::Shared,
    views,
};

/// One writer's memory.
pub(crate) struct Writer {
    shared: Arc<Shared>,
    index: usize,
    owned: BTreeMap<u8, Owned>,
    cases: Generations<InstanceId, Case>,
    /// Commands that wait for plugins, one for each case at most.
    asking: HashMap<InstanceId, Box<Attempt>>,
    /// `Continue`s in a row, of cases that have any.
    continues: HashMap<InstanceId, u32>,
}

/// Leaves an inbox when the writer ends, in whatever way.
struct Abandon<'a>(&'a Inbox);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// A case in a writer's memory.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) view: Arc<CaseView>,
    /// Its derived rows, so that the next commit writes only what differs.
    pub(crate) rows: Arc<BTreeMap<Key, Vec<u8>>>,
}

impl Case {
    pub(crate) fn new(view: Arc<CaseView>) -> Self {
        let rows = Arc::new(index_keys::entries(&view.state));
        Self { view, rows }
    }
}

impl Writer {
    pub(crate) fn new(shared: Arc<Shared>, index: usize, owned: BTreeMap<u8, Owned>) -> Self {
        let cases = Generations::new(shared.limits.cached_max.div_ceil(shared.inboxes.len()));
        let (asking, continues) = (HashMap::new(), HashMap::new());
        Self { shared, index, owned, cases, asking, continues }
    }

    /// The writer's thread.
    pub(crate) fn run(mut self) {
        let shared = Arc::clone(&self.shared);
        // Also when this thread panics: nobody may wait for ever for an answer.
        let inbox = Abandon(&shared.inboxes[self.index]);
        loop {
            match inbox.0.next() {
                Wakeup::Stop => return,
                wakeup => self.handle(wakeup),
            }
        }
    }

    fn handle(&mut self, wakeup: Wakeup) {
        match wakeup {
            Wakeup::Command(job) => self.command(*job),
            Wakeup::Answered(answered) => self.answered(answered),
            Wakeup::Register(registering) => self.register(*registering),
            Wakeup::Write(rows) => self.write(rows),
            Wakeup::Pause(pause) => pause.stand_still(),
            Wakeup::Stop => {}
        }
    }

    fn command(&mut self, job: Job) {
        match self.attempt(job) {
            Ok(attempt) => self.decide(Box::new(attempt)),
            Err((job, refusal)) => self.refuse(job, refusal),
        }
    }

    fn answered(&mut self, Answered { instance, answers }: Answered) {
        let Some(mut attempt) = self.asking.remove(&instance) else { return };
        attempt.answers.extend(answers);
        self.shared.inboxes[self.index].resume(instance);
        self.decide(attempt);
    }

    /// The case as it is in memory, read from the store if it is not; none if it never began.
    fn case(&mut self, id: InstanceId) -> Result<Option<Case>, Refusal> {
        if let Some(case) = self.cases.get(id) {
            return Ok(Some(case));
        }
        let Some(view) = views::load(&self.shared, id)? else { return Ok(None) };
        let case = Case::new(view);
        self.keep(case.clone());
        Ok(Some(case))
    }

    fn keep(&mut self, case: Case) {
        let durable = &self.shared.durable;
        let under_way = |case: &Case| {
            let partition = usize::from(case.view.id().partition.0);
            case.view.position > durable[partition].load(Ordering::SeqCst)
        };
        self.cases.insert(case.view.id(), case, under_way);
    }

    /// Answers a command that changes nothing; in its turn, since the reason may be a commit that
    /// is still under way.
    fn refuse(&mut self, job: Job, refusal: Refusal) {
        let Job { partition, reply, held, .. } = job;
        let writes = held.parcel.iter().map(crate::outbox::InDelivery::removal).collect();
        let answer = Some(Answer::Command(reply, Err(refusal)));
        let after = After { answer, held, ..After::default() };
        self.push(partition.0, (writes, after));
    }

    fn register(&mut self, registering: Registering) {
        let Registering { change, next, actor, reply } = registering;
        let now = self.shared.clock.now();
        let owned = self.owned.get_mut(&0).expect("registrations go to the owner of partition 0");
        let command = owned.next_command();
        let (record, mut writes, sequence) = owned.registry_record((now, actor, command), &change);
        let answer = Some(Answer::Registered(reply, sequence));
        let mut after = After { answer, known: Some(next), ..After::default() };
        let recompute = change.moves_dates().then(|| crate::recompute::delivery(record.position));
        let retry = change.mends_plugins().then(|| crate::retry::delivery(record.position));
        for delivery in recompute.into_iter().chain(retry) {
            writes.push(crate::outbox::row(&delivery));
            after.deliveries.push(delivery);
        }
        let (partition, epoch) = (owned.partition, owned.epoch);
        let commit = Commit { partition, epoch, writes, record: Some(record), after };
        self.shared.commits.push(commit);
    }

    fn write(&mut self, rows: Rows) {
        let Rows { partition, writes, reply, parcel } = rows;
        let mut after = After { answer: reply.map(Answer::Written), ..After::default() };
        after.held.parcel = parcel;
        self.push(partition.0, (writes, after));
    }

    /// Queues writes that are part of no record.
    fn push(&mut self, partition: u8, (writes, after): (Vec<tongban_store::Write>, After)) {
        let owned = self.owned.get(&partition).expect("wakeups go to the partition's owner");
        let (partition, epoch) = (owned.partition, owned.epoch);
        self.shared.commits.push(Commit { partition, epoch, writes, record: None, after });
    }
}
