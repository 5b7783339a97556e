//! Installing and withdrawing plugins.
//!
//! ```text
//! package ─► manifest ─► layer, point ─► signatures ─► compiled ─► fits ─► examined
//!                                                                             └─► PluginInstalled
//! ```
//! Not here: what an examination finds (`admission`).
//! Invariants: nothing is compiled before its signatures are verified; what the engine itself
//! brings is the only thing that nobody signs, and the only thing that is not examined.

use std::sync::Arc;

use tongban_calendar::start_of;
use tongban_core::{
    Actor, Moment, World,
    call::{Digest, Question},
    key::Signers,
    layer::{Layer, Place},
    registry::RegistryEvent,
};
use tongban_model::{Point, PointId, ProcessId, Text, organisation::DivisionId};
use tongban_plugin_api::{Manifest, Package, PluginVersion};

use super::{
    Proposal, artifact, differences,
    propose::{Draft, nothing},
    trust, unfit,
};
use crate::{
    admission::{self, Candidate, Examination},
    registration::{Examined, Registered, Unregistered},
};

impl Draft<'_> {
    /// What the engine brings itself.
    pub(super) fn install_own(
        self,
        actor: &Actor,
        component: &Arc<[u8]>,
        layer: Layer,
    ) -> Result<Proposal, Unregistered> {
        if *actor != Actor::Engine {
            return Err(unfit::plugin_unsigned());
        }
        let layer = self.admit(component, layer)?;
        self.install(component, layer, (None, Vec::new()))
    }

    /// What a division sends.
    pub(super) fn install_package(self, bytes: &[u8]) -> Result<Proposal, Unregistered> {
        let package = Package::decode(bytes).map_err(|error| unfit::package_malformed(&error))?;
        let layer = layer(self.world(), package.manifest())?;
        let point = point(self.world(), &layer)?;
        let today = self.shared.clock.now().day();
        let (world, layer_of) = (self.world(), &layer);
        let case = trust::Case { world, package: &package, layer: layer_of, point, today };
        let signers = trust::signers(&case)?;
        let component = package.component();
        let layer = self.admit(component, layer)?;
        grows(self.world(), &layer)?;
        let examination = self.examine(component, &layer)?;
        if let Some(example) = examination.loosens.first() {
            return Err(unfit::plugin_loosens(example));
        }
        if let Some(failing) = &examination.failing {
            return Err(unfit::plugin_fails(failing));
        }
        self.install(component, layer, (Some(signers), examination.lines()))
    }

    /// What a package would do, told before it is countersigned. Nothing is proposed.
    pub(super) fn examine_package(self, bytes: &[u8]) -> Result<Examined, Unregistered> {
        let package = Package::decode(bytes).map_err(|error| unfit::package_malformed(&error))?;
        let layer = layer(self.world(), package.manifest())?;
        let point = point(self.world(), &layer)?;
        let today = self.shared.clock.now().day();
        let (world, layer_of) = (self.world(), &layer);
        let case = trust::Case { world, package: &package, layer: layer_of, point, today };
        let supplier = trust::supplier(&case)?;
        let refusal = trust::signers(&case).err();
        let layer = self.admit(package.component(), layer)?;
        grows(self.world(), &layer)?;
        let examination = self.examine(package.component(), &layer)?;
        let differences = differences::install(self.world(), &layer);
        Ok(Examined { layer, supplier, refusal, differences, examination })
    }

    /// Compiles a component for a layer, which then has its digest.
    fn admit(&self, component: &[u8], layer: Layer) -> Result<Layer, Unregistered> {
        let (size, max) = (component.len(), self.shared.limits.artifact_bytes_max);
        if size > max {
            return Err(unfit::too_large(size, max));
        }
        let admitted = self.shared.plugins.admit(component).map_err(Unregistered::Component)?;
        let digest = artifact::digest(component);
        assert_eq!(admitted.digest, digest, "hosts name components by SHA-256");
        let layer = Layer { digest, ..layer };
        fits(self.world(), &layer, admitted.question)?;
        Ok(layer)
    }

    fn examine(&self, component: &[u8], layer: &Layer) -> Result<Examination, Unregistered> {
        let (world, point) = (self.world(), point(self.world(), layer)?);
        let candidate = Candidate { world, layer, point, component };
        Ok(admission::examine(self.shared, &candidate)?)
    }

    fn install(
        mut self,
        component: &[u8],
        layer: Layer,
        (signers, examined): (Option<Signers>, Vec<Text>),
    ) -> Result<Proposal, Unregistered> {
        let mut differences = differences::install(self.world(), &layer);
        differences.extend(examined);
        differences.truncate(Registered::DIFFERENCES_MAX);
        let registered = Registered {
            digest: Some(self.keep(component.to_vec())?),
            process: Some(layer.process.clone()),
            differences,
            ..nothing()
        };
        self.finish(RegistryEvent::PluginInstalled { layer, signers }, registered)
    }

    /// Ends a plugin.
    pub(super) fn withdraw(
        self,
        actor: &Actor,
        (digest, place): (Digest, Option<Place>),
        (to, reason): (Moment, String),
    ) -> Result<Proposal, Unregistered> {
        let applies = |layer: &&Layer| {
            let here = place.as_ref().is_none_or(|place| *place == layer.place());
            here && layer.digest == digest && layer.to.is_none_or(|known| to < known)
        };
        let mut layers = self.world().all_layers().filter(applies);
        let layer = layers.next().ok_or_else(unfit::plugin_unknown)?;
        if let Some(other) = layers.find(|other| other.place() != layer.place()) {
            return Err(unfit::plugin_in_places([layer, other]));
        }
        // A signature decides what the nation's rule is, and a withdrawal has none.
        if layer.division.is_none() && *actor != Actor::Engine {
            return Err(unfit::plugin_of_the_nation());
        }
        if to < layer.from {
            return Err(unfit::period_empty());
        }
        let registered = Registered {
            digest: Some(digest),
            process: Some(layer.process.clone()),
            differences: differences::withdraw(self.world(), layer, to),
            ..nothing()
        };
        let place = Some(layer.place());
        self.finish(RegistryEvent::PluginWithdrawn { digest, to, reason, place }, registered)
    }
}

