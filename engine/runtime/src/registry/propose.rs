//! From a registration to a proposal: all checks, no writes.
//!
//! A dry run ends here; it says the same as the real thing.
//! Invariant: the proposed world comes from folding the proposed events, by the same code that
//! reads them back.

use std::{collections::BTreeMap, sync::Arc};

use tongban_calendar::{Date, HolidayTable, start_of};
use tongban_core::{Actor, Moment, World, call::Digest, registry::RegistryEvent};
use tongban_model::{
    self as model, Bundle,
    organisation::{Divisions, Organisation, PersonId, Staff},
};

use super::{Change, Known, Proposal, artifact, differences, keys::Offered, known, unfit};
use crate::{
    registration::{Examined, Registered, Registration, Unregistered},
    shared::Shared,
};

/// Checks a registration against the world as it is. Blocks: a plugin may be compiled here.
pub(crate) fn propose(
    shared: &Shared,
    actor: &Actor,
    registration: Registration,
) -> Result<Proposal, Unregistered> {
    let known = shared.known();
    let draft = Draft { shared, known: &known, artifacts: Vec::new() };
    match registration {
        Registration::Release { bundle, from } => draft.release(&bundle, from),
        Registration::LoadHolidays { csv } => draft.holidays(csv),
        Registration::LoadOrganisation { divisions, staff } => draft.organise(divisions, staff),
        Registration::InstallPlugin { component, layer } => {
            draft.install_own(actor, &component, layer)
        }
        Registration::InstallPackage { package } => draft.install_package(&package),
        Registration::RegisterKey { public, division, holder, from, to } => {
            draft.register_key(Offered { public, division, holder, from, to })
        }
        Registration::RevokeKey { id, reason } => draft.revoke_key(id, reason),
        Registration::WithdrawPlugin { digest, place, to, reason } => {
            draft.withdraw(actor, (digest, place), (to, reason))
        }
        Registration::RegisterReference { csv, reference } => draft.refer(csv, reference),
        Registration::RetireReference { artifact, to, reason } => {
            draft.retire(artifact, to, reason)
        }
        Registration::IssueToken { hash, person, expires } => {
            draft.issue(actor, (hash, person, expires))
        }
        Registration::RevokeToken { hash } => draft.revoke(hash),
    }
}

/// Says what a package would do, and proposes nothing. Blocks: it is tried on thousands of inputs.
pub(crate) fn examine(shared: &Shared, package: &[u8]) -> Result<Examined, Unregistered> {
    let known = shared.known();
    Draft { shared, known: &known, artifacts: Vec::new() }.examine_package(package)
}

/// A proposal under way.
pub(super) struct Draft<'a> {
    pub(super) shared: &'a Shared,
    known: &'a Known,
    artifacts: Vec<(Digest, Vec<u8>)>,
}

