//! The world: one immutable, numbered snapshot of everything that instances do not own.
//!
//! Definitions, divisions, posts, people, holidays and installed plugins. It changes only by the
//! events of the registry stream ([`crate::registry`]); each commit records the number of the world
//! that it saw.

mod layers;

use std::{collections::BTreeMap, sync::Arc};

use tongban_calendar::{Calendar, Date};
use tongban_model::{PointId, Process, ProcessId, organisation::Organisation};

pub use layers::PointLayers;

use self::layers::Layers;
use crate::{
    call::{Digest, Scene},
    key::{Key, Signers},
    layer::{Layer, Place},
    moment::Moment,
    reference::{Reference, ReferenceTable},
};

/// One snapshot; cheap to clone.
#[derive(Clone, Debug)]
pub struct World {
    /// How many registry events lie behind it.
    pub number: u64,
    /// Holidays.
    pub calendar: Calendar,
    /// Divisions, posts and people.
    pub organisation: Arc<Organisation>,
    definitions: Arc<BTreeMap<Digest, Arc<Process>>>,
    releases: Arc<BTreeMap<ProcessId, Vec<Release>>>,
    layers: Arc<Layers>,
    signers: Arc<BTreeMap<(Digest, Place), Signers>>,
    keys: Arc<BTreeMap<String, Key>>,
    references: Arc<BTreeMap<String, Vec<Registered>>>,
}

/// A reference table with its rows.
#[derive(Clone, Debug)]
struct Registered {
    reference: Reference,
    table: Arc<ReferenceTable>,
}

/// A version of a process and the day from which new cases use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub digest: Digest,
    /// Its first day.
    pub from: Date,
}

impl World {
    /// A world with nothing but divisions, people and holidays.
    pub fn new(calendar: Calendar, organisation: Organisation) -> Self {
        Self {
            number: 0,
            calendar,
            organisation: Arc::new(organisation),
            definitions: Arc::default(),
            releases: Arc::default(),
            layers: Arc::default(),
            references: Arc::default(),
            signers: Arc::default(),
            keys: Arc::default(),
        }
    }

    /// The definition of this digest.
    pub fn definition(&self, digest: &Digest) -> Option<&Arc<Process>> {
        self.definitions.get(digest)
    }

    /// The version that new cases use on a day.
    pub fn in_force(&self, process: &ProcessId, day: Date) -> Option<&Arc<Process>> {
        let releases = self.releases.get(process)?;
        let release = releases.iter().rev().find(|release| release.from <= day)?;
        self.definition(&release.digest)
    }

    /// All processes and their releases, oldest first.
    pub fn releases(&self) -> impl Iterator<Item = (&ProcessId, &[Release])> {
        self.releases.iter().map(|(process, releases)| (process, releases.as_slice()))
    }

    /// Everything installed for a point.
    pub fn layers(&self, process: &ProcessId, point: &PointId) -> &PointLayers {
        self.layers.of(process, point)
    }

    /// Everything installed.
    pub fn all_layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.all()
    }

    /// Adds a release. A second one for the same day replaces the first for new cases.
    pub fn release(&mut self, process: Arc<Process>, from: Date) {
        let digest = Digest(process.digest.0);
        let releases = Arc::make_mut(&mut self.releases).entry(process.id.clone()).or_default();
        let at = releases.partition_point(|release| release.from <= from);
        releases.insert(at, Release { digest, from });
        Arc::make_mut(&mut self.definitions).insert(digest, process);
    }

    /// Adds a layer.
    pub fn install(&mut self, layer: Layer) {
        Arc::make_mut(&mut self.layers).install(layer);
    }

    /// Notes who signed the package of a layer.
    pub fn vouch(&mut self, layer: &Layer, signers: Signers) {
        Arc::make_mut(&mut self.signers).insert((layer.digest, layer.place()), signers);
    }

    /// Who signed the package of a layer; none for what was bundled.
    pub fn signers(&self, layer: &Layer) -> Option<&Signers> {
        self.signers.get(&(layer.digest, layer.place()))
    }

    /// All keys that were ever registered, by fingerprint.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.values()
    }

    /// The key of a fingerprint.
    pub fn key(&self, id: &str) -> Option<&Key> {
        self.keys.get(id)
    }

    /// Puts a key on file.
    pub fn trust(&mut self, key: Key) {
        Arc::make_mut(&mut self.keys).insert(key.id.clone(), key);
    }

    /// Ends a key at once.
    pub fn distrust(&mut self, id: &str, at: Moment) {
        if let Some(key) = Arc::make_mut(&mut self.keys).get_mut(id) {
            key.revoked = Some(at);
        }
    }

    /// Ends a layer from a day on.
    pub fn withdraw(&mut self, digest: &Digest, place: Option<&Place>, to: Moment) {
        Arc::make_mut(&mut self.layers).withdraw(digest, place, to);
    }

    /// The reference table that applies to a scene: that of the nearest division that has one, the
    /// newest on that day.
    pub fn reference(&self, id: &str, scene: &Scene) -> Option<&ReferenceTable> {
        let registered = self.references.get(id)?;
        let of = |division| {
            let applies = registered.iter().filter(|known| {
                known.reference.division == division && known.reference.applies(scene.day)
            });
            applies.max_by_key(|known| known.reference.from).map(|known| known.table.as_ref())
        };
        let chain = scene.division.map(|own| self.organisation.chain(own, scene.day));
        let near = chain.iter().flatten().rev();
        near.map(|(_, division)| of(Some(*division))).find(Option::is_some).unwrap_or(of(None))
    }

    /// All registered reference tables.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.references.values().flatten().map(|known| &known.reference)
    }

    /// Registers a reference table.
    pub fn register(&mut self, reference: Reference, table: Arc<ReferenceTable>) {
        let references = Arc::make_mut(&mut self.references);
        let same = references.entry(reference.id.clone()).or_default();
        same.push(Registered { reference, table });
    }

    /// Ends a reference table from a day on.
    pub fn retire(&mut self, artifact: &Digest, to: crate::moment::Moment) {
        let references = Arc::make_mut(&mut self.references);
        for known in references.values_mut().flatten() {
            let reference = &mut known.reference;
            if reference.artifact == *artifact && reference.to.is_none_or(|known| to < known) {
                reference.to = Some(to);
            }
        }
    }
}
