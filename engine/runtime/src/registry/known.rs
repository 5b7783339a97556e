//! What is known: the world, and what only the shell needs of the registry.
//!
//! Invariant: folding the same chain with the same artifacts gives the same, always.

use std::{collections::BTreeMap, sync::Arc};

use tongban_calendar::{Calendar, HolidayTable};
use tongban_core::{
    World,
    call::Digest,
    moment::Moment,
    record::{self, Record, Row},
    reference::ReferenceTable,
    registry::{REGISTRY, RegistryEvent},
};
use tongban_model::{
    Bundle,
    organisation::{Divisions, Organisation, Staff},
};
use tongban_store::{Range, Space, Store, rows};

use super::artifact;
use crate::registration::Token;

/// The names that problems in the two tables are told under.
pub(super) const DIVISIONS_FILE: &str = "divisions.csv";
pub(super) const STAFF_FILE: &str = "staff.yaml";

/// The fold of the registry.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) world: Arc<World>,
    pub(crate) tokens: Arc<BTreeMap<Digest, Token>>,
    /// Version of a process → the artifact with its files.
    pub(crate) bundles: Arc<BTreeMap<Digest, Digest>>,
}

/// The place of the registry's chain at which it goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) sequence: u64,
    pub(crate) hash: Digest,
}

/// Why the registry cannot be folded. Without it nothing can run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistryDamage {
    /// The store failed.
    #[error("expected to read the registry, but the store failed")]
    Store(#[source] tongban_store::Error),
    /// A record is wrong.
    #[error("expected sound registry records, but record {sequence} is not")]
    Record {
        /// Its place in the chain.
        sequence: u64,
        /// What is wrong.
        #[source]
        damage: record::Damage,
    },
    /// Something that a record names is not there, or no longer what it was.
    #[error("expected the {what} of registry record {sequence} to be readable, but it is not")]
    Artifact {
        /// What it is.
        what: &'static str,
        /// The place of the record in the chain.
        sequence: u64,
    },
}

impl Known {
    /// Before anything is registered: the bundled holidays, the country without divisions, nobody.
    pub(crate) fn nothing() -> Self {
        Self {
            world: Arc::new(World::new(Calendar::bundled(), Organisation::default())),
            tokens: Arc::default(),
            bundles: Arc::default(),
        }
    }

    fn change(&mut self) -> &mut World {
        Arc::make_mut(&mut self.world)
    }

    /// The person of a token that counts now.
    pub(crate) fn token(&self, hash: &Digest, now: Moment) -> Option<&Token> {
        self.tokens.get(hash).filter(|token| now < token.expires)
    }

