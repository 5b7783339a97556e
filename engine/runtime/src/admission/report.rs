//! What was found out about a candidate, as it is shown to whoever decides.
//!
//! Invariant: bounded, whatever was tried: examples and differences are listed up to their limits
//! and counted beyond.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_core::{call::Answer, id::InstanceId, layer::Joined};
use tongban_expr::Value;

/// What was found out about a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Examination {
    /// How much the inputs show.
    pub basis: Basis,
    /// How many of how many combinations of the tables' bounds are among them.
    pub walked: Walked,
    /// On how many inputs it was asked.
    pub tried_count: usize,
    /// The layers above that it was held to, from the top: plugin and version.
    pub above: Vec<(String, String)>,
    /// Inputs on which something else comes out than without it.
    pub changed_count: usize,
    /// Inputs on which the layers above give no answer: nothing could be held to them there.
    pub silent_above_count: usize,
    /// Where it would loosen what the layers above say; at most [`Examination::EXAMPLES_MAX`], each
    /// the plainest example of its kind. Such a candidate is not installed.
    pub loosens: Vec<Loosening>,
    /// Rules of it that never decide: whenever one matched alone, the layers above were stricter.
    pub idle_rules: Vec<String>,
    /// Inputs on which it gives no answer though the layers above do: such a case waits for a
    /// human.
    pub unanswered: Option<Unanswered>,
    /// It broke down so often that the trial stopped, or answered what the point does not take.
    /// Such a candidate is not installed.
    pub failing: Option<Unanswered>,
    /// Inputs on which it was not tried: time ran out, or it broke down too often.
    pub left_count: usize,
    /// Inputs that its table reads and the point does not give: they are always empty.
    pub unknown_inputs: Vec<String>,
    /// Layers below it that would loosen what it says.
    pub below: Below,
    /// What would have become of cases that are finished.
    pub replay: Replay,
}

impl Examination {
    /// Most examples of loosening.
    pub const EXAMPLES_MAX: usize = 10;

    /// Whether it may be installed, once it is signed.
    pub fn is_admissible(&self) -> bool {
        self.loosens.is_empty() && self.failing.is_none()
    }
}

/// How much the tried inputs show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Tables alone, over every set of their rules that can match together: no decision that a rule
    /// states outright was left out. Numbers that rules calculate are tested at these bounds.
    Exhaustive,
    /// Tables alone, whose bounds have more combinations than are tried: a draw of these.
    Sampled,
    /// Something besides tables takes part: bounds, test rows and a draw. Tested, and no more.
    Tested,
}

impl Basis {
    /// Its name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exhaustive => "exhaustive",
            Self::Sampled => "sampled",
            Self::Tested => "tested",
        }
    }
}

/// Combinations of the bounds of all tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Those among the inputs.
    pub tried_count: usize,
    /// How many there are.
    pub all_count: u128,
    /// Whether a rule calculates a number from its inputs: what it says between the bounds was not
    /// tried.
    pub calculated: bool,
}

/// An input on which the candidate would loosen what the layers above say.
#[derive(Clone, Debug, PartialEq)]
pub struct Loosening {
    /// In what.
    pub kind: LooseningKind,
    /// What both were asked.
    pub input: IndexMap<Arc<str>, Value>,
    /// The layer above that stands; none where the point itself sets the bounds.
    pub above: Option<Said>,
    /// The candidate.
    pub candidate: Said,
}

/// In what a candidate would loosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LooseningKind {
    /// A rule of it approves what a layer above does not.
    Verdict,
    /// A rule of it is milder than the layers above wherever it matches: it can never decide.
    IdleRule(String),
    /// A named value is looser than the layers above allow.
    Value(Arc<str>),
    /// The value lies outside the point's bounds.
    OutOfBounds,
}

/// Who said what.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The plugin.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// What it rests on.
    pub law: String,
    /// What it said.
    pub answer: Answer,
}

/// Inputs without an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Unanswered {
    /// How many.
    pub count: usize,
    /// One of them, the plainest.
    pub input: IndexMap<Arc<str>, Value>,
    /// What came instead.
    pub detail: String,
}

/// The layers below a candidate, tried beside it as it is beside those above.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Below {
    /// How many were tried.
    pub tried_count: usize,
    /// How many were not, for want of time or because they are too many.
    pub left_count: usize,
    /// Those that would loosen, each with its plainest example. They stay installed, and the
    /// candidate is not refused for them.
    pub loosens: Vec<BelowExample>,
}

impl Below {
    /// Most layers that are tried: what a province can write to.
    pub const LAYERS_MAX: usize = 50;
}

/// A layer below that would loosen.
#[derive(Clone, Debug, PartialEq)]
pub struct BelowExample {
    /// Whose it is: the name and code of a division.
    pub division: String,
    /// The example; its candidate is the layer below.
    pub example: Loosening,
}

/// Finished cases decided again, with the candidate and without it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// How many were decided again.
    pub cases_count: usize,
    /// Cases left out: what they were asked was erased, or cannot be read.
    pub skipped_count: usize,
    /// Cases for which there was no time.
    pub left_count: usize,
    /// Those that would be decided otherwise.
    pub differences: Vec<ReplayDifference>,
}

impl Replay {
    /// Most cases that are decided again: what a county looks through in an afternoon.
    pub const CASES_MAX: usize = 200;
}

/// A finished case that would be decided otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayDifference {
    /// The case.
    pub instance: InstanceId,
    /// What was recorded.
    pub recorded: Joined,
    /// What the layers in force on the candidate's first day say without it.
    pub before: Joined,
    /// What they say with it.
    pub after: Joined,
}
