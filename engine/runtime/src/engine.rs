//! The handle: all verbs of an engine.
//!
//! Not here: how they are carried out; each verb is a call or two into the module of its name.
//! Invariants: cheap to clone; owns no receivers outward; what it returns is on disk.

mod explaining;

use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

use tokio::sync::oneshot;
use tongban_core::{
    Actor, Moment, Rejection, World,
    call::Digest,
    id::{InstanceId, Partition},
};
use tongban_model::organisation::DivisionId;

use crate::{
    blobs::BlobWriter,
    case::{CaseView, HistoryEntry},
    config::Config,
    export,
    feed::{self, FeedEntry},
    history,
    idempotency::{self, Kept},
    inbox::{Held, Job, Registering, Wakeup},
    open::{self, OpenError, Threads},
    query::{
        Inbox, IncidentItem, InstanceItem, InstanceQuery, Lists, NoticeItem, Page, ReminderItem,
        Slice, TaskItem, TaskQuery,
    },
    rebuild, recompute,
    refusal::Refusal,
    registration::{Examined, Registered, Registration, Token, Unregistered},
    registry::{self, Proposal},
    report::Report,
    request::{Accepted, Request, Target},
    shared::{PARTITIONS, Shared},
    timers, verify, views,
};

/// An engine over one store. All clones are the same engine; it ends with [`Engine::close`], or
/// when the last clone is dropped.
#[derive(Clone)]
pub struct Engine(Arc<Running>);

struct Running {
    shared: Arc<Shared>,
    threads: Mutex<Option<Threads>>,
}

/// A case that refuses, while all others go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedItem {
    /// Which.
    pub instance: InstanceId,
    /// What was found; no personal values.
    pub what: String,
}

