//! Folding a case's records back into its state.
//!
//! Not here: writing. Used by loading, verifying, rebuilding and by the check of an exported case.
//! A case is read back from all its records: there are no snapshots. One record costs some 5 µs
//! (32 records 0.2 ms, 512 records 2.5 ms, measured without optimisation for the machine), and a
//! case with the most objections that are allowed has a thousand.
//! Invariants: the chain is checked on the way; stored bytes are input: whatever they hold, the
//! fold ends in an error, never in a panic.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tongban_core::{
    World, apply,
    call::Digest,
    data::Data,
    document::Document,
    event::Event,
    id::InstanceId,
    moment::Moment,
    record::{self, Damage, Record, Row},
    state::Instance,
};
use tongban_model::Process;
use tongban_store::{Range, Space, Store, rows};

use crate::case::CaseView;

/// Why a case cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// The store failed.
    #[error("expected to read the store, but it failed")]
    Store(#[source] tongban_store::Error),
    /// The case's own rows are wrong.
    #[error("expected sound rows, but {0}")]
    Damaged(String),
}

impl From<tongban_store::Error> for Unreadable {
    fn from(error: tongban_store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<Damage> for Unreadable {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage.to_string())
    }
}

/// A case while its records are folded.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub(crate) state: Instance,
    pub(crate) data: Data,
    pub(crate) process: Option<Arc<Process>>,
    pub(crate) sequence: u64,
    pub(crate) head: Digest,
    pub(crate) position: u64,
    pub(crate) recorded_at: Moment,
}

/// An event on its way into the fold.
pub(crate) struct Watched<'a> {
    pub(crate) record: &'a Record<Event>,
    pub(crate) documents: &'a [Arc<Document>],
    pub(crate) event: &'a Event,
}

impl Fold {
    /// A case to which nothing has happened.
    pub(crate) fn new(id: InstanceId) -> Self {
        Self {
            state: Instance::unborn(id),
            data: Data::default(),
            process: None,
            sequence: 0,
            head: Digest([0; 32]),
            position: 0,
            recorded_at: Moment(0),
        }
    }

    /// Takes up the next row of the log.
    pub(crate) fn take_up(
        &mut self,
        row: &[u8],
        definition: &dyn Fn(&Digest) -> Option<Arc<Process>>,
    ) -> Result<(), Unreadable> {
        self.take_up_watched(row, definition, &mut |_, _| {})
    }

    /// Takes up the next row of the log; `watch` sees the case before each event.
    pub(crate) fn take_up_watched(
        &mut self,
        row: &[u8],
        definition: &dyn Fn(&Digest) -> Option<Arc<Process>>,
        watch: &mut dyn FnMut(&Self, &Watched<'_>),
    ) -> Result<(), Unreadable> {
        let row = Row::from_bytes(row)?;
        let record = Record::<Event>::from_bytes(&row.record)?;
        let documents: Vec<_> = row.documents.into_iter().map(Arc::new).collect();
        let taken = catch_unwind(AssertUnwindSafe(|| {
            self.take_up_record((&record, &documents), definition, watch)
        }));
        let panicked = |_| Unreadable::Damaged("its events do not fit its definition".into());
        taken.map_err(panicked)??;
        self.head = record::hash(&row.record);
        Ok(())
    }

    fn take_up_record(
        &mut self,
        (record, documents): (&Record<Event>, &[Arc<Document>]),
        definition: &dyn Fn(&Digest) -> Option<Arc<Process>>,
        watch: &mut dyn FnMut(&Self, &Watched<'_>),
    ) -> Result<(), Unreadable> {
        self.follows(record)?;
        let at = record.occurred_at.unwrap_or(record.recorded_at);
        for event in &record.events {
            watch(self, &Watched { record, documents, event });
            if let Event::InstanceStarted(started) = event {
                self.process = definition(&started.digest);
            }
            let Some(process) = &self.process else {
                return Err(Unreadable::Damaged("its definition is missing".into()));
            };
            apply(&mut self.state, event, at);
            self.data.take_up((process, &self.state), event, documents);
        }
        self.sequence = record.sequence;
        self.position = record.position;
        self.recorded_at = record.recorded_at;
        Ok(())
    }

    /// Whether a record is the next of this chain.
    pub(crate) fn follows<E>(&self, record: &Record<E>) -> Result<(), Damage> {
        let next = record.sequence == self.sequence + 1
            && record.previous == self.head
            && record.instance == self.state.id;
        if next { Ok(()) } else { Err(Damage::Chain { sequence: self.sequence + 1 }) }
    }

    /// The view of what has been folded; none if nothing was.
    pub(crate) fn into_view(self) -> Option<CaseView> {
        let Self { state, data, process, sequence, head, position, recorded_at } = self;
        let process = process?;
        Some(CaseView { state, data, process, sequence, head, position, recorded_at })
    }
}

/// Reads a case: all its records.
pub(crate) fn load(
    store: &dyn Store,
    world: &World,
    id: InstanceId,
) -> Result<Option<CaseView>, Unreadable> {
    let definition = |digest: &Digest| world.definition(digest).cloned();
    let mut fold = Fold::new(id);
    for row in rows(store, Range::prefix(Space::Log, id.to_key())) {
        let (_, value) = row?;
        fold.take_up(&value, &definition)?;
    }
    Ok(fold.into_view())
}

/// The key of a record.
pub(crate) fn log_key(id: InstanceId, sequence: u64) -> Vec<u8> {
    [&id.to_key()[..], &sequence.to_be_bytes()].concat()
}

/// Reads a record's key.
pub(crate) fn read_log_key(key: &[u8]) -> Option<(InstanceId, u64)> {
    let (id, sequence) = key.split_at_checked(InstanceId::KEY_LEN)?;
    Some((InstanceId::from_key(id)?, u64::from_be_bytes(sequence.try_into().ok()?)))
}
