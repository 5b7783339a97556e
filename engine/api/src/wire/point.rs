//! Extension points: which rules answer, what they said, and what a package would change.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    history::Rule,
    text::{Division, Text},
};
use crate::Time;

/// The rules of a point for a case, or for a division on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PointExplanation {
    /// The process.
    pub process: String,
    /// The point.
    pub point: String,
    /// The article that lets the levels below add rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
    /// How the layers join: `replace`, `tighten`, `extend` or `bounded`.
    pub combine: String,
    /// `recorded`: what the case was told; `asked`: what it would be told now; `unasked`: it cannot
    /// ask yet; `in-force`: the rules alone.
    pub basis: String,
    /// Why it cannot ask yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When the case was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Time>,
    /// Whose rules.
    pub division: Division,
    /// The day whose rules apply.
    pub day: String,
    /// The layers, from the top.
    pub layers: Vec<PointLayer>,
    /// What they came to together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<PointAnswer>,
}

/// A layer of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PointLayer {
    /// The division that supplied it; absent for the nation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
    /// The plugin.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// Its bytes.
    pub digest: String,
    /// What it rests on.
    pub law: String,
    /// Whether it is what would be asked for that day now. A case keeps what it was told when a
    /// layer is replaced or withdrawn afterwards.
    pub in_force: bool,
    /// What it said; absent where nobody asked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<PointAnswer>,
}

/// What one layer or all layers together said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PointAnswer {
    /// `approve`, `ask-for-materials`, `refer` or `reject`; absent for other questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Named values.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    #[schema(value_type = Object)]
    pub values: serde_json::Map<String, serde_json::Value>,
    /// The rules that matched, each with its law.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// The materials of a checklist, the problems of a validator: their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// A package to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExaminePlugin {
    /// The bytes of the package (`.tbp`) in base64 with padding. It bears its supplier's signature.
    pub package: String,
}

/// What a package would do. Nothing was installed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Examination {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The process.
    pub process: String,
    /// The point.
    pub point: String,
    /// The division that supplies it; absent for the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
    /// The first day on which it would apply.
    pub from: String,
    /// SHA-256 of its component.
    pub digest: String,
    /// The key that signed it.
    pub signed_by: String,
    /// What its signatures still lack: the code of the refusal to install it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacks: Option<String>,
    /// Whether it loosens nothing and does not fail: it may be countersigned and installed.
    pub admissible: bool,
    /// `exhaustive`: every set of rules of the tables that can match; `sampled`: a draw of them;
    /// `tested`: code takes part.
    pub basis: String,
    /// Inputs on which it was tried beside the layers above.
    pub tried: usize,
    /// Inputs on which something else comes out than without it.
    pub changed: usize,
    /// Inputs on which the layers above give no answer, so that nothing was compared.
    pub silent_above: usize,
    /// Where it would loosen what they say: an example of each kind.
    pub loosens: Vec<LooseningExample>,
    /// What differs from before, and what was found, in words.
    pub report: Vec<Text>,
    /// Finished cases that were decided again.
    pub replayed: usize,
    /// Those that would be decided otherwise.
    pub differences: Vec<CaseDifference>,
}

/// An input on which a package would loosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LooseningExample {
    /// `verdict`, `idle-rule`, `value` or `out-of-bounds`.
    pub kind: String,
    /// The input.
    #[schema(value_type = Object)]
    pub input: serde_json::Map<String, serde_json::Value>,
    /// The layer above that stands, and what it said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<PluginSaid>,
    /// What the package said.
    pub candidate: PluginSaid,
    /// The whole in words.
    pub text: Text,
}

/// What a plugin said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PluginSaid {
    /// The plugin.
    pub plugin: String,
    /// Its version.
    pub version: String,
    /// What it rests on.
    pub law: String,
    /// What it said.
    pub answer: PointAnswer,
}

/// A finished case that would be decided otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CaseDifference {
    /// The case.
    pub instance: String,
    /// What was recorded.
    pub recorded: PointAnswer,
    /// What the rules in force on the first day say without the package.
    pub before: PointAnswer,
    /// What they say with it.
    pub after: PointAnswer,
}
