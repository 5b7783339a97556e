//! Changes of the world: what an administrator may register, and what comes of it.

use std::sync::Arc;

use tongban_calendar::{CsvProblem, Date};
use tongban_core::{
    Moment,
    call::Digest,
    layer::{Layer, Place},
    reference::Reference,
};
use tongban_model::{Bundle, Diagnostic, ProcessId, Text, organisation::DivisionId};
use tongban_plugin_api as plugin;

use crate::{admission::Examination, refusal::Refusal};

/// One change of the world.
#[derive(Clone, Debug)]
pub enum Registration {
    /// A version of a process for new cases from a day on.
    Release {
        /// Its files.
        bundle: Bundle,
        /// Its first day.
        from: Date,
    },
    /// Puts a holiday table over the one in force: it replaces each year that it publishes and each
    /// division that it names. Every date that rested on an assumption is computed anew.
    LoadHolidays {
        /// The table.
        csv: String,
    },
    /// Replaces divisions, posts and people.
    LoadOrganisation {
        /// The division table.
        divisions: String,
        /// Posts and people, YAML.
        staff: String,
    },
    /// Installs a plugin that the engine itself brings. Anybody else signs a package.
    InstallPlugin {
        /// Its component.
        component: Arc<[u8]>,
        /// Where, what, from when. Its `digest` is computed from the component.
        layer: Layer,
    },
    /// Installs a signed package for the division and the point that its manifest names.
    InstallPackage {
        /// The bytes of the package (`.tbp`).
        package: Arc<[u8]>,
    },
    /// Puts a key on file by which a division signs its packages.
    RegisterKey {
        /// The key, as minisign writes it: one line of base64.
        public: String,
        /// The division; none for the nation.
        division: Option<DivisionId>,
        /// Who keeps its secret half.
        holder: String,
        /// The first day on which it counts.
        from: Date,
        /// The first day on which it no longer does.
        to: Option<Date>,
    },
    /// Ends a key at once. What was installed by it stays until it is withdrawn.
    RevokeKey {
        /// Its fingerprint.
        id: String,
        /// Why.
        reason: String,
    },
    /// Ends a plugin.
    WithdrawPlugin {
        /// Which.
        digest: Digest,
        /// Where; may be left out where it stands in one place alone.
        place: Option<Place>,
        /// The first day on which it no longer applies.
        to: Moment,
        /// Why.
        reason: String,
    },
    /// Registers a reference table for plugins to look up.
    RegisterReference {
        /// Its rows.
        csv: String,
        /// Where, what, from when. Its `artifact` is computed from the rows.
        reference: Reference,
    },
    /// Ends a reference table.
    RetireReference {
        /// The digest of its rows.
        artifact: Digest,
        /// The first day on which it no longer applies.
        to: Moment,
        /// Why.
        reason: String,
    },
    /// Lets somebody use the API.
    IssueToken {
        /// SHA-256 of the token; the token itself never comes here.
        hash: Digest,
        /// Whom it stands for.
        person: String,
        /// Until when.
        expires: Moment,
    },
    /// Ends a token.
    RevokeToken {
        /// SHA-256 of the token.
        hash: Digest,
    },
}

/// A change that was made, or, in a dry run, would be.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    /// The number of the world after it.
    pub world: u64,
    /// The place of its record in the registry's chain; none in a dry run.
    pub sequence: Option<u64>,
    /// What it names by digest: a process version, a plugin.
    pub digest: Option<Digest>,
    /// The process that it is about.
    pub process: Option<ProcessId>,
    /// What differs from before, in words, at most [`Registered::DIFFERENCES_MAX`] lines.
    pub differences: Vec<Text>,
    /// Warnings of the definition.
    pub warnings: Vec<Diagnostic>,
    /// Running cases whose provisional dates are computed anew.
    pub recomputed: u64,
}

impl Registered {
    /// Most differences listed: more than an administrator reads, less than a page can hold.
    pub const DIFFERENCES_MAX: usize = 200;
}

/// What a package would do, told before anybody countersigns it.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// Where, what, from when.
    pub layer: Layer,
    /// The key that signed it.
    pub supplier: String,
    /// Why its signatures do not suffice yet: no countersignature, where the point demands one.
    pub refusal: Option<Unregistered>,
    /// What would differ from before, in words.
    pub differences: Vec<Text>,
    /// What was found out.
    pub examination: Examination,
}

/// Why the world was not changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Unregistered {
    /// The definition has errors; all diagnostics, warnings included.
    #[error("expected a sound definition, but it has diagnostics")]
    Definition(Vec<Diagnostic>),
    /// The holiday table has errors.
    #[error("expected a sound holiday table, but it has errors")]
    Holidays(Vec<CsvProblem>),
    /// Divisions, posts or people have errors.
    #[error("expected a sound organisation, but it has errors")]
    Organisation(Vec<Diagnostic>),
    /// The component is not admitted.
    #[error("expected a component that can be admitted, but it was refused")]
    Component(#[source] plugin::Refusal),
    /// It does not fit the world as it is.
    #[error("{message}", message = .message.en)]
    Unfit {
        /// A stable code.
        code: &'static str,
        /// What was expected.
        message: Text,
    },
    /// The engine could not carry it out.
    #[error("expected to carry the change out, but the engine refused")]
    Refused(#[source] Refusal),
}

impl From<Refusal> for Unregistered {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A token that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whom it stands for.
    pub person: String,
    /// Until when.
    pub expires: Moment,
}
