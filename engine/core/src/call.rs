//! Calls: the questions that `step` asks of plugins, and what came of them.
//!
//! Not here: how a plugin is run (`plugin-host`) or chosen (`world`). A call's outcome is data: it
//! is recorded in the events and replay never calls again.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Value;

/// SHA-256 of a plugin's component, of a document, of a definition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing stands against it.
    Approve,
    /// Cannot be said before these materials are there.
    AskForMaterials,
    /// A human of the level above must look.
    Refer,
    /// The rule is not met.
    Reject,
}

/// One reason: a rule that matched, with the law behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id or row, as its author wrote it.
    pub rule: String,
    /// In words for the applicant.
    pub message: String,
    /// The article, when the rule names one.
    pub law: Option<String>,
}

/// What a plugin said.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Always present for `rule`; `None` for the other questions.
    pub verdict: Option<Verdict>,
    /// Named values: a parameter's or amount's is `value`.
    pub values: IndexMap<Arc<str>, Value>,
    /// The rules that matched, in order.
    pub findings: Vec<Finding>,
}

/// What came of a call. All but [`Outcome::Unavailable`] are the plugin's doing: deterministic,
/// recorded, and the same on every run.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It answered.
    Answered(Answer),
    /// It refused with its own words (`result.err`).
    Refused(String),
    /// It ended without an answer.
    Failed {
        /// How it ended.
        failure: Failure,
        /// For the engineer; no personal values.
        detail: String,
    },
    /// The host's fault (wall-clock deadline, component not found): retried once, then an incident
    /// record.
    Unavailable(String),
}

/// How a plugin failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Trapped: panic, division by zero, stack exhausted, unreachable.
    Trap,
    /// Used up its fuel.
    Fuel,
    /// Asked for more memory than its cap.
    Memory,
    /// Gave more than the cap, or something that is not of its world.
    Output,
}