    /// Takes up one event. `find` gives the artifacts; the error says what could not be read.
    pub(crate) fn take_up(
        &mut self,
        event: &RegistryEvent,
        find: &dyn Fn(&Digest) -> Option<Vec<u8>>,
    ) -> Result<(), &'static str> {
        match event {
            RegistryEvent::ProcessReleased { digest, artifact, from, .. } => {
                let bundle = find(artifact).and_then(|bytes| artifact::decode_bundle(&bytes));
                self.release((*digest, *artifact), &bundle.ok_or("definition")?, *from)?;
            }
            RegistryEvent::HolidaysLoaded { artifact } => {
                let csv = find(artifact).and_then(|bytes| String::from_utf8(bytes).ok());
                let table = csv.and_then(|csv| HolidayTable::parse_csv(&csv).ok());
                let table = table.ok_or("holiday table")?;
                let updated = self.world.calendar.table().updated_by(&table);
                self.change().calendar = Calendar::new(updated);
            }
            RegistryEvent::OrganisationLoaded { divisions, staff } => {
                let csv = find(divisions).and_then(|bytes| String::from_utf8(bytes).ok());
                let yaml = find(staff).ok_or("staff")?;
                self.organise(&csv.ok_or("division table")?, &yaml)?;
            }
            RegistryEvent::PluginInstalled { layer, signers } => {
                self.change().install(layer.clone());
                if let Some(signers) = signers {
                    self.change().vouch(layer, signers.clone());
                }
            }
            RegistryEvent::PluginWithdrawn { digest, to, place, .. } => {
                self.change().withdraw(digest, place.as_ref(), *to);
            }
            RegistryEvent::TokenIssued { hash, person, expires } => {
                let token = Token { person: person.clone(), expires: *expires };
                Arc::make_mut(&mut self.tokens).insert(*hash, token);
            }
            RegistryEvent::TokenRevoked { hash } => {
                Arc::make_mut(&mut self.tokens).remove(hash);
            }
            RegistryEvent::ReferenceRegistered { reference } => {
                let csv = find(&reference.artifact).and_then(|csv| String::from_utf8(csv).ok());
                let table = csv.and_then(|csv| ReferenceTable::parse(&csv).ok());
                let table = Arc::new(table.ok_or("reference table")?);
                self.change().register(reference.clone(), table);
            }
            RegistryEvent::ReferenceRetired { artifact, to, .. } => {
                self.change().retire(artifact, *to);
            }
            RegistryEvent::KeyRegistered { key } => self.change().trust(key.clone()),
            RegistryEvent::KeyRevoked { id, at, .. } => self.change().distrust(id, *at),
        }
        self.change().number += 1;
        Ok(())
    }

    fn release(
        &mut self,
        (digest, artifact): (Digest, Digest),
        bundle: &Bundle,
        from: Moment,
    ) -> Result<(), &'static str> {
        let known = self.world.definition(&digest).cloned();
        let process = known.or_else(|| tongban_model::load(bundle).0.map(Arc::new));
        let process = process.filter(|process| process.digest.0 == digest.0);
        let process = process.ok_or("definition")?;
        self.change().release(process, from.day());
        Arc::make_mut(&mut self.bundles).insert(digest, artifact);
        Ok(())
    }

    /// Ids of divisions stay what they are: the new table is read over the old register.
    fn organise(&mut self, csv: &str, yaml: &[u8]) -> Result<(), &'static str> {
        let known = &self.world.organisation.divisions;
        let (divisions, _) = Divisions::parse_csv(DIVISIONS_FILE, csv, Some(known));
        let divisions = divisions.ok_or("division table")?;
        let (staff, _) = Staff::parse_yaml(STAFF_FILE, yaml, &divisions);
        let staff = staff.ok_or("staff")?;
        self.change().organisation = Arc::new(Organisation::new(divisions, staff));
        Ok(())
    }
}

/// Folds the registry of a store.
pub(crate) fn fold(store: &dyn Store) -> Result<(Known, Head), RegistryDamage> {
    fold_before(store, None)
}

/// Folds what had been registered before a moment.
pub(crate) fn fold_before(
    store: &dyn Store,
    end: Option<Moment>,
) -> Result<(Known, Head), RegistryDamage> {
    let mut known = Known::nothing();
    let mut head = Head { sequence: 0, hash: Digest([0; 32]) };
    let find = |digest: &Digest| artifact::read(store, digest).ok().flatten();
    for row in rows(store, Range::prefix(Space::Log, REGISTRY.to_key())) {
        let (_, value) = row.map_err(RegistryDamage::Store)?;
        let sequence = head.sequence + 1;
        let damaged = |damage| RegistryDamage::Record { sequence, damage };
        let row = Row::from_bytes(&value).map_err(damaged)?;
        let record = Record::<RegistryEvent>::from_bytes(&row.record).map_err(damaged)?;
        if record.sequence != sequence || record.previous != head.hash {
            return Err(damaged(record::Damage::Chain { sequence }));
        }
        if end.is_some_and(|end| record.recorded_at >= end) {
            break;
        }
        for event in &record.events {
            let unreadable = |what| RegistryDamage::Artifact { what, sequence };
            known.take_up(event, &find).map_err(unreadable)?;
        }
        head = Head { sequence, hash: record::hash(&row.record) };
    }
    Ok((known, head))
}
