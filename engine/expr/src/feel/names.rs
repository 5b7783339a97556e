//! The names that expressions may use, with their types; built once, read by every parse.
//!
//! Not here: their values ([`super::Values`]).
//! Invariants: a name is `[\p{L}_][\p{L}\p{N}_]*` after NFKC and no word of the language; so a
//! name never holds an operator or a space, and `a-1` is always a subtraction.

use std::sync::Arc;

use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    limits::{NAME_CHARACTERS_MAX, NAMES_MAX},
    problem::{DECLARATION, Problem},
};
use crate::Type;

/// Declared names and their types.
#[derive(Clone, Debug, Default)]
pub struct Names {
    types: IndexMap<Arc<str>, Type>,
}

/// Words that have a meaning of their own.
pub(super) const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "some",
    "every",
    "satisfies",
    "in",
    "between",
    "true",
    "false",
    "null",
    "item",
    "for",
    "return",
    "function",
    "instance",
    "of",
    "external",
];

impl Names {
    /// No names: expressions of literals only.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Names::declare`], for chains.
    pub fn with_name(mut self, name: &str, kind: Type) -> Result<Self, Problem> {
        self.declare(name, kind)?;
        Ok(self)
    }

    /// Declares `name`, and the fields of its records; the place of a problem is within `name`.
    pub fn declare(&mut self, name: &str, kind: Type) -> Result<(), Problem> {
        let spelled = checked(name)?;
        if self.types.len() >= NAMES_MAX {
            let (zh, en) = (
                format!("名称最多 {NAMES_MAX} 个"),
                format!("expected at most {NAMES_MAX} names, but `{name}` is one more"),
            );
            return Err(Problem::new(DECLARATION, 0..name.len(), (zh, en)));
        }
        let kind = with_checked_fields(kind)?;
        if self.types.contains_key(&spelled) {
            let (zh, en) = (
                format!("名称“{name}”已经声明过"),
                format!("expected each name once, but `{name}` is declared twice"),
            );
            return Err(Problem::new(DECLARATION, 0..name.len(), (zh, en)));
        }
        self.types.insert(spelled, kind);
        Ok(())
    }

    /// The type of a declared name.
    pub fn type_of(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// All names in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Type)> {
        self.types.iter().map(|(name, kind)| (&**name, kind))
    }

    /// How a node id such as `village-panel` is written in an expression: `village_panel`.
    pub fn spelling(id: &str) -> String {
        normal(id).chars().map(|c| if matches!(c, '-' | '.' | ' ') { '_' } else { c }).collect()
    }

    pub(super) fn entry(&self, name: &str) -> Option<(&Arc<str>, &Type)> {
        self.types.get_key_value(name)
    }
}

/// NFKC: full-width letters and composed characters are the same name.
pub(super) fn normal(text: &str) -> String {
    text.nfkc().collect()
}

pub(super) fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(super) fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_numeric()
}

/// The declared name nearest to what was written, if it is near enough to be meant.
pub(super) fn nearest<'a>(
    written: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    let budget = (length / 2).clamp(1, 3);
    candidates
        .map(|candidate| (distance(written, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= budget && *distance < length.max(candidate.chars().count())
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn checked(name: &str) -> Result<Arc<str>, Problem> {
    let spelled = normal(name);
    let mut characters = spelled.chars();
    let well_formed = characters.next().is_some_and(starts_name)
        && characters.all(continues_name)
        && spelled.chars().count() <= NAME_CHARACTERS_MAX;
    if !well_formed {
        let problem = Problem::new(
            DECLARATION,
            0..name.len(),
            (
                format!(
                    "“{name}”不能作名称：\
                     只能用文字、数字和下划线，以文字开头，不超过 {NAME_CHARACTERS_MAX} 字"
                ),
                format!(
                    "expected letters, digits and `_`, at most {NAME_CHARACTERS_MAX}, but the name is `{name}`"
                ),
            ),
        );
        let spelling = Names::spelling(name);
        return Err(problem.hint(format!("例如写成“{spelling}”"), format!("write `{spelling}`")));
    }
    if RESERVED.contains(&spelled.as_str()) {
        return Err(Problem::new(
            DECLARATION,
            0..name.len(),
            (
                format!("“{name}”是表达式的保留字"),
                format!("expected a name, but `{name}` is a word of the expression language"),
            ),
        ));
    }
    Ok(spelled.into())
}

fn with_checked_fields(kind: Type) -> Result<Type, Problem> {
    Ok(match kind {
        Type::List(item) => Type::List(Box::new(with_checked_fields(*item)?)),
        Type::Record(fields) => Type::Record(
            fields
                .into_iter()
                .map(|(name, kind)| Ok((checked(&name)?, with_checked_fields(kind)?)))
                .collect::<Result<_, Problem>>()?,
        ),
        scalar => scalar,
    })
}
