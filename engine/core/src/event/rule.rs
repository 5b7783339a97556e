//! What rules said: tables of the definition, and the layers of an extension point.

use minicbor::{Decode, Encode};
use tongban_model::{PointId, organisation::DivisionId};

use super::DocumentRef;
use crate::{
    call::{Digest, Outcome},
    facts::Facts,
    id::ElementId,
    layer::Joined,
};

/// One rule that matched, with its law: a decision must give reasons.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RuleApplied {
    /// The rule's id or row.
    #[n(0)]
    pub rule: String,
    /// The article.
    #[n(1)]
    pub law: Option<String>,
    /// In words for the applicant.
    #[n(2)]
    pub reason: Option<String>,
}

/// A decision table gave its outputs.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct TableEvaluated {
    /// The element of the `businessRuleTask`.
    #[n(0)]
    pub element: ElementId,
    /// The outputs by name.
    #[n(1)]
    pub outputs: Facts,
    /// The rules that matched, in order.
    #[n(2)]
    pub matched: Vec<RuleApplied>,
}

/// What one layer said.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct LayerAnswered {
    /// The division that supplied it; none for the definition's own default.
    #[n(0)]
    pub division: Option<DivisionId>,
    /// The plugin's id.
    #[n(1)]
    pub plugin: String,
    /// Its version.
    #[n(2)]
    pub version: String,
    /// Its bytes.
    #[n(3)]
    pub digest: Digest,
    /// What it rests on.
    #[n(4)]
    pub law: String,
    /// What it said, or how it failed.
    #[n(5)]
    pub outcome: Outcome,
}

/// The layers of an extension point answered, and were joined.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub struct PointAnswered {
    /// The element that asked.
    #[n(0)]
    pub element: ElementId,
    /// The point.
    #[n(1)]
    pub point: PointId,
    /// The whole chain from the top, in order.
    #[n(2)]
    pub layers: Vec<LayerAnswered>,
    /// What they came to together.
    #[n(3)]
    pub joined: Joined,
    /// What they were asked; beside the record, since it may be personal.
    #[n(4)]
    pub input: DocumentRef,
}
