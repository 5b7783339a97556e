//! A case on its own: everything that is needed to check it without a server.
//!
//! ```text
//! case bundle = [ format, case, head, rows of its log, definition's files,
//!                 registry records that released and installed what it used, components,
//!                 hashes of those registry records ]
//! ```
//! It holds what people wrote: whoever exports it hands out personal documents.
//! Not here: checking ([`crate::verify_bundle()`]). Attachments are files and not in it; documents
//! name them by digest.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode, bytes::ByteVec};
use tongban_core::{
    Rejection,
    call::Digest,
    event::Event,
    id::InstanceId,
    record::{self, Record, Row},
    registry::{REGISTRY, RegistryEvent},
};
use tongban_store::{Range, Space, rows};

use crate::{fold::Fold, refusal::Refusal, registry::artifact, shared::Shared};

/// The format of case bundles.
pub(crate) const FORMAT: u8 = 2;

/// A case on its own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub(crate) struct CaseBundle {
    #[n(0)]
    pub(crate) format: u8,
    #[n(1)]
    pub(crate) instance: InstanceId,
    /// Hash of its last record.
    #[n(2)]
    pub(crate) head: Digest,
    /// The rows of its log, as they are stored.
    #[n(3)]
    pub(crate) rows: Vec<ByteVec>,
    /// The files of its definition, as they are stored.
    #[n(4)]
    pub(crate) definition: ByteVec,
    /// The registry's records that it rests on, as they are stored.
    #[n(5)]
    pub(crate) registry: Vec<ByteVec>,
    /// The components of the plugins that answered.
    #[n(6)]
    pub(crate) components: Vec<ByteVec>,
    /// The hashes of the registry's records, in their order, as the chain goes on from them: a row
    /// alone has no follower in the bundle that would tell a changed one. None before format 2.
    #[n(7)]
    pub(crate) registry_hashes: Option<Vec<Digest>>,
}

/// Puts a bundle together. Blocks.
pub(crate) fn export(shared: &Shared, id: InstanceId) -> Result<Vec<u8>, Refusal> {
    let store = shared.store.as_ref();
    let known = shared.known();
    let damaged = |what: String| Refusal::Damaged { instance: id, what };
    let mut fold = Fold::new(id);
    let (mut kept, mut plugins) = (Vec::new(), BTreeSet::new());
    for row in rows(store, Range::prefix(Space::Log, id.to_key())) {
        let (_, row) = row?;
        let taken = fold.take_up_watched(
            &row,
            &|digest: &Digest| known.world.definition(digest).cloned(),
            &mut |_, watched| plugins.extend(asked(watched.event)),
        );
        taken.map_err(|error| damaged(error.to_string()))?;
        kept.push(ByteVec::from(row));
    }
    if kept.is_empty() || id == REGISTRY {
        return Err(Rejection::InstanceUnknown.into());
    }
    let version = fold.state.digest;
    let files =
        known.bundles.get(&version).map(|files| artifact::read(store, files)).transpose()?;
    let definition = files.flatten().ok_or_else(|| damaged("its definition is missing".into()))?;
    let mut components = Vec::new();
    for plugin in &plugins {
        let component = artifact::read(store, plugin)?;
        let component = component.ok_or_else(|| damaged(format!("plugin {plugin} is missing")))?;
        components.push(component.into());
    }
    let (registry, hashes) = rests_on(shared, (&version, &plugins))?.into_iter().unzip();
    let bundle = CaseBundle {
        format: FORMAT,
        instance: id,
        head: fold.head,
        rows: kept,
        definition: definition.into(),
        registry,
        components,
        registry_hashes: Some(hashes),
    };
    Ok(minicbor::to_vec(bundle).expect("encoding to memory cannot fail"))
}

/// The plugins that an event names.
fn asked(event: &Event) -> Vec<Digest> {
    match event {
        Event::PointAnswered(answered) => {
            answered.layers.iter().map(|layer| layer.digest).collect()
        }
        _ => Vec::new(),
    }
}

/// The registry's records that released a version, installed one of these plugins, or put the keys
/// on file that signed them; each with its hash.
fn rests_on(
    shared: &Shared,
    (version, plugins): (&Digest, &BTreeSet<Digest>),
) -> Result<Vec<(ByteVec, Digest)>, Refusal> {
    let known = shared.known();
    let layers = known.world.all_layers().filter(|layer| plugins.contains(&layer.digest));
    let signers = layers.filter_map(|layer| known.world.signers(layer));
    let keys: BTreeSet<&String> = signers
        .flat_map(|signers| std::iter::once(&signers.supplier).chain(&signers.countersigner))
        .collect();
    let names = |event: &RegistryEvent| match event {
        RegistryEvent::ProcessReleased { digest, .. } => digest == version,
        RegistryEvent::PluginInstalled { layer, .. } => plugins.contains(&layer.digest),
        RegistryEvent::PluginWithdrawn { digest, .. } => plugins.contains(digest),
        RegistryEvent::KeyRegistered { key } => keys.contains(&key.id),
        RegistryEvent::KeyRevoked { id, .. } => keys.contains(id),
        RegistryEvent::HolidaysLoaded { .. }
        | RegistryEvent::OrganisationLoaded { .. }
        | RegistryEvent::TokenIssued { .. }
        | RegistryEvent::TokenRevoked { .. }
        | RegistryEvent::ReferenceRegistered { .. }
        | RegistryEvent::ReferenceRetired { .. } => false,
    };
    let mut kept = Vec::new();
    for row in rows(shared.store.as_ref(), Range::prefix(Space::Log, REGISTRY.to_key())) {
        let (_, value) = row?;
        let Ok(row) = Row::from_bytes(&value) else { continue };
        let record = Record::<RegistryEvent>::from_bytes(&row.record);
        if record.is_ok_and(|record| record.events.iter().any(names)) {
            kept.push((value.into(), record::hash(&row.record)));
        }
    }
    Ok(kept)
}
