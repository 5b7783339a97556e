//! Calls: the questions that `step` asks of plugins, and what came of them.
//!
//! Not here: how a plugin is run (`plugin-host`) or chosen (`world`). A call's outcome is data: it
//! is recorded in the events and replay never calls again.

mod answer;
mod called;
mod outcome;

use std::sync::Arc;

use indexmap::IndexMap;
use minicbor::{Decode, Encode};
use tongban_calendar::Date;
use tongban_expr::Value;
use tongban_model::{World, organisation::DivisionId};

pub use answer::{
    Addressee, Answer, Finding, Intent, Item, Notification, Problem, Request, Severity, Verdict,
};
pub use called::{Called, FunctionCount, HostFunction, LogLevel, LogLine, Usage, Used};
pub use outcome::{Failure, Outcome};

/// SHA-256 of a plugin's component, of a document, of a definition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Digest(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// The kind of question; each is one world of the WIT package `tongban:plugin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Findings and a verdict.
    Rule,
    /// One value, for example the days of a notice.
    Parameter,
    /// The materials that a case needs.
    Checklist,
    /// A benefit in yuan, with its reasons.
    Amount,
    /// What is wrong with what somebody filled in, across its fields.
    Validator,
}

impl Question {
    /// All questions, in the order of their worlds in the documentation.
    pub const ALL: [Self; 5] =
        [Self::Rule, Self::Parameter, Self::Checklist, Self::Amount, Self::Validator];

    /// The name of its world in definitions, manifests and WIT.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Parameter => "parameter",
            Self::Checklist => "checklist",
            Self::Amount => "amount",
            Self::Validator => "validator",
        }
    }
}

impl From<World> for Question {
    fn from(world: World) -> Self {
        match world {
            World::Rule => Self::Rule,
            World::Parameter => Self::Parameter,
            World::Checklist => Self::Checklist,
            World::Amount => Self::Amount,
            World::Validator => Self::Validator,
        }
    }
}

/// Where and when a question is asked: what the host functions answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scene {
    /// The case's division; none for a question outside any case.
    pub division: Option<DivisionId>,
    /// The day whose rules apply.
    pub day: Date,
}

impl Scene {
    /// A question outside any case.
    pub fn nowhere(day: Date) -> Self {
        Self { division: None, day }
    }
}

/// One question to one plugin.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which component to ask, by the digest of its bytes.
    pub plugin: Digest,
    /// The question.
    pub question: Question,
    /// Flat names and values; nested data has dotted names (`household.members`).
    pub input: IndexMap<Arc<str>, Value>,
    /// Where and when.
    pub scene: Scene,
}
