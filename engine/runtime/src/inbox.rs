//! What can wake a writer, and the queue in which it waits.
//!
//! ```text
//! control   answers, registrations, rows to write, pause, stop      first, never many
//! urgent    tickets                                                 then these
//! routine   tickets                                                 then these
//! jobs      per case, in the order of arrival
//! ```
//! A ticket says that *some* command of a case has its turn; the oldest one takes it. So a command
//! in the urgent lane makes those before it urgent and overtakes none of its own case.
//! Invariants: order within a case never changes; commands from outside hold a permit of their
//! partition until they are answered, which bounds every queue here.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tongban_core::{
    Actor, Command, Moment,
    call::{Call, Called},
    id::{InstanceId, Partition},
};
use tongban_store::Write;

use crate::{
    idempotency::{Kept, KeyGuard},
    outbox::InDelivery,
    pause::Pause,
    refusal::Refusal,
    registry::{Change, Known},
    request::{Accepted, Lane},
};

/// Urgent commands in a row before a routine one has its turn: enough that a flood of urgent work
/// hardly feels it, and routine work never stands still.
const URGENT_RUN_MAX: u32 = 64;

/// Everything that can wake a writer.
pub(crate) enum Wakeup {
    /// Somebody wants something of a case.
    Command(Box<Job>),
    /// Plugins answered what a case had asked.
    Answered(Answered),
    /// The world changes.
    Register(Box<Registering>),
    /// Rows are to be written that are part of no record.
    Write(Rows),
    /// Stand still until told to go on.
    Pause(Pause),
    /// End.
    Stop,
}

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, Refusal>>;

/// A command on its way to a case.
pub(crate) struct Job {
    pub(crate) partition: Partition,
    /// None: a new case.
    pub(crate) target: Option<InstanceId>,
    pub(crate) command: Command,
    pub(crate) actor: Actor,
    pub(crate) occurred_at: Option<Moment>,
    pub(crate) expected: Option<u64>,
    pub(crate) reply: Reply<Accepted>,
    pub(crate) held: Held,
}

/// What a command holds until it is answered.
#[derive(Default)]
pub(crate) struct Held {
    /// Its place in the partition; none for what the engine itself sends.
    pub(crate) permit: Option<OwnedSemaphorePermit>,
    /// Its idempotency key, which nobody else may use meanwhile.
    pub(crate) key: Option<KeyGuard>,
    /// The row that keeps its response.
    pub(crate) kept: Option<Kept>,
    /// The parcel that it delivers; removed in the same commit.
    pub(crate) parcel: Option<InDelivery>,
}

/// Answers to the calls of a case.
pub(crate) struct Answered {
    pub(crate) instance: InstanceId,
    pub(crate) answers: Vec<(Call, Called)>,
}

/// A change of the world on its way to the registry's chain.
pub(crate) struct Registering {
    pub(crate) change: Change,
    /// The world after it, shown once it is on disk.
    pub(crate) next: Arc<Known>,
    pub(crate) actor: Actor,
    /// Answered with the sequence of its record.
    pub(crate) reply: Reply<u64>,
}

/// Rows that are part of no record.
pub(crate) struct Rows {
    pub(crate) partition: Partition,
    pub(crate) writes: Vec<Write>,
    pub(crate) reply: Option<Reply<()>>,
    pub(crate) parcel: Option<InDelivery>,
}

/// The queue of one writer.
#[derive(Default)]
pub(crate) struct Inbox {
    queues: Mutex<Queues>,
    filled: Condvar,
}

#[derive(Default)]
struct Queues {
    control: VecDeque<Wakeup>,
    urgent: VecDeque<Ticket>,
    routine: VecDeque<Ticket>,
    urgent_run: u32,
    jobs: HashMap<InstanceId, VecDeque<Box<Job>>>,
    /// Cases that wait for plugins, and how many of their tickets came up meanwhile.
    waiting: HashMap<InstanceId, usize>,
    /// End once everything is done.
    ending: bool,
    /// Nobody reads any more: what comes is dropped, and with it the hope for an answer.
    ended: bool,
}

enum Ticket {
    Of(InstanceId),
    New(Box<Job>),
}

impl Inbox {
    /// Queues a command.
    pub(crate) fn push(&self, job: Box<Job>, lane: Lane) {
        let mut queues = self.lock();
        if queues.ended {
            return;
        }
        let ticket = match job.target {
            Some(instance) => {
                queues.jobs.entry(instance).or_default().push_back(job);
                Ticket::Of(instance)
            }
            None => Ticket::New(job),
        };
        match lane {
            Lane::Urgent => queues.urgent.push_back(ticket),
            Lane::Routine => queues.routine.push_back(ticket),
        }
        drop(queues);
        self.filled.notify_one();
    }

