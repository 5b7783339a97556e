//! What rules said: tables of the definition, and the layers of an extension point.

use std::fmt;

use minicbor::{Decode, Encode};
use tongban_model::{PointId, organisation::DivisionId};

use super::DocumentRef;
use crate::{
    call::{Digest, Item, Outcome, Usage},
    facts::Facts,
    id::ElementId,
    layer::{self, Joined},
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
#[derive(Clone, PartialEq, Encode, Decode)]
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
    /// What it used of the host; none for a plugin that used nothing.
    #[n(6)]
    pub used: Option<Usage>,
}

/// What was not consulted is not shown, as it is not written.
impl fmt::Debug for PointAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PointAnswered");
        shown.field("element", &self.element).field("point", &self.point);
        shown.field("layers", &self.layers).field("joined", &self.joined);
        shown.field("input", &self.input);
        if let Some(consulted) = &self.consulted {
            shown.field("consulted", consulted);
        }
        shown.finish()
    }
}

impl PointAnswered {
    /// The materials that its layers name, united from the top.
    pub fn items(&self) -> Vec<Item> {
        let answers: Vec<_> =
            self.layers.iter().filter_map(|layer| layer.outcome.answer()).collect();
        layer::items(&answers)
    }
}

/// What was not used is not shown, as it is not written.
impl fmt::Debug for LayerAnswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("LayerAnswered");
        shown.field("division", &self.division).field("plugin", &self.plugin);
        shown.field("version", &self.version).field("digest", &self.digest);
        shown.field("law", &self.law).field("outcome", &self.outcome);
        if let Some(used) = &self.used {
            shown.field("used", used);
        }
        shown.finish()
    }
}

/// The layers of an extension point answered, and were joined.
#[derive(Clone, PartialEq, Encode, Decode)]
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
    /// What they looked up in the world and logged, so that they can be asked again without it;
    /// beside the record, since it may be personal. None where no layer used the host.
    #[n(5)]
    pub consulted: Option<DocumentRef>,
}