impl Engine {
    /// Opens a store: claims its partitions, folds the registry, starts the threads. Blocks, but
    /// not for long: no case is read.
    ///
    /// # Errors
    /// [`OpenError`] when the store, the registry or the directory of attachments cannot be used.
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let (shared, threads) = open::open(config)?;
        Ok(Self(Arc::new(Running { shared, threads: Mutex::new(Some(threads)) })))
    }

    /// Carries out a command. Returns when it is on disk.
    ///
    /// # Errors
    /// [`Refusal`]; nothing changed, see there for the one exception.
    pub async fn submit(&self, request: Request) -> Result<Accepted, Refusal> {
        let shared = self.shared();
        if shared.closed.load(Ordering::SeqCst) {
            return Err(Refusal::StoreUnavailable);
        }
        let mut held = Held::default();
        if let Some(idempotency) = &request.idempotency {
            held.key = Some(shared.keys.take(idempotency)?);
            let when = (shared.clock.now(), shared.limits.idempotency_days);
            if let Some(kept) = idempotency::find(shared.store.as_ref(), idempotency, when)? {
                return Ok(kept);
            }
            held.kept = Some(Kept::new(idempotency));
        }
        let (partition, target) = self.place(request.target)?;
        let room = Arc::clone(&shared.room[usize::from(partition.0)]);
        held.permit = Some(room.try_acquire_owned().map_err(|_| Refusal::Busy)?);
        let (reply, answer) = oneshot::channel();
        let Request { command, actor, occurred_at, expected, lane, .. } = request;
        let job = Job { partition, target, command, actor, occurred_at, expected, reply, held };
        shared.inbox(partition).push(Box::new(job), lane);
        answer.await.unwrap_or(Err(Refusal::StoreUnavailable))
    }

    /// The partition of a request: that of the case, or the next in turn for a new one.
    fn place(&self, target: Target) -> Result<(Partition, Option<InstanceId>), Refusal> {
        match target {
            Target::New => {
                let next = self.shared().next_partition.fetch_add(1, Ordering::Relaxed);
                let number = u8::try_from(next % PARTITIONS).expect("there are sixteen");
                Ok((Partition(number), None))
            }
            Target::Existing(id) if is_case(id) => Ok((id.partition, Some(id))),
            Target::Existing(_) => Err(Rejection::InstanceUnknown.into()),
        }
    }

    /// A case as it is on disk.
    ///
    /// # Errors
    /// `InstanceUnknown`, [`Refusal::Damaged`], [`Refusal::StoreUnavailable`].
    pub async fn case(&self, id: InstanceId) -> Result<Arc<CaseView>, Refusal> {
        let shared = self.shared();
        if !is_case(id) {
            return Err(Rejection::InstanceUnknown.into());
        }
        if let Some(view) = shared.views.get(id) {
            return Ok(view);
        }
        let view = self.blocking(move |shared| views::load(&shared, id)).await?;
        shared.commits.settled().await;
        let view = view.ok_or(Rejection::InstanceUnknown)?;
        shared.views.publish(&view);
        Ok(shared.views.get(id).unwrap_or(view))
    }

    /// Up to `limit` records of a case, from a sequence on (the first is 1), with their documents.
    ///
    /// # Errors
    /// `InstanceUnknown`, [`Refusal::Damaged`], [`Refusal::StoreUnavailable`].
    pub async fn history(
        &self,
        id: InstanceId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<HistoryEntry>, Refusal> {
        let limit = limit.clamp(1, self.shared().limits.page_max);
        let read = move |shared: Arc<Shared>| history::read(&shared, (id, from), limit);
        self.settled(self.blocking(read).await).await
    }

    /// Tasks that somebody sees, the most urgent first.
    ///
    /// # Errors
    /// [`Refusal::CursorUnknown`], [`Refusal::StoreUnavailable`]; so for all lists.
    pub async fn tasks(&self, query: TaskQuery) -> Result<Page<TaskItem>, Refusal> {
        self.settled(self.lists().tasks(&query)).await
    }

    /// Cases by process, phase and division.
    pub async fn instances(&self, query: InstanceQuery) -> Result<Page<InstanceItem>, Refusal> {
        self.settled(self.lists().instances(&query)).await
    }

    /// Standing notices of a division, or of all.
    pub async fn notices(
        &self,
        division: Option<DivisionId>,
        slice: Slice,
    ) -> Result<Page<NoticeItem>, Refusal> {
        self.settled(self.lists().notices(division, &slice)).await
    }

    /// Open incident records.
    pub async fn incidents(&self, slice: Slice) -> Result<Page<IncidentItem>, Refusal> {
        self.settled(self.lists().incidents(&slice)).await
    }

    /// Cases that were found damaged since the engine was opened.
    pub fn damaged(&self) -> Vec<DamagedItem> {
        let damaged = self.shared().damaged.lock().unwrap_or_else(PoisonError::into_inner);
        let item = |(instance, what): (&InstanceId, &String)| DamagedItem {
            instance: *instance,
            what: what.clone(),
        };
        damaged.iter().map(item).collect()
    }

    /// The case of a receipt number, the applicant's or an objector's.
    pub async fn by_receipt(&self, receipt: &str) -> Result<Option<InstanceId>, Refusal> {
        self.settled(self.lists().by_receipt(receipt)).await
    }

    /// What lies in an inbox, oldest first.
    pub async fn reminders(
        &self,
        inbox: &Inbox,
        slice: Slice,
    ) -> Result<Page<ReminderItem>, Refusal> {
        self.settled(self.lists().reminders(inbox, &slice)).await
    }

    /// The feed of a partition: up to `limit` records from a position on (the first is 1).
    pub async fn feed(
        &self,
        partition: Partition,
        from: u64,
        limit: usize,
    ) -> Result<Vec<FeedEntry>, Refusal> {
        let shared = self.shared();
        let limit = limit.clamp(1, shared.limits.page_max);
        let entries = feed::read(shared.store.as_ref(), (partition, from), limit);
        self.settled(entries.map_err(Refusal::from)).await
    }

    /// The last position of each partition that is on disk.
    pub fn positions(&self) -> [u64; PARTITIONS] {
        std::array::from_fn(|at| self.shared().durable[at].load(Ordering::SeqCst))
    }

    /// The world as it is.
    pub fn world(&self) -> Arc<World> {
        Arc::clone(&self.shared().known().world)
    }

    /// Whom a token stands for, while it counts. `hash` is SHA-256 of the token.
    pub fn token(&self, hash: &Digest) -> Option<Token> {
        let shared = self.shared();
        shared.known().token(hash, shared.clock.now()).cloned()
    }

    /// Whether any token was ever issued that still counts: if not, nobody can sign in.
    pub fn has_tokens(&self) -> bool {
        let now = self.shared().clock.now();
        self.shared().known().tokens.values().any(|token| now < token.expires)
    }

    /// The moment by the engine's clock.
    pub fn now(&self) -> Moment {
        self.shared().clock.now()
    }

    /// Whether commands are carried out: `false` after a failed commit, and once closed.
    pub fn is_writing(&self) -> bool {
        !self.shared().commits.stopped() && !self.shared().closed.load(Ordering::SeqCst)
    }

    /// Changes the world, or, in a dry run, says what would change. One at a time.
    ///
    /// # Errors
    /// [`Unregistered`]; nothing changed.
    pub async fn register(
        &self,
        actor: Actor,
        registration: Registration,
        dry_run: bool,
    ) -> Result<Registered, Unregistered> {
        let shared = self.shared();
        let one_at_a_time = Arc::clone(&shared.registering).lock_owned().await;
        let by = actor.clone();
        let propose = move |shared: Arc<Shared>| registry::propose(&shared, &by, registration);
        let Proposal { change, next, mut registered } = self.blocking(propose).await?;
        if change.moves_dates() {
            registered.recomputed = recompute::count(shared).map_err(Refusal::from)?;
        }
        if dry_run {
            return Ok(registered);
        }
        if !self.is_writing() {
            return Err(Refusal::StoreUnavailable.into());
        }
        // A task of its own: once it is under way the world follows, whether or not the caller
        // still waits.
        let shared = Arc::clone(shared);
        let commit = async move {
            let sequence = commit_change(&shared, (actor, change), next).await?;
            drop(one_at_a_time);
            Ok(Registered { sequence: Some(sequence), ..registered })
        };
        let committed = tokio::spawn(commit).await;
        committed.unwrap_or(Err(Unregistered::Refused(Refusal::StoreUnavailable)))
    }

    /// What a package would do beside the layers above it and to finished cases. Changes nothing,
    /// and lets others change the world meanwhile.
    ///
    /// # Errors
    /// [`Unregistered`]: it is no package, nobody on file signed it, it does not fit its point.
    pub async fn examine(&self, package: Arc<[u8]>) -> Result<Examined, Unregistered> {
        let one_at_a_time = Arc::clone(&self.shared().examining).lock_owned().await;
        let examine = move |shared: Arc<Shared>| {
            let _one_at_a_time = one_at_a_time;
            registry::examine(&shared, &package)
        };
        self.blocking(examine).await
    }

    /// Virtual time: every alarm up to `to` rings at its own moment, in order; then it is `to`.
    /// Gives how many rang. Deterministic as long as nobody else sends commands meanwhile.
    ///
    /// # Errors
    /// [`Refusal::ClockNotVirtual`], [`Refusal::StoreUnavailable`].
    pub async fn advance(&self, to: Moment) -> Result<u64, Refusal> {
        if self.shared().clock.is_real() {
            return Err(Refusal::ClockNotVirtual);
        }
        timers::advance(self.shared(), to).await
    }

    /// Waits until every effect that is recorded has been carried out.
    pub async fn idle(&self) {
        self.shared().pending.idle().await;
    }

    /// A bundle that [`crate::verify_bundle()`] checks without a server.
    ///
    /// # Errors
    /// `InstanceUnknown`, [`Refusal::Damaged`], [`Refusal::StoreUnavailable`].
    pub async fn export(&self, id: InstanceId) -> Result<Vec<u8>, Refusal> {
        let bundle = self.blocking(move |shared| export::export(&shared, id)).await;
        self.settled(bundle).await
    }

    /// Checks everything: chains, documents, feeds, and each derived row against the states.
    /// Writing stands still meanwhile.
    ///
    /// # Errors
    /// [`Refusal::StoreUnavailable`] when the store cannot be read; what is wrong with what was
    /// read is in the report.
    pub async fn verify(&self) -> Result<Report, Refusal> {
        self.blocking(|shared| verify::verify(&shared)).await
    }

    /// Makes all derived rows anew from the log. Writing stands still meanwhile.
    ///
    /// # Errors
    /// [`Refusal::StoreUnavailable`].
    pub async fn rebuild(&self) -> Result<Report, Refusal> {
        self.blocking(|shared| rebuild::rebuild(&shared)).await
    }

    /// Begins an attachment; a document may name it once it is finished.
    ///
    /// # Errors
    /// [`Refusal::AttachmentsDisabled`], [`Refusal::FileFailed`].
    pub async fn blob_writer(&self) -> Result<BlobWriter, Refusal> {
        let shared = self.shared();
        let blobs = shared.blobs.as_ref().ok_or(Refusal::AttachmentsDisabled)?;
        blobs.writer(shared.limits.blob_bytes_max).await
    }

    /// Keeps a whole attachment from a stream.
    ///
    /// # Errors
    /// As [`Engine::blob_writer`], and [`Refusal::AttachmentTooLarge`].
    pub async fn put_blob(
        &self,
        mut stream: impl tokio::io::AsyncRead + Unpin,
    ) -> Result<Digest, Refusal> {
        use tokio::io::AsyncReadExt as _;
        let mut writer = self.blob_writer().await?;
        let mut piece = vec![0; 64 << 10];
        loop {
            let read = stream.read(&mut piece).await;
            let count = read.map_err(|error| Refusal::FileFailed(error.kind().to_string()))?;
            if count == 0 {
                return writer.finish().await;
            }
            writer.write(&piece[..count]).await?;
        }
    }

    /// The file of an attachment and its size in bytes; none if there is no such file.
    ///
    /// # Errors
    /// [`Refusal::AttachmentsDisabled`], [`Refusal::FileFailed`].
    pub async fn blob(&self, digest: &Digest) -> Result<Option<(tokio::fs::File, u64)>, Refusal> {
        let blobs = self.shared().blobs.as_ref().ok_or(Refusal::AttachmentsDisabled)?;
        let Some(path) = blobs.find(digest) else { return Ok(None) };
        let failed = |error: std::io::Error| Refusal::FileFailed(error.kind().to_string());
        let file = tokio::fs::File::open(path).await.map_err(failed)?;
        let size = file.metadata().await.map_err(failed)?.len();
        Ok(Some((file, size)))
    }

    /// Ends the engine: what was accepted is carried out, then the store is closed.
    pub async fn close(self) {
        let running = Arc::clone(&self.0);
        let end = move || {
            running.end();
            if let Err(error) = running.shared.store.close() {
                tracing::error!(%error, "the store could not be closed in order");
            }
        };
        // A panic in there is in the log; there is nobody left to tell.
        let _ = tokio::task::spawn_blocking(end).await;
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }

    fn lists(&self) -> Lists<'_> {
        let shared = self.shared();
        Lists { store: shared.store.as_ref(), page_max: shared.limits.page_max }
    }

    /// An answer, once the batch that it may have been read from is on disk.
    async fn settled<T>(&self, answer: Result<T, Refusal>) -> Result<T, Refusal> {
        self.shared().commits.settled().await;
        answer
    }

    /// Runs what reads much or waits, away from the tasks of others.
    async fn blocking<T, E>(
        &self,
        work: impl FnOnce(Arc<Shared>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Refusal> + Send + 'static,
    {
        let shared = Arc::clone(self.shared());
        let done = tokio::task::spawn_blocking(move || work(shared)).await;
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "the engine failed on a question");
            Err(Refusal::StoreUnavailable.into())
        })
    }
}

