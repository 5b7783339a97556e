//! Calls: the questions that `step` asks of plugins, and what came of them.
//!
//! Not here: how a plugin is run (`plugin-host`) or chosen (`world`). A call's outcome is data: it
//! is recorded in the events and replay never calls again.

use std::sync::Arc;

use indexmap::IndexMap;
use minicbor::{Decode, Encode};
use tongban_expr::Value;

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
    /// A benefit in yuan, with its reasons.
    Amount,
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
}

/// What a rule says of a case; the order is the order of `tighten`: a lower layer may only go down
/// this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Verdict {
    /// Nothing stands against it.
    #[n(0)]
    Approve,
    /// Cannot be said before these materials are there.
    #[n(1)]
    AskForMaterials,
    /// A human of the level above must look.
    #[n(2)]
    Refer,
    /// The rule is not met.
    #[n(3)]
    Reject,
}

impl Verdict {
    /// All verdicts, from the mildest.
    pub const ALL: [Self; 4] = [Self::Approve, Self::AskForMaterials, Self::Refer, Self::Reject];

    /// Its name in definitions, tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::AskForMaterials => "ask-for-materials",
            Self::Refer => "refer",
            Self::Reject => "reject",
        }
    }

    /// The verdict of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// One reason: a rule that matched, with the law behind it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Finding {
    /// The rule's id or row, as its author wrote it.
    #[n(0)]
    pub rule: String,
    /// In words for the applicant.
    #[n(1)]
    pub message: String,
    /// The article, when the rule names one.
    #[n(2)]
    pub law: Option<String>,
}

/// What a plugin said.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct Answer {
    /// Always present for `rule`; `None` for the other questions.
    #[n(0)]
    pub verdict: Option<Verdict>,
    /// Named values: a parameter's or amount's is `value`.
    #[cbor(n(1), with = "crate::facts::map")]
    pub values: IndexMap<Arc<str>, Value>,
    /// The rules that matched, in order.
    #[n(2)]
    pub findings: Vec<Finding>,
}

/// What came of a call. All but [`Outcome::Unavailable`] are the plugin's doing: deterministic,
/// recorded, and the same on every run.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Outcome {
    /// It answered.
    #[n(0)]
    Answered(#[n(0)] Answer),
    /// It refused with its own words (`result.err`).
    #[n(1)]
    Refused(#[n(0)] String),
    /// It ended without an answer.
    #[n(2)]
    Failed {
        /// How it ended.
        #[n(0)]
        failure: Failure,
        /// For the engineer; no personal values.
        #[n(1)]
        detail: String,
    },
    /// The host's fault (wall-clock deadline, component not found): retried once, then an incident
    /// record.
    #[n(3)]
    Unavailable(#[n(0)] String),
}

/// How a plugin failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Failure {
    /// Trapped: panic, division by zero, stack exhausted, unreachable.
    #[n(0)]
    Trap,
    /// Used up its fuel.
    #[n(1)]
    Fuel,
    /// Asked for more memory than its cap.
    #[n(2)]
    Memory,
    /// Gave more than the cap, or something that is not of its world.
    #[n(3)]
    Output,
}
