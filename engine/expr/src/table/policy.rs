//! Hit policies: how many rules may match and what becomes of their outputs.
//!
//! Not here: carrying them out (`evaluate`).

use super::spelling::normalised;

/// The hit policy of a table, by the letters of DMN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// `U` 唯一: no two rules match one case.
    Unique,
    /// `F` 首个: the first rule in the sheet.
    First,
    /// `P` 优先: the rule whose output stands first among the declared words.
    Priority,
    /// `A` 任一: several may match if they say the same.
    Any,
    /// `C` 收集, `R` 按序: all rules, in the order of the sheet.
    Collect,
    /// `O` 按优先序: all rules, in the order of their output among the declared words.
    OutputOrder,
    /// `C+` 合计, `C<` 最小, `C>` 最大, `C#` 计数: all rules, one number of them.
    Aggregate(Aggregate),
}

/// What `C` makes of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum; 0 of none.
    Sum,
    /// The smallest; null of none.
    Min,
    /// The largest; null of none.
    Max,
    /// How many rules matched.
    Count,
}

impl Policy {
    /// Reads the cell behind `#hit`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match normalised(text).to_uppercase().as_str() {
            "U" | "UNIQUE" | "唯一" => Self::Unique,
            "F" | "FIRST" | "首个" | "首条" => Self::First,
            "P" | "PRIORITY" | "优先" => Self::Priority,
            "A" | "ANY" | "任一" => Self::Any,
            "C" | "R" | "COLLECT" | "RULE ORDER" | "收集" | "按序" => Self::Collect,
            "O" | "OUTPUT ORDER" | "按优先序" => Self::OutputOrder,
            "C+" | "合计" | "求和" => Self::Aggregate(Aggregate::Sum),
            "C<" | "最小" => Self::Aggregate(Aggregate::Min),
            "C>" | "最大" => Self::Aggregate(Aggregate::Max),
            "C#" | "计数" => Self::Aggregate(Aggregate::Count),
            _ => return None,
        })
    }

    /// Its letters.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Unique => "U",
            Self::First => "F",
            Self::Priority => "P",
            Self::Any => "A",
            Self::Collect => "C",
            Self::OutputOrder => "O",
            Self::Aggregate(Aggregate::Sum) => "C+",
            Self::Aggregate(Aggregate::Min) => "C<",
            Self::Aggregate(Aggregate::Max) => "C>",
            Self::Aggregate(Aggregate::Count) => "C#",
        }
    }

    /// Whether one answer comes out, so that a case without a rule is a gap.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Unique | Self::First | Self::Priority | Self::Any)
    }

    /// Whether the declared order of output words decides.
    pub fn by_output(self) -> bool {
        matches!(self, Self::Priority | Self::OutputOrder)
    }
}