    /// Queues anything else; it goes before all commands.
    pub(crate) fn control(&self, wakeup: Wakeup) {
        let mut queues = self.lock();
        if queues.ended {
            return;
        }
        queues.control.push_back(wakeup);
        drop(queues);
        self.filled.notify_one();
    }

    /// Ends the writer once everything that is queued is done.
    pub(crate) fn end(&self) {
        self.lock().ending = true;
        self.filled.notify_one();
    }

    /// The writer has ended: nothing here is ever done.
    pub(crate) fn abandon(&self) {
        let dropped = std::mem::take(&mut *self.lock());
        self.lock().ended = true;
        drop(dropped);
    }

    /// Lets the later commands of a case wait: it has asked plugins.
    pub(crate) fn suspend(&self, instance: InstanceId) {
        self.lock().waiting.entry(instance).or_default();
    }

    /// Lets them go on, before everything that came later.
    pub(crate) fn resume(&self, instance: InstanceId) {
        let mut queues = self.lock();
        for _ in 0..queues.waiting.remove(&instance).unwrap_or(0) {
            queues.urgent.push_front(Ticket::Of(instance));
        }
    }

    /// The next thing to do; waits for it.
    pub(crate) fn next(&self) -> Wakeup {
        let mut queues = self.lock();
        loop {
            if let Some(wakeup) = queues.pop() {
                return wakeup;
            }
            if queues.ending {
                return Wakeup::Stop;
            }
            queues = self.filled.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queues {
    fn pop(&mut self) -> Option<Wakeup> {
        if let Some(wakeup) = self.control.pop_front() {
            return Some(wakeup);
        }
        loop {
            match self.ticket()? {
                Ticket::New(job) => return Some(Wakeup::Command(job)),
                Ticket::Of(instance) => {
                    if let Some(tickets) = self.waiting.get_mut(&instance) {
                        *tickets += 1;
                    } else if let Some(job) = self.oldest(instance) {
                        return Some(Wakeup::Command(job));
                    }
                }
            }
        }
    }

    fn ticket(&mut self) -> Option<Ticket> {
        let routine_first = self.urgent_run >= URGENT_RUN_MAX && !self.routine.is_empty();
        if !routine_first && let Some(ticket) = self.urgent.pop_front() {
            self.urgent_run += 1;
            return Some(ticket);
        }
        self.urgent_run = 0;
        self.routine.pop_front()
    }

    fn oldest(&mut self, instance: InstanceId) -> Option<Box<Job>> {
        let jobs = self.jobs.get_mut(&instance)?;
        let job = jobs.pop_front();
        if jobs.is_empty() {
            self.jobs.remove(&instance);
        }
        job
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(counter: u64, expected: u64) -> Box<Job> {
        let instance = InstanceId { partition: Partition(0), counter };
        Box::new(Job {
            partition: Partition(0),
            target: Some(instance),
            command: Command::Wake,
            actor: Actor::Engine,
            occurred_at: None,
            expected: Some(expected),
            reply: oneshot::channel().0,
            held: Held::default(),
        })
    }

    fn next(inbox: &Inbox) -> (u64, u64) {
        let Wakeup::Command(job) = inbox.next() else { unreachable!("only commands were pushed") };
        (job.target.map_or(0, |id| id.counter), job.expected.unwrap_or(0))
    }

    #[test]
    fn urgent_goes_first_and_never_overtakes_its_own_case() {
        let inbox = Inbox::default();
        inbox.push(job(1, 1), Lane::Routine);
        inbox.push(job(2, 1), Lane::Routine);
        inbox.push(job(2, 2), Lane::Urgent);
        let order: Vec<_> = (0..3).map(|_| next(&inbox)).collect();
        assert_eq!(order, [(2, 1), (1, 1), (2, 2)]);
    }

    #[test]
    fn a_waiting_case_keeps_its_order_and_stops_nobody() {
        let inbox = Inbox::default();
        let one = InstanceId { partition: Partition(0), counter: 1 };
        inbox.suspend(one);
        inbox.push(job(1, 1), Lane::Urgent);
        inbox.push(job(1, 2), Lane::Routine);
        inbox.push(job(2, 1), Lane::Routine);
        assert_eq!(next(&inbox), (2, 1));
        inbox.push(job(1, 3), Lane::Routine);
        inbox.resume(one);
        let order: Vec<_> = (0..3).map(|_| next(&inbox)).collect();
        assert_eq!(order, [(1, 1), (1, 2), (1, 3)]);
    }

    #[test]
    fn routine_work_never_stands_still() {
        let inbox = Inbox::default();
        inbox.push(job(9, 1), Lane::Routine);
        for counter in 10..200 {
            inbox.push(job(counter, 1), Lane::Urgent);
        }
        let before = (0..190).position(|_| next(&inbox).0 == 9).expect("it has its turn");
        assert_eq!(before, URGENT_RUN_MAX as usize);
    }
}
