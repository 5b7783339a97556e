//! What a plugin package says of itself: who supplies what, where, from when, and by which law.
//!
//! One form for the author's `plugin.yaml` and for the file that travels.
//! Not here: its signatures ([`crate::Package`]), whether the division may supply it (`runtime`).
//! Invariants: ids, codes and versions are well formed once they exist; a period is not empty.

use std::{fmt, str::FromStr, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a package says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The package's name, the same in all its versions.
    pub id: PluginId,
    /// Grows with each release of `id`.
    pub version: PluginVersion,
    /// What it is, in a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The world that its component implements, by name.
    pub world: String,
    /// The process whose point it fills.
    pub process: String,
    /// The extension point, by the name which the process gives it.
    pub point: String,
    /// Who supplies it: it speaks for cases at or below this division. None for the nation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionCode>,
    /// When it applies.
    pub effective: Period,
    /// What entitles the division to it.
    pub law: String,
}

/// The days on which a package applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The first day on which it no longer applies; none while nobody has set an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Period {
    /// Whether it applies on `day`.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl Manifest {
    /// Refuses what no single field can see: an end before the beginning, an empty point or law.
    pub fn check(&self) -> Result<(), ManifestError> {
        let Period { from, to } = self.effective;
        if let Some(to) = to.filter(|to| *to <= from) {
            return Err(ManifestError::EmptyPeriod { from, to });
        }
        let texts = [("process", &self.process), ("point", &self.point), ("law", &self.law)];
        let empty = texts.into_iter().find(|(_, text)| text.trim().is_empty());
        empty.map_or(Ok(()), |(name, _)| Err(ManifestError::Missing(name)))
    }
}

/// Reads and writes a checked text as a string.
macro_rules! as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

as_text!(PluginId);
as_text!(DivisionCode);
as_text!(PluginVersion);

/// A package's name: 1 to 64 characters of `[a-z0-9-]`, beginning with a letter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginId(Arc<str>);

/// A division's code: 2 to 12 digits (GB/T 2260, or the 12 digits of statistics).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(Arc<str>);

/// A release: `major.minor.patch`, compared number by number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PluginVersion {
    /// Grows when answers change for cases that were answered before.
    pub major: u32,
    /// Grows when new cases are answered.
    pub minor: u32,
    /// Grows when only words change.
    pub patch: u32,
}

impl PluginId {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DivisionCode {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PluginId {
    type Err = ManifestError;

    fn from_str(text: &str) -> Result<Self, ManifestError> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let well_formed = (1..=64).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(letters);
        well_formed.then(|| Self(text.into())).ok_or_else(|| ManifestError::Id(text.to_owned()))
    }
}

impl FromStr for DivisionCode {
    type Err = ManifestError;

    fn from_str(text: &str) -> Result<Self, ManifestError> {
        let well_formed =
            (2..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        well_formed
            .then(|| Self(text.into()))
            .ok_or_else(|| ManifestError::Division(text.to_owned()))
    }
}

impl FromStr for PluginVersion {
    type Err = ManifestError;

