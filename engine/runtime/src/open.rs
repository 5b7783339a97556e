//! Opening an engine: what must be known before the first command, and nothing more.
//!
//! Read at opening: the registry, and for each partition the last row of the feed and of the log.
//! Everything else is read when it is asked for, so that a store with a million live cases opens
//! like an empty one.
//! Invariant: a damaged case does not keep an engine from opening; a damaged registry does.

use std::{
    collections::BTreeMap,
    io::Read as _,
    path::PathBuf,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize},
    },
    thread,
};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use tongban_core::{
    Moment,
    event::Event,
    id::Partition,
    record::{Record, Row},
};
use tongban_model::Text;
use tongban_store::{Epoch, Range, Space, Store};

use crate::{
    blobs::Blobs,
    callers::{self, Questions},
    clock::Clock,
    commit::{self, Commits, store_partition},
    config::{Config, Time},
    feed,
    fold::read_log_key,
    idempotency::KeysInFlight,
    inbox::Inbox,
    outbox::{self, Pending},
    registry::{self, RegistryDamage},
    shared::{PARTITIONS, Shared},
    timers::{self, Alarms},
    views::Views,
    writer::{Owned, Writer},
};

/// Why an engine does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The store failed.
    #[error("expected to read the store, but it failed")]
    Store(#[from] tongban_store::Error),
    /// The registry is damaged: without the world nothing can run.
    #[error("expected a sound registry, but it is damaged")]
    Registry(#[from] RegistryDamage),
    /// The directory of attachments cannot be used.
    #[error("expected a directory for attachments at `{}`, but it cannot be used", path.display())]
    Blobs {
        /// Where.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// The machine refused a thread or random bytes.
    #[error("expected threads and random bytes, but the machine refused")]
    Machine(#[source] std::io::Error),
}

impl OpenError {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Registry(_) => "registry-damaged",
            Self::Blobs { .. } => "blobs-unusable",
            Self::Machine(_) => "machine-refused",
        }
    }

    /// What happened, for the operator.
    pub fn message(&self) -> Text {
        let zh = match self {
            Self::Store(error) => error.zh(),
            Self::Registry(_) => "登记链已损坏，系统无法启动；请恢复备份".to_owned(),
            Self::Blobs { path, .. } => format!("附件目录 `{}` 无法使用", path.display()),
            Self::Machine(_) => "操作系统无法提供线程或随机数".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

/// The threads of an engine, in the order in which they are ended.
pub(crate) struct Threads {
    pub(crate) timers: Option<thread::JoinHandle<()>>,
    pub(crate) callers: Vec<thread::JoinHandle<()>>,
    pub(crate) writers: Vec<thread::JoinHandle<()>>,
    pub(crate) committer: thread::JoinHandle<()>,
}

/// Opens an engine and starts its threads.
pub(crate) fn open(config: Config) -> Result<(Arc<Shared>, Threads), OpenError> {
    let Config { store, plugins, time, blobs, limits } = config;
    let (known, head) = registry::fold(store.as_ref())?;
    let mut owned = BTreeMap::new();
    let mut latest = Moment(i64::MIN);
    for number in 0..Partition::COUNT {
        let partition = Partition(number);
        let (found, recorded_at) = own(store.as_ref(), partition)?;
        latest = latest.max(recorded_at);
        owned.insert(number, found);
    }
    if let Some(first) = owned.get_mut(&0) {
        first.registry = Some(head);
    }
    let writers_count = limits.writers_max.clamp(1, PARTITIONS);
    let room = || Arc::new(Semaphore::new(limits.in_flight_max.max(1)));
    let shared = Arc::new(Shared {
        seed: seed(time, &owned).map_err(OpenError::Machine)?,
        blobs: blobs.map(open_blobs).transpose()?,
        store,
        plugins,
        limits,
        clock: Clock::new(time, latest),
        known: RwLock::new(Arc::new(known)),
        examining: Arc::default(),
        registering: Arc::default(),
        inboxes: (0..writers_count).map(|_| Inbox::default()).collect(),
        room: (0..PARTITIONS).map(|_| room()).collect(),
        keys: KeysInFlight::default(),
        questions: Questions::new(),
        commits: Commits::new(),
        epochs: epochs(&owned),
        durable: durable(&owned),
        views: Views::new(limits.cached_max),
        pending: Pending::default(),
        alarms: Alarms::default(),
        damaged: Mutex::default(),
        next_partition: AtomicUsize::new(0),
        closed: AtomicBool::new(false),
    });
    let threads = start(&shared, owned).map_err(OpenError::Machine)?;
    let left = if time == Time::Standing { 0 } else { outbox::resume(&shared)? };
    tracing::info!(world = shared.known().world.number, left, "the engine is open");
    Ok((shared, threads))
}

/// Takes ownership of a partition and finds its last numbers.
fn own(store: &dyn Store, partition: Partition) -> Result<(Owned, Moment), tongban_store::Error> {
    let epoch = store.claim(store_partition(partition))?;
    let last = feed::last(store, partition)?;
    let range = Range::prefix(Space::Log, [partition.0]).reversed().limited(1);
    let rows = store.scan(&range)?;
    let last_case = rows.first().and_then(|(key, _)| read_log_key(key));
    let recorded_at = match last {
        Some(entry) => {
            let key = crate::fold::log_key(entry.instance, entry.sequence);
            store.get(Space::Log, &key)?.and_then(|row| recorded_at(&row))
        }
        None => None,
    };
    let owned = Owned {
        partition,
        epoch,
        last_position: last.map_or(0, |entry| entry.position),
        last_counter: last_case.map_or(0, |(id, _)| id.counter),
        commands: 0,
        registry: None,
    };
    Ok((owned, recorded_at.unwrap_or(Moment(i64::MIN))))
}

/// When a record was made, by its envelope alone. A damaged row says nothing.
fn recorded_at(row: &[u8]) -> Option<Moment> {
    let row = Row::from_bytes(row).ok()?;
    let case = Record::<Event>::from_bytes(&row.record).map(|record| record.recorded_at);
    let registry = || Record::<tongban_core::registry::RegistryEvent>::from_bytes(&row.record);
    case.or_else(|_| registry().map(|record| record.recorded_at)).ok()
}

fn durable(owned: &BTreeMap<u8, Owned>) -> [AtomicU64; PARTITIONS] {
    let mut positions = owned.values().map(|owned| owned.last_position);
    std::array::from_fn(|_| AtomicU64::new(positions.next().unwrap_or(0)))
}

fn epochs(owned: &BTreeMap<u8, Owned>) -> [Epoch; PARTITIONS] {
    let mut epochs = owned.values().map(|owned| owned.epoch);
    std::array::from_fn(|_| epochs.next().unwrap_or_default())
}

/// Where random bytes come from: the machine, or, in virtual time, the start and the epoch.
fn seed(time: Time, owned: &BTreeMap<u8, Owned>) -> std::io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    match time {
        Time::Real | Time::Standing => {
            std::fs::File::open("/dev/urandom")?.read_exact(&mut seed)?;
        }
        Time::Virtual(start) => {
            let mut hash = Sha256::new().chain_update(start.0.to_be_bytes());
            for owned in owned.values() {
                hash.update(owned.epoch.number().to_be_bytes());
            }
            seed = hash.finalize().into();
        }
    }
    Ok(seed)
}

fn open_blobs(path: PathBuf) -> Result<Blobs, OpenError> {
    Blobs::open(&path).map_err(|source| OpenError::Blobs { path, source })
}

fn start(shared: &Arc<Shared>, mut owned: BTreeMap<u8, Owned>) -> std::io::Result<Threads> {
    let committer = spawn("committer", shared, |shared| commit::run(&shared))?;
    let mut writers = Vec::new();
    for index in 0..shared.inboxes.len() {
        let mine = |number: &u8, _: &mut Owned| shared.writer_of(Partition(*number)) == index;
        let owned = owned.extract_if(.., mine).collect();
        let run = move |shared| Writer::new(shared, index, owned).run();
        writers.push(spawn(&format!("writer-{index}"), shared, run)?);
    }
    let mut callers = Vec::new();
    for n in 0..shared.limits.callers_max.max(1) {
        callers.push(spawn(&format!("caller-{n}"), shared, |shared| callers::run(&shared))?);
    }
    let timers = if shared.clock.is_real() {
        Some(spawn("timers", shared, |shared| timers::run(&shared))?)
    } else {
        None
    };
    Ok(Threads { timers, callers, writers, committer })
}

fn spawn(
    name: &str,
    shared: &Arc<Shared>,
    run: impl FnOnce(Arc<Shared>) + Send + 'static,
) -> std::io::Result<thread::JoinHandle<()>> {
    let shared = Arc::clone(shared);
    thread::Builder::new().name(format!("tongban-{name}")).spawn(move || run(shared))
}
