//! The outbox: what must still be done after a commit, kept in the store until it is.
//!
//! ```text
//! (partition, position, n) → parcel        put by the commit that recorded the effect,
//!                                          removed by the commit that carries it out
//! ```
//! Not here: deciding effects (`tongban-core`). Invariant: a parcel is carried out at least once,
//! and what carrying it out writes has the same keys each time.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use minicbor::{Decode, Encode};
use tokio::sync::Notify;
use tongban_core::{
    Command, Moment,
    effect::{Effect, Notice, Recipient, Reminder},
    id::{InstanceId, Partition},
};
use tongban_model::ProcessId;
use tongban_store::{Range, Space, Write, rows};

use crate::{
    inbox::{Rows, Wakeup},
    index_keys,
    query::{About, Inbox, ReminderRow},
    recompute, retry,
    shared::Shared,
};

/// Something to do.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) enum Parcel {
    /// An effect of a case.
    #[n(0)]
    Effect {
        #[n(0)]
        instance: InstanceId,
        /// The record that decided it, and its place there.
        #[n(1)]
        sequence: u64,
        #[n(2)]
        n: u16,
        #[n(3)]
        at: Moment,
        #[n(4)]
        process: ProcessId,
        #[n(5)]
        effect: Effect,
    },
    /// A holiday table arrived: every case whose dates rest on an assumption.
    #[n(1)]
    Recompute,
    /// A plugin was installed or withdrawn: every case that one parked.
    #[n(2)]
    Retry,
}

/// A parcel and its row.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) key: Vec<u8>,
    pub(crate) parcel: Parcel,
}

/// Counts what is being delivered, so that virtual time can wait for it.
#[derive(Clone, Default)]
pub(crate) struct Pending(Arc<(AtomicUsize, Notify)>);

/// One delivery under way.
pub(crate) struct InDelivery {
    /// The row that goes when it is done.
    pub(crate) key: Vec<u8>,
    pending: Pending,
}

impl InDelivery {
    /// Removes the parcel.
    pub(crate) fn removal(&self) -> Write {
        Write::Delete { space: Space::Outbox, key: self.key.clone() }
    }
}

impl Drop for InDelivery {
    fn drop(&mut self) {
        let (count, changed) = &*self.pending.0;
        if count.fetch_sub(1, Ordering::SeqCst) == 1 {
            changed.notify_waiters();
        }
    }
}

impl Pending {
    fn start(&self, key: Vec<u8>) -> InDelivery {
        self.0.0.fetch_add(1, Ordering::SeqCst);
        InDelivery { key, pending: self.clone() }
    }

    /// Waits until nothing is being delivered.
    pub(crate) async fn idle(&self) {
        loop {
            let changed = self.0.1.notified();
            if self.0.0.load(Ordering::SeqCst) == 0 {
                return;
            }
            changed.await;
        }
    }
}

pub(crate) fn key(partition: Partition, position: u64, n: u16) -> Vec<u8> {
    [&[partition.0][..], &position.to_be_bytes(), &n.to_be_bytes()].concat()
}

/// The row of a parcel.
pub(crate) fn row(delivery: &Delivery) -> Write {
    Write::Put {
        space: Space::Outbox,
        key: delivery.key.clone(),
        value: minicbor::to_vec(&delivery.parcel).expect("encoding to memory cannot fail"),
    }
}

/// Carries a parcel out, once its commit is on disk. Never blocks.
pub(crate) fn deliver(shared: &Arc<Shared>, delivery: Delivery) {
    let in_delivery = shared.pending.start(delivery.key);
    match delivery.parcel {
        Parcel::Effect { instance, sequence, n, at, process, effect } => match effect {
            Effect::Continue => {
                // Nobody waits for the answer: what follows is the case's own.
                drop(shared.send_own(instance, Command::Continue, Some(in_delivery)));
            }
            Effect::Remind(_) | Effect::Notify(_) | Effect::AskAgency(_) => {
                let (inbox, about) = addressed(instance, effect);
                let prefix = index_keys::inbox_prefix(&inbox);
                let key = index_keys::reminder_key(prefix, at, (instance, sequence, n));
                let row = ReminderRow { about, process };
                let value = minicbor::to_vec(row).expect("encoding to memory cannot fail");
                let put = Write::Put { space: Space::Lookup, key, value };
                write(shared, instance.partition, (vec![put], in_delivery));
            }
        },
        Parcel::Recompute => recompute::start(shared, in_delivery),
        Parcel::Retry => retry::start(shared, in_delivery),
    }
}

/// The inbox that an effect fills, and with what.
fn addressed(instance: InstanceId, effect: Effect) -> (Inbox, About) {
    match effect {
        Effect::Remind(Reminder { role, division, rung }) => {
            (Inbox::Post(role, division), About::Rung(rung))
        }
        Effect::Notify(Notice { to, message }) => {
            let inbox = match to {
                Recipient::Role(role, division) => Inbox::Post(role, division),
                Recipient::Person(person) => Inbox::Person(person),
                Recipient::Applicant => Inbox::Applicant(instance),
            };
            (inbox, About::Notice(message))
        }
        Effect::AskAgency(request) => (Inbox::Agencies, About::Request(request)),
        Effect::Continue => unreachable!("going on is a command of the case, not a notice"),
    }
}

/// Writes what a delivery leaves, and removes its row with the same commit.
pub(crate) fn write(
    shared: &Shared,
    partition: Partition,
    (mut writes, parcel): (Vec<Write>, InDelivery),
) {
    writes.push(parcel.removal());
    let rows = Rows { partition, writes, reply: None, parcel: Some(parcel) };
    shared.inbox(partition).control(Wakeup::Write(rows));
}

/// Delivers what an earlier run left behind.
pub(crate) fn resume(shared: &Arc<Shared>) -> tongban_store::Result<usize> {
    let mut count = 0;
    let left: Vec<_> = rows(shared.store.as_ref(), Range::all(Space::Outbox))
        .collect::<tongban_store::Result<_>>()?;
    for (key, value) in left {
        let Ok(parcel) = minicbor::decode(&value) else {
            tracing::error!("expected a parcel in the outbox, but its row is damaged");
            continue;
        };
        deliver(shared, Delivery { key, parcel });
        count += 1;
    }
    Ok(count)
}