impl Running {
    /// Ends the threads, each after those that feed it.
    fn end(&self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(threads) = threads else { return };
        self.shared.alarms.close();
        join(threads.timers);
        self.shared.questions.close();
        join(threads.callers);
        for inbox in &self.shared.inboxes {
            inbox.end();
        }
        join(threads.writers);
        self.shared.commits.close();
        join([threads.committer]);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

fn join(threads: impl IntoIterator<Item = std::thread::JoinHandle<()>>) {
    for thread in threads {
        if thread.join().is_err() {
            tracing::error!("a thread of the engine had panicked");
        }
    }
}

/// Commits a change of the world; the committer lets everybody see it.
async fn commit_change(
    shared: &Arc<Shared>,
    (actor, change): (Actor, registry::Change),
    next: registry::Known,
) -> Result<u64, Unregistered> {
    let (reply, answer) = oneshot::channel();
    let registering = Registering { change, actor, next: Arc::new(next), reply };
    let inbox = shared.inbox(tongban_core::registry::REGISTRY.partition);
    inbox.control(Wakeup::Register(Box::new(registering)));
    Ok(answer.await.unwrap_or(Err(Refusal::StoreUnavailable))?)
}

fn is_case(id: InstanceId) -> bool {
    id.partition.0 < Partition::COUNT && id.counter > 0
}
