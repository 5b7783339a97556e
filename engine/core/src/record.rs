//! Records: the durable form of what one commit did to one instance or to the registry.
//!
//! ```text
//! row   = [ record bytes, [document …] ]          one put in the log
//! record = [ envelope…, [event …] ]               hashed as stored, never re-encoded
//! hash(n) = SHA-256(record bytes(n)), and record(n+1) holds it as `previous`
//! ```
//! Documents are outside the hash (events hold their salted digests), so that erasing one leaves the
//! chain valid.
//! Invariants: fields are numbered and only grow; a format this code does not know is refused.

use std::sync::Arc;

use minicbor::{Decode, Encode};
use sha2::{Digest as _, Sha256};

use crate::{
    actor::Actor,
    call::Digest,
    document::Document,
    id::{CommandId, InstanceId},
    moment::Moment,
};

/// The newest format of records.
pub const FORMAT: u8 = 1;

/// SHA-256 and Ed25519; 2 is reserved for SM3 and SM2.
pub const SUITE: u8 = 1;

/// One commit of one instance.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Record<E> {
    /// [`FORMAT`]
    #[n(0)]
    pub format: u8,
    /// [`SUITE`]
    #[n(1)]
    pub suite: u8,
    /// Place in the partition's feed; gap-free.
    #[n(2)]
    pub position: u64,
    /// The instance; its partition is the record's.
    #[n(3)]
    pub instance: InstanceId,
    /// Place in the instance's chain, from 1.
    #[n(4)]
    pub sequence: u64,
    /// The number of the world that the step saw.
    #[n(5)]
    pub world: u64,
    /// When it was recorded.
    #[n(6)]
    pub recorded_at: Moment,
    /// When it happened, where that was earlier.
    #[n(7)]
    pub occurred_at: Option<Moment>,
    /// Who sent the command.
    #[n(8)]
    pub actor: Actor,
    /// The command's acceptance.
    #[n(9)]
    pub command: CommandId,
    /// Hash of the record before it; zeros for the first.
    #[n(10)]
    pub previous: Digest,
    /// What happened.
    #[n(11)]
    pub events: Vec<E>,
}

/// A row of the log: a record as it is hashed, and its documents.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Row {
    /// The encoded record.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub record: Vec<u8>,
    /// What people wrote; erasable.
    #[n(1)]
    pub documents: Vec<Document>,
}

/// A row does not say what it should.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// Not CBOR of this shape.
    #[error("expected a record, but the bytes are not one")]
    Malformed(#[source] minicbor::decode::Error),
    /// Written by a newer version.
    #[error("expected record format {FORMAT} or older, but found {0}")]
    NewerFormat(u8),
    /// A document is not the one that the events name.
    #[error("expected document {0} to have the recorded digest, but it has another")]
    Document(u8),
    /// The chain is broken.
    #[error("expected record {sequence} to follow the hash of the one before, but it does not")]
    Chain {
        /// Where.
        sequence: u64,
    },
}

impl<E> Record<E>
where
    E: Encode<()> + for<'b> Decode<'b, ()>,
{
    /// The bytes that are stored and hashed.
    pub fn to_bytes(&self) -> Vec<u8> {
        minicbor::to_vec(self).expect("encoding to memory cannot fail")
    }

    /// Reads stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damage> {
        let record: Self = minicbor::decode(bytes).map_err(Damage::Malformed)?;
        if record.format > FORMAT {
            return Err(Damage::NewerFormat(record.format));
        }
        Ok(record)
    }
}

/// The hash of a stored record.
pub fn hash(record: &[u8]) -> Digest {
    Digest(Sha256::digest(record).into())
}

impl Row {
    /// The bytes of the row.
    pub fn encode(record: Vec<u8>, documents: &[Arc<Document>]) -> Vec<u8> {
        let documents = documents.iter().map(|document| Document::clone(document)).collect();
        minicbor::to_vec(Self { record, documents }).expect("encoding to memory cannot fail")
    }

    /// Reads a row.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damage> {
        minicbor::decode(bytes).map_err(Damage::Malformed)
    }
}
