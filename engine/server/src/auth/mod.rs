//! Who calls, and what they may read.
//!
//! ```text
//! Authorization: Bearer … ──► SHA-256 ──► token in the registry ──► person ──► posts today
//! ```
//! Not here: who may decide what; the core checks that at every decision.
//! Invariants: a token is kept as a hash only; rights are looked up at every request, so that an
//! appointment that ended ends them; system administrator, grants administrator and auditor have
//! separate rights (三员分立) and none of the three decides cases by that role.

mod bootstrap;
mod reading;
mod token;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use tongban_api::problem::Failure;
use tongban_core::{Actor, call::Digest};
use tongban_model::{
    RoleId,
    organisation::{AUDITOR, DivisionId, GRANTS_ADMINISTRATOR, PersonId, SYSTEM_ADMINISTRATOR},
};

pub(crate) use bootstrap::BOOTSTRAP;
pub use bootstrap::bootstrap_token;
pub(crate) use reading::audit;
pub(crate) use token::{Secret, digest_of};

use crate::{
    failed::{Answer, Failed},
    state::{App, Here},
};

/// A person with a token that counts.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Who.
    pub(crate) person: PersonId,
    /// The hash of their token.
    pub(crate) token: Digest,
}

/// One of the three administrators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Office {
    /// Definitions, plugins, holidays, incident records, the clock of trials.
    System,
    /// Organisation, appointments, tokens.
    Grants,
    /// Histories, exports, verification.
    Audit,
}

impl Office {
    pub(crate) fn role(self) -> RoleId {
        RoleId::from(match self {
            Self::System => SYSTEM_ADMINISTRATOR,
            Self::Grants => GRANTS_ADMINISTRATOR,
            Self::Audit => AUDITOR,
        })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let Some(header) = header else { return Err(Failed::plain("unauthenticated")) };
        let secret = header.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
        let found = secret.and_then(|secret| {
            let hash = digest_of(secret.trim());
            app.engine.token(&hash).map(|token| (hash, token))
        });
        match found {
            Some((hash, token)) if app.engine.now() < token.expires => {
                Ok(Self { person: PersonId::from(token.person.as_str()), token: hash })
            }
            _ => {
                app.metrics.bad_token();
                Err(Failed::plain("token-invalid"))
            }
        }
    }
}

impl Caller {
    /// The caller as the machine knows them.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Person(self.person.clone())
    }

    /// The caller is the single-use one of the first start.
    pub(crate) fn is_bootstrap(&self) -> bool {
        self.person.as_str() == BOOTSTRAP
    }

    /// Whether the caller holds an office anywhere today.
    pub(crate) fn holds(&self, here: &Here, office: Office) -> bool {
        self.holds_where(here, office, |_| true)
    }

    /// Whether the caller holds an office today at a division of a kind.
    fn holds_where(&self, here: &Here, office: Office, at: impl Fn(DivisionId) -> bool) -> bool {
        let role = office.role();
        let positions = here.world.organisation.positions(&self.person, here.now.day());
        positions.iter().any(|(held, division)| *held == role && at(*division))
    }

    /// Refuses whoever does not hold the office.
    pub(crate) fn must_hold(&self, here: &Here, office: Office) -> Answer<()> {
        if self.holds(here, office) {
            return Ok(());
        }
        let role = office.role();
        let failure = Failure::new(
            "forbidden",
            format!("此操作须由持有角色 {role} 的人员办理（三员分立）"),
            format!("expected a holder of `{role}`: the three administrators are separate"),
        );
        Err(failure.into())
    }
}
