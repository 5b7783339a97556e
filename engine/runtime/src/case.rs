//! A case as readers see it: one immutable snapshot, on disk when it is shown.

use std::sync::Arc;

use tongban_core::{
    call::Digest, data::Data, document::Document, event::Event, id::InstanceId, moment::Moment,
    record::Record, state::Instance,
};
use tongban_model::Process;

/// A case after its last commit.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The state.
    pub state: Instance,
    /// What people wrote and the machine computed.
    pub data: Data,
    /// The definition that it is pinned to.
    pub process: Arc<Process>,
    /// The place of its last record in its chain.
    pub sequence: u64,
    /// The hash of its last record.
    pub head: Digest,
    /// The place of its last record in the partition's feed.
    pub position: u64,
    /// When its last record was made.
    pub recorded_at: Moment,
}

impl CaseView {
    /// Its id.
    pub fn id(&self) -> InstanceId {
        self.state.id
    }
}

/// One record of a case, with the documents that came with it.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    /// What happened.
    pub record: Record<Event>,
    /// What people wrote; erased ones are empty.
    pub documents: Vec<Document>,
    /// The hash of the record's stored bytes.
    pub hash: Digest,
}
