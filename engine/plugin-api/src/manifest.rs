//! What a plugin package says of itself: who supplies what, where, from when, and by which law.
//!
//! Not here: how it is written down, its signature, whether the division may supply it.
//! Invariants: ids, codes and versions are well formed once they exist; a period is not empty.

use std::{fmt, str::FromStr, sync::Arc};

use jiff::civil::Date;
use tongban_core::call::{Digest, Question};

/// A package: one component and the place it is meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name, the same in all its versions.
    pub id: PluginId,
    /// Grows with each release of `id`.
    pub version: PluginVersion,
    /// Who supplies it; it speaks for cases at or below this division.
    pub division: DivisionCode,
    /// The extension point that it fills, by the name which the process gives it.
    pub point: Arc<str>,
    /// The world that the component implements.
    pub question: Question,
    /// How it joins the layers above; must be what the point declares.
    pub mode: Mode,
    /// First day on which it applies.
    pub effective_from: Date,
    /// Last day on which it applies; `None` while nobody has set an end.
    pub effective_to: Option<Date>,
    /// What entitles the division to it.
    pub law: LegalBasis,
    /// SHA-256 of the component.
    pub digest: Digest,
}

impl Manifest {
    /// Whether the package applies on `day`; both ends belong to the period.
    pub fn applies_on(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|end| day <= end)
    }

    /// Refuses what no single field can see: an end before the beginning, an empty point or law.
    pub fn check(&self) -> Result<(), ManifestError> {
        if let Some(end) = self.effective_to
            && end < self.effective_from
        {
            return Err(ManifestError::EmptyPeriod { from: self.effective_from, to: end });
        }
        if self.point.trim().is_empty() {
            return Err(ManifestError::Missing("point"));
        }
        if self.law.document.trim().is_empty() {
            return Err(ManifestError::Missing("law"));
        }
        Ok(())
    }
}

/// How a layer joins those above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The nearest layer answers alone.
    Replace,
    /// All answer; the strictest verdict stands.
    Tighten,
    /// A value inside the limits set above.
    Bounded,
}

/// The document, and where it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalBasis {
    /// Number or title, for example `云民发〔2021〕128号`.
    pub document: Arc<str>,
    /// The article, for example `第十条第二款`.
    pub article: Option<Arc<str>>,
}

impl fmt::Display for LegalBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        self.article.as_deref().map_or(Ok(()), |article| write!(f, " {article}"))
    }
}

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
            Self::EmptyPeriod { from, to } => format!("失效日期 {to} 早于生效日期 {from}"),
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
            division: "530428".parse().expect("a well-formed code"),
            point: "means-test".into(),
            question: Question::Rule,
            mode: Mode::Tighten,
            effective_from: date(2026, 1, 1),
            effective_to: Some(date(2026, 12, 31)),
            law: LegalBasis { document: "样例".into(), article: Some("第三条".into()) },
            digest: Digest([7; 32]),
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
    fn both_ends_belong_to_the_period() {
        let manifest = manifest();
        assert_eq!(manifest.check(), Ok(()));
        assert!(!manifest.applies_on(date(2025, 12, 31)));
        assert!(manifest.applies_on(date(2026, 1, 1)));
        assert!(manifest.applies_on(date(2026, 12, 31)));
        assert!(!manifest.applies_on(date(2027, 1, 1)));
        assert_eq!(manifest.law.to_string(), "样例 第三条");
    }

    #[test]
    fn an_empty_period_is_refused() {
        let manifest = Manifest { effective_to: Some(date(2025, 1, 1)), ..manifest() };
        let error = manifest.check().expect_err("ends before it begins");
        assert_eq!(error.zh(), "失效日期 2025-01-01 早于生效日期 2026-01-01");
    }
}
