//! The levels of government, from the nation down to a grid of households.

use std::{fmt, str::FromStr};

/// A level. Ordered from the top: `Nation < Village`; a division's parent has a smaller one.
///
/// `Area` 片 and `Grid` 网格 are local units, not divisions under the law: an area groups villages
/// of a township, a grid is a part of a village. Most places have neither.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 国家
    Nation,
    /// 省级: province, autonomous region, municipality.
    Province,
    /// 地级: prefecture, prefecture-level city.
    Prefecture,
    /// 县级: county, district, county-level city.
    County,
    /// 乡级: township, town, sub-district 街道.
    Township,
    /// 片: a township's own grouping of villages.
    Area,
    /// 村级: village committee, residents' committee 社区.
    Village,
    /// 网格
    Grid,
}

impl Level {
    /// All, from the top.
    pub const ALL: [Self; 8] = [
        Self::Nation,
        Self::Province,
        Self::Prefecture,
        Self::County,
        Self::Township,
        Self::Area,
        Self::Village,
        Self::Grid,
    ];

    /// The name in definitions and data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Province => "province",
            Self::Prefecture => "prefecture",
            Self::County => "county",
            Self::Township => "township",
            Self::Area => "area",
            Self::Village => "village",
            Self::Grid => "grid",
        }
    }

    /// The name for people.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Nation => "国家",
            Self::Province => "省级",
            Self::Prefecture => "地级",
            Self::County => "县级",
            Self::Township => "乡级",
            Self::Area => "片",
            Self::Village => "村级",
            Self::Grid => "网格",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let known = Self::ALL.into_iter().find(|level| level.name() == text || level.zh() == text);
        known.ok_or_else(|| UnknownLevel(text.chars().take(40).collect()))
    }
}

/// The text names no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected `nation`, `province`, `prefecture`, `county`, `township`, `area`, `village` or \
     `grid`, but found `{0}`"
)]
pub struct UnknownLevel(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_reads_back_and_stands_above_the_next() {
        for level in Level::ALL {
            assert_eq!(level.name().parse(), Ok(level));
            assert_eq!(level.zh().parse(), Ok(level));
            let json = serde_json::to_string(&level).expect("a level is text");
            assert_eq!(json, format!("\"{level}\""));
        }
        assert!(Level::ALL.is_sorted());
        assert!("Village".parse::<Level>().is_err());
    }
}
