//! What all threads of one engine see.
//!
//! Invariant: nothing here is locked while a plugin runs or the store syncs.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize},
    },
};

use sha2::{Digest as _, Sha256};
use tokio::sync::{Semaphore, oneshot};
use tongban_core::{
    Actor, Command,
    id::{CommandId, InstanceId, Partition},
};
use tongban_plugin_api::PluginHost;
use tongban_store::{Epoch, Store};

use crate::{
    blobs::Blobs,
    callers::Questions,
    clock::Clock,
    commit::Commits,
    config::Limits,
    idempotency::KeysInFlight,
    inbox::{Held, Inbox, Job},
    outbox::{InDelivery, Pending},
    refusal::Refusal,
    registry::Known,
    request::{Accepted, Lane},
    timers::Alarms,
    views::Views,
};

/// Number of partitions, as an index.
pub(crate) const PARTITIONS: usize = Partition::COUNT as usize;

/// What all threads see.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) plugins: Arc<dyn PluginHost>,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) blobs: Option<Blobs>,
    /// The world, replaced as a whole after the commit that changed it.
    pub(crate) known: RwLock<Arc<Known>>,
    /// One change of the world at a time.
    pub(crate) registering: Arc<tokio::sync::Mutex<()>>,
    /// One examination at a time: it may keep a core busy for seconds.
    pub(crate) examining: Arc<tokio::sync::Mutex<()>>,
    /// One for each writer.
    pub(crate) inboxes: Vec<Inbox>,
    /// Room in each partition.
    pub(crate) room: Vec<Arc<Semaphore>>,
    pub(crate) keys: KeysInFlight,
    pub(crate) questions: Questions,
    pub(crate) commits: Commits,
    /// By which epoch this process owns each partition.
    pub(crate) epochs: [Epoch; PARTITIONS],
    /// The last position of each partition that is on disk.
    pub(crate) durable: [AtomicU64; PARTITIONS],
    pub(crate) views: Views,
    pub(crate) pending: Pending,
    pub(crate) alarms: Alarms,
    /// Cases that refuse, and why.
    pub(crate) damaged: Mutex<BTreeMap<InstanceId, String>>,
    /// Where the next new case goes.
    pub(crate) next_partition: AtomicUsize,
    /// Set when the engine is closed: nothing new is accepted.
    pub(crate) closed: AtomicBool,
    /// From which random bytes follow; secret on real time.
    pub(crate) seed: [u8; 32],
}

/// How a command of the engine's own comes back.
pub(crate) type Answer = oneshot::Receiver<Result<Accepted, Refusal>>;

impl Shared {
    /// The queue of the writer that owns a partition.
    pub(crate) fn inbox(&self, partition: Partition) -> &Inbox {
        &self.inboxes[self.writer_of(partition)]
    }

    /// Sends a command of the engine's own: it needs no room in the queue and comes in its turn.
    /// The
    /// parcel that it delivers, where there is one, goes with its commit.
    pub(crate) fn send_own(
        &self,
        instance: InstanceId,
        command: Command,
        parcel: Option<InDelivery>,
    ) -> Answer {
        let (reply, answer) = oneshot::channel();
        let job = Job {
            partition: instance.partition,
            target: Some(instance),
            command,
            actor: Actor::Engine,
            occurred_at: None,
            expected: None,
            reply,
            held: Held { parcel, ..Held::default() },
        };
        self.inbox(instance.partition).push(Box::new(job), Lane::Routine);
        answer
    }

    /// The writer that owns a partition.
    pub(crate) fn writer_of(&self, partition: Partition) -> usize {
        usize::from(partition.0) % self.inboxes.len()
    }

    /// The world as it is.
    pub(crate) fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Random bytes for one command.
    pub(crate) fn random(&self, command: CommandId) -> [u8; 32] {
        let hash = Sha256::new().chain_update(self.seed).chain_update(command.0.to_be_bytes());
        hash.finalize().into()
    }

    /// Remembers that a case refuses.
    pub(crate) fn mark_damaged(&self, instance: InstanceId, what: &str) {
        tracing::error!(%instance, what, "a case is damaged and refuses; all others go on");
        let mut damaged = self.damaged.lock().unwrap_or_else(PoisonError::into_inner);
        if damaged.len() < self.limits.damaged_max {
            damaged.insert(instance, what.to_owned());
        }
    }

    /// Forgets that a case was damaged: it could be read again.
    pub(crate) fn clear_damaged(&self, instance: InstanceId) {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner).remove(&instance);
    }
}