/// Where a package says that it belongs. The digest is computed when it is installed.
fn layer(world: &World, manifest: &Manifest) -> Result<Layer, Unregistered> {
    let Manifest { id, version, process, point, effective, law, .. } = manifest;
    Ok(Layer {
        process: ProcessId::from(process.as_str()),
        point: PointId::from(point.as_str()),
        division: division(world, manifest)?,
        plugin: id.to_string(),
        version: version.to_string(),
        digest: Digest([0; 32]),
        law: law.clone(),
        from: start_of(effective.from).into(),
        to: effective.to.map(|to| start_of(to).into()),
    })
}

fn division(world: &World, manifest: &Manifest) -> Result<Option<DivisionId>, Unregistered> {
    let Some(code) = &manifest.division else { return Ok(None) };
    let code = code.as_str().parse().map_err(|_| unfit::division_unknown())?;
    let found = world.organisation.divisions.by_code(code, manifest.effective.from);
    found.map(Some).ok_or_else(unfit::division_unknown)
}

/// Whether versions grow with their first days: two rules under one name and version could not be
/// told apart in a record.
fn grows(world: &World, layer: &Layer) -> Result<(), Unregistered> {
    let same = world.layers(&layer.process, &layer.point).of(layer.division);
    let number = |layer: &Layer| layer.version.parse::<PluginVersion>().ok();
    let (Some(own), from) = (number(layer), layer.from) else { return Ok(()) };
    let wrong = |known: &&Arc<Layer>| {
        let other = number(known).filter(|_| known.plugin == layer.plugin);
        other.is_some_and(|other| if known.from <= from { other >= own } else { other <= own })
    };
    let wrong = same.iter().find(wrong);
    wrong.map_or(Ok(()), |known| Err(unfit::version_unfit(layer, known)))
}

/// The point that a layer is for, as the latest release of its process declares it.
fn point<'w>(world: &'w World, layer: &Layer) -> Result<&'w Point, Unregistered> {
    let latest = world.releases().find(|(process, _)| **process == layer.process);
    let latest = latest.and_then(|(_, releases)| releases.last());
    let process = latest.and_then(|release| world.definition(&release.digest));
    let point = process.and_then(|process| process.points.get(&layer.point));
    point.ok_or_else(|| unfit::point_unknown(layer))
}

/// Whether a plugin may be installed there: the point exists, asks that question, and lets the
/// division's level answer.
fn fits(world: &World, layer: &Layer, question: Question) -> Result<(), Unregistered> {
    if layer.to.is_some_and(|to| to <= layer.from) {
        return Err(unfit::period_empty());
    }
    let point = point(world, layer)?;
    let expected = Question::from(point.world);
    if question != expected {
        return Err(unfit::question_unfit(expected.name(), question.name()));
    }
    if let Some(division) = layer.division {
        let level = world.organisation.level(division, layer.from.day());
        let level = level.ok_or_else(unfit::division_unknown)?;
        if !point.by.contains(&level) {
            return Err(unfit::level_unfit(level.name()));
        }
    }
    let same = world.layers(&layer.process, &layer.point).of(layer.division);
    // What was withdrawn does not come back under its old signatures: its first day is signed too.
    let stands = |known: &Layer| known.to.is_none() || known.from == layer.from;
    let installed = same.iter().any(|known| known.digest == layer.digest && stands(known));
    if installed { Err(unfit::installed_already()) } else { Ok(()) }
}