impl<'a> Draft<'a> {
    pub(super) fn world(&self) -> &'a Arc<World> {
        &self.known.world
    }

    /// Keeps large bytes beside the record.
    pub(super) fn keep(&mut self, bytes: Vec<u8>) -> Result<Digest, Unregistered> {
        let (size, max) = (bytes.len(), self.shared.limits.artifact_bytes_max);
        if size > max {
            return Err(unfit::too_large(size, max));
        }
        let digest = artifact::digest(&bytes);
        self.artifacts.push((digest, bytes));
        Ok(digest)
    }

    /// The proposal of one event.
    pub(super) fn finish(
        self,
        event: RegistryEvent,
        registered: Registered,
    ) -> Result<Proposal, Unregistered> {
        let artifacts: BTreeMap<_, _> = self.artifacts.iter().cloned().collect();
        let mut next = self.known.clone();
        let taken = next.take_up(&event, &|digest| artifacts.get(digest).cloned());
        taken.map_err(|what| {
            let (zh, en) = (format!("{what} 无法读取"), format!("expected a readable {what}"));
            unfit::unfit("artifact-unreadable", zh, en)
        })?;
        let registered = Registered { world: next.world.number, ..registered };
        let world = self.known.world.number;
        let change = Change { world, events: vec![event], artifacts: self.artifacts };
        Ok(Proposal { change, next, registered })
    }

    fn release(mut self, bundle: &Bundle, from: Date) -> Result<Proposal, Unregistered> {
        let (process, diagnostics) = model::load(bundle);
        let Some(process) = process else {
            return Err(Unregistered::Definition(diagnostics));
        };
        let digest = Digest(process.digest.0);
        let mut releases = self.world().releases().filter(|(id, _)| **id == process.id);
        let released = releases.any(|(_, releases)| {
            releases.iter().any(|release| release.digest == digest && release.from == from)
        });
        if released {
            return Err(unfit::released_already());
        }
        let registered = Registered {
            digest: Some(digest),
            process: Some(process.id.clone()),
            differences: differences::release(self.world(), &process, from),
            warnings: diagnostics,
            ..nothing()
        };
        let artifact = self.keep(artifact::encode_bundle(bundle))?;
        let from = start_of(from).into();
        let process = process.id.clone();
        let event = RegistryEvent::ProcessReleased { process, digest, artifact, from };
        self.finish(event, registered)
    }

    fn holidays(mut self, csv: String) -> Result<Proposal, Unregistered> {
        let table = HolidayTable::parse_csv(&csv).map_err(Unregistered::Holidays)?;
        let before = self.world().calendar.table();
        let registered =
            Registered { differences: differences::holidays(before, &table), ..nothing() };
        let artifact = self.keep(csv.into_bytes())?;
        self.finish(RegistryEvent::HolidaysLoaded { artifact }, registered)
    }

    fn organise(mut self, divisions: String, staff: String) -> Result<Proposal, Unregistered> {
        let before = &self.world().organisation;
        let known = Some(&*before.divisions);
        let (read, mut diagnostics) =
            Divisions::parse_csv(known::DIVISIONS_FILE, &divisions, known);
        let Some(read) = read else { return Err(Unregistered::Organisation(diagnostics)) };
        let (roster, more) = Staff::parse_yaml(known::STAFF_FILE, staff.as_bytes(), &read);
        diagnostics.extend(more);
        let Some(roster) = roster else { return Err(Unregistered::Organisation(diagnostics)) };
        let after = Organisation::new(read, roster);
        let registered = Registered {
            differences: differences::organisation(before, &after),
            warnings: diagnostics,
            ..nothing()
        };
        let divisions = self.keep(divisions.into_bytes())?;
        let staff = self.keep(staff.into_bytes())?;
        self.finish(RegistryEvent::OrganisationLoaded { divisions, staff }, registered)
    }

    /// The engine itself may issue one for a person who is not on file: the first administrator,
    /// before there is a file.
    fn issue(
        self,
        actor: &Actor,
        (hash, person, expires): (Digest, String, Moment),
    ) -> Result<Proposal, Unregistered> {
        let on_file = self.world().organisation.staff.person(&PersonId::from(person.as_str()));
        if on_file.is_none() && *actor != Actor::Engine {
            return Err(unfit::person_unknown(&person));
        }
        if expires <= self.shared.clock.now() || self.known.tokens.contains_key(&hash) {
            return Err(unfit::token_unfit());
        }
        self.finish(RegistryEvent::TokenIssued { hash, person, expires }, nothing())
    }

    fn revoke(self, hash: Digest) -> Result<Proposal, Unregistered> {
        if !self.known.tokens.contains_key(&hash) {
            return Err(unfit::token_unknown());
        }
        self.finish(RegistryEvent::TokenRevoked { hash }, nothing())
    }
}

/// A change that is about nothing in particular.
pub(super) fn nothing() -> Registered {
    Registered {
        world: 0,
        sequence: None,
        digest: None,
        process: None,
        differences: Vec::new(),
        warnings: Vec::new(),
        recomputed: 0,
    }
}
