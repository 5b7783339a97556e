//! Extension points: the places in a process that a division may fill with a plugin.

use std::sync::Arc;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use tongban_expr::{Expression, Type};

use crate::{PointId, organisation::Level};

/// What a point asks, who may answer, and what the levels below may not loosen.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its name.
    pub id: PointId,
    /// The kind of question.
    pub world: World,
    /// How the layers join.
    pub combine: Combine,
    /// The levels that may supply a layer, from the top.
    pub by: Vec<Level>,
    /// The levels whose layers need the signature of a division above as well.
    pub countersign: Vec<Level>,
    /// The plugin of the nation's layer, by the name under which the definition bundles it.
    pub default: Option<String>,
    /// The day whose layers apply.
    pub as_of: AsOf,
    /// What plugins are given: name → expression over the case's data.
    pub inputs: IndexMap<Arc<str>, Expression>,
    /// The named values that answers carry besides the verdict or the value; expressions see them
    /// beside it, as `<node>.<output>`.
    pub outputs: IndexMap<Arc<str>, Type>,
    /// What a layer below may do to a named value where the layers tighten, or to the `value` that
    /// bounds limit. A value not named here is the nearest layer's.
    pub tightens: IndexMap<Arc<str>, Tightening>,
    /// The article that lets the levels below add rules.
    pub law: Option<String>,
}

impl Point {
    /// Whether its value counts something: a parameter between whole bounds (days, persons) is
    /// whole itself. Money is not.
    pub fn is_whole(&self) -> bool {
        match (&self.combine, self.world) {
            (Combine::Bounded(bounds), World::Parameter) => {
                bounds.min.is_integer() && bounds.max.is_integer()
            }
            _ => false,
        }
    }
}

/// The kind of question: a world of the WIT package `tongban:plugin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// Findings and a verdict.
    Rule,
    /// One value.
    Parameter,
    /// The materials that a case needs.
    Checklist,
    /// A benefit in yuan.
    Amount,
    /// What is wrong with what somebody filled in, across its fields.
    Validator,
}

/// What a layer below may do to a named value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tightening {
    /// Lower it: the smallest of all layers stands.
    AtMost,
    /// Raise it: the largest of all layers stands.
    AtLeast,
    /// Nothing: what the uppermost layer gave stands.
    Same,
}

/// How layers join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Combine {
    /// The nearest layer answers alone.
    Replace,
    /// Every layer answers; the strictest verdict stands, every problem counts.
    Tighten,
    /// Every layer answers; their lists unite.
    Extend,
    /// The nearest layer's value, inside bounds.
    Bounded(Bounds),
}

/// Inclusive bounds of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Smallest. Whole numbers on both sides ask for a whole value: see [`Point::is_whole`].
    pub min: Decimal,
    /// Largest.
    pub max: Decimal,
}

/// The day whose layers apply to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// The day on which the clock started, or the case where it has none. The default.
    Accepted,
    /// The day on which the node was activated.
    Activated,
    /// The day of the decision.
    Decided,
}