    fn from_str(text: &str) -> Result<Self, ManifestError> {
        let number = |part: Option<&str>| {
            part.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
                .and_then(|digits| digits.parse().ok())
        };
        let mut parts = text.split('.');
        let release = (number(parts.next()), number(parts.next()), number(parts.next()));
        match (release, parts.next()) {
            ((Some(major), Some(minor), Some(patch)), None) => Ok(Self { major, minor, patch }),
            _ => Err(ManifestError::Version(text.to_owned())),
        }
    }
}

impl fmt::Display for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PluginId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PluginVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Debug for PluginVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// Not a package name.
    #[error("expected an id of 1 to 64 characters of `a-z 0-9 -`, but got `{0}`")]
    Id(String),
    /// Not a release.
    #[error("expected a version such as `1.0.0`, but got `{0}`")]
    Version(String),
    /// Not a division's code.
    #[error("expected a division code of 2 to 12 digits, but got `{0}`")]
    Division(String),
    /// Ends before it begins.
    #[error("expected a period that ends after it begins, but it runs from {from} to {to}")]
    EmptyPeriod {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A field is empty.
    #[error("expected a `{0}`, but it is empty")]
    Missing(&'static str),
}

impl ManifestError {
    /// The error in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Id(id) => format!("插件编号应为 1 至 64 个小写字母、数字或连字符，实际为 `{id}`"),
            Self::Version(version) => format!("版本号应形如 `1.0.0`，实际为 `{version}`"),
            Self::Division(code) => format!("行政区划代码应为 2 至 12 位数字，实际为 `{code}`"),
            Self::EmptyPeriod { from, to } => format!("失效日期 {to} 不晚于生效日期 {from}"),
            Self::Missing(field) => format!("缺少必填项 `{field}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            id: "yuanjiang-means-test".parse().expect("a well-formed id"),
            version: "1.2.0".parse().expect("a well-formed version"),
            title: String::new(),
            world: "rule".into(),
            process: "dibao".into(),
            point: "means-test".into(),
            division: Some("530428".parse().expect("a well-formed code")),
            effective: Period { from: date(2026, 1, 1), to: Some(date(2027, 1, 1)) },
            law: "样例 第三条".into(),
        }
    }

    #[test]
    fn names_are_checked() {
        let id = |text: &str| text.parse::<PluginId>().is_ok();
        let version = |text: &str| text.parse::<PluginVersion>().is_ok();
        let division = |text: &str| text.parse::<DivisionCode>().is_ok();
        let cases = [
            (id("means-test"), true),
            (id("Means"), false),
            (id("9lives"), false),
            (id(""), false),
            (id("../etc"), false),
            (version("1.0.0"), true),
            (version("1.0"), false),
            (version("1.0.0.0"), false),
            (version("1.+1.0"), false),
            (version("1..0"), false),
            (division("53"), true),
            (division("530428100000"), true),
            (division("5304281000001"), false),
            (division("53042x"), false),
        ];
        for (row, (got, expected)) in cases.into_iter().enumerate() {
            assert_eq!(got, expected, "row {row}");
        }
    }

    #[test]
    fn versions_compare_by_number() {
        let version = |text: &str| text.parse::<PluginVersion>().expect("well formed");
        assert!(version("1.10.0") > version("1.9.9"));
        assert_eq!(version("1.10.0").to_string(), "1.10.0");
    }

    #[test]
    fn the_first_day_belongs_to_the_period_and_its_end_does_not() {
        let manifest = manifest();
        assert_eq!(manifest.check(), Ok(()));
        let covers = |day| manifest.effective.covers(day);
        assert!(!covers(date(2025, 12, 31)) && covers(date(2026, 1, 1)));
        assert!(covers(date(2026, 12, 31)) && !covers(date(2027, 1, 1)));
    }

    #[test]
    fn what_is_empty_is_refused() {
        let effective = Period { from: date(2026, 1, 1), to: Some(date(2026, 1, 1)) };
        let error = Manifest { effective, ..manifest() }.check().expect_err("an empty period");
        assert_eq!(error.zh(), "失效日期 2026-01-01 不晚于生效日期 2026-01-01");
        let error = Manifest { law: " ".into(), ..manifest() }.check().expect_err("no law");
        assert_eq!(error, ManifestError::Missing("law"));
    }

    #[test]
    fn it_reads_back_and_refuses_what_it_does_not_know() {
        let json = serde_json::to_string(&manifest()).expect("it is plain data");
        assert_eq!(serde_json::from_str::<Manifest>(&json).expect("it reads back"), manifest());
        for (wrong, right) in [("\"1.2\"", "\"1.2.0\""), ("\"53042x\"", "\"530428\"")] {
            assert!(json.contains(right));
            let wrong = json.replace(right, wrong);
            assert!(serde_json::from_str::<Manifest>(&wrong).is_err(), "{wrong}");
        }
        let more = json.replacen('{', "{\"more\":1,", 1);
        assert!(serde_json::from_str::<Manifest>(&more).is_err());
    }
}
