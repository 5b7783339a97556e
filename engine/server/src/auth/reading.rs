//! What a person may read: cases whose division lies in the subtree of one of their posts.
//!
//! The auditor reads every history there; what people wrote is shown to those whose work it is and
//! to the auditor, and each reading is logged.

use tongban_api::problem::Failure;
use tongban_core::id::InstanceId;
use tongban_model::organisation::{DivisionId, Level};

use super::{Caller, Office};
use crate::{
    failed::{Answer, Failed},
    state::Here,
};

impl Caller {
    /// Whether the caller has a post at a division or above it.
    pub(crate) fn covers(&self, here: &Here, division: DivisionId) -> bool {
        let day = here.now.day();
        let organisation = &here.world.organisation;
        chain(here, division)
            .iter()
            .any(|(_, above)| organisation.has_post(&self.person, *above, day))
    }

    /// Refuses whoever may not read cases of a division.
    pub(crate) fn must_read(&self, here: &Here, division: DivisionId) -> Answer<()> {
        if self.covers(here, division) { Ok(()) } else { Err(outside()) }
    }

    /// Refuses whoever does not hold the office at a division or above it. What is the nation's
    /// belongs to no division: any holder will do there, and the signature by the nation's key
    /// decides.
    pub(crate) fn must_hold_over(
        &self,
        here: &Here,
        (office, division): (Office, Option<DivisionId>),
    ) -> Answer<()> {
        self.must_hold(here, office)?;
        let Some(division) = division else { return Ok(()) };
        let chain = chain(here, division);
        let over = |at| chain.iter().any(|(_, above)| *above == at);
        if self.holds_where(here, office, over) { Ok(()) } else { Err(elsewhere()) }
    }

    /// Refuses whoever may not keep the keys of a division: who holds the office over it, and for
    /// the nation's who holds it for a whole province.
    pub(crate) fn must_keep_keys(&self, here: &Here, division: Option<DivisionId>) -> Answer<()> {
        self.must_hold_over(here, (Office::Grants, division))?;
        if division.is_some() {
            return Ok(());
        }
        let (organisation, day) = (&here.world.organisation, here.now.day());
        let highest = |at| organisation.level(at, day) == Some(Level::Province);
        if self.holds_where(here, Office::Grants, highest) { Ok(()) } else { Err(elsewhere()) }
    }

    /// Whether what people wrote is shown: not to those who only administer the system or grants.
    pub(crate) fn reads_documents(&self, here: &Here, division: DivisionId) -> bool {
        let day = here.now.day();
        let (system, grants) = (Office::System.role(), Office::Grants.role());
        let chain = here.world.organisation.chain(division, day);
        let positions = here.world.organisation.positions(&self.person, day);
        positions.iter().any(|(role, held)| {
            *role != system && *role != grants && chain.iter().any(|(_, above)| above == held)
        })
    }
}

/// A division and those above it.
fn chain(here: &Here, division: DivisionId) -> Vec<(Level, DivisionId)> {
    match here.world.organisation.chain(division, here.now.day()) {
        // A division that was split has no one heir: whoever is above its former place counts.
        chain if chain.is_empty() => former_chain(here, division),
        chain => chain,
    }
}

/// The divisions above one that has no heir, as they were on its last day.
fn former_chain(here: &Here, division: DivisionId) -> Vec<(Level, DivisionId)> {
    let divisions = &here.world.organisation.divisions;
    let parent = divisions.latest(division).and_then(|last| last.parent);
    parent.map_or_else(Vec::new, |parent| divisions.chain(parent, here.now.day()))
}

fn elsewhere() -> Failed {
    let failure = Failure::new(
        "forbidden",
        "所涉区划不在您任此职务的区划之内",
        "expected what belongs to a division that your office covers",
    );
    failure.into()
}

fn outside() -> Failed {
    let failure = Failure::new(
        "forbidden",
        "该办件不在您岗位所辖的区划内",
        "expected a case of a division that one of your posts covers",
    );
    failure.into()
}

/// Logs that somebody read what people wrote. Only ids, never values.
pub(crate) fn audit(caller: &Caller, instance: InstanceId, what: &'static str) {
    tracing::info!(
        target: "audit.read",
        person = %caller.person,
        %instance,
        what,
        "personal documents were read"
    );
}
