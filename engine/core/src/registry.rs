//! The registry: the stream of events by which the world changes.
//!
//! It has the same record, chain and durability as a case. What an event names by digest (a
//! definition's files, a division table, a plugin's bytes) is an artifact beside it.
//! Invariant: folding the registry with its artifacts gives the world, always the same.

use minicbor::{Decode, Encode};
use tongban_model::ProcessId;

use crate::{
    call::Digest,
    id::{InstanceId, Partition},
    key::{Key, Signers},
    layer::{Layer, Place},
    moment::Moment,
    reference::Reference,
};

/// The instance id under which the registry's chain is stored; cases count from 1.
pub const REGISTRY: InstanceId = InstanceId { partition: Partition(0), counter: 0 };

/// How the world changes.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(flat)]
pub enum RegistryEvent {
    /// A version of a process applies to new cases from a day on.
    #[n(0)]
    ProcessReleased {
        /// Its name.
        #[n(0)]
        process: ProcessId,
        /// The version: the digest of its bundle's files.
        #[n(1)]
        digest: Digest,
        /// The artifact that holds the files.
        #[n(2)]
        artifact: Digest,
        /// From this day.
        #[n(3)]
        from: Moment,
    },
    /// The holiday table was replaced.
    #[n(1)]
    HolidaysLoaded {
        /// The artifact that holds the CSV.
        #[n(0)]
        artifact: Digest,
    },
    /// Divisions, posts and people were replaced.
    #[n(2)]
    OrganisationLoaded {
        /// The artifact that holds the division CSV.
        #[n(0)]
        divisions: Digest,
        /// The artifact that holds the staff YAML.
        #[n(1)]
        staff: Digest,
    },
    /// A plugin was installed.
    #[n(3)]
    PluginInstalled {
        /// Where, what, from when. The artifact is the plugin's own digest.
        #[n(0)]
        layer: Layer,
        /// Who signed its package; none for what the engine itself bundles.
        #[n(1)]
        signers: Option<Signers>,
    },
    /// A plugin ends.
    #[n(4)]
    PluginWithdrawn {
        /// Which.
        #[n(0)]
        digest: Digest,
        /// From this day.
        #[n(1)]
        to: Moment,
        /// Why.
        #[n(2)]
        reason: String,
        /// Where; none in records from before places were named: everywhere.
        #[n(3)]
        place: Option<Place>,
    },
    /// A token for the API was issued; only its hash is kept.
    #[n(5)]
    TokenIssued {
        /// SHA-256 of the token.
        #[n(0)]
        hash: Digest,
        /// The person it stands for.
        #[n(1)]
        person: String,
        /// Until when.
        #[n(2)]
        expires: Moment,
    },
    /// A token no longer counts.
    #[n(6)]
    TokenRevoked {
        /// SHA-256 of the token.
        #[n(0)]
        hash: Digest,
    },
    /// A reference table was registered.
    #[n(7)]
    ReferenceRegistered {
        /// Where, what, from when. Its rows are the artifact that it names.
        #[n(0)]
        reference: Reference,
    },
    /// A reference table ends.
    #[n(8)]
    ReferenceRetired {
        /// The artifact of its rows.
        #[n(0)]
        artifact: Digest,
        /// From this day.
        #[n(1)]
        to: Moment,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// A key counts for the plugins of a division.
    #[n(9)]
    KeyRegistered {
        /// The key.
        #[n(0)]
        key: Key,
    },
    /// A key no longer counts, from the moment of the record on.
    #[n(10)]
    KeyRevoked {
        /// Its fingerprint.
        #[n(0)]
        id: String,
        /// When.
        #[n(1)]
        at: Moment,
        /// Why.
        #[n(2)]
        reason: String,
    },
}
