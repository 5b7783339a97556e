//! Spelling: full-width and half-width forms of the same sign are one sign.
//!
//! Not here: grammar. Invariant: the words inside a text cell are never changed, because they are
//! compared with what a form holds.

use unicode_normalization::UnicodeNormalization;

/// NFKC without surrounding space: for titles, names, numbers, dates and operators.
pub(super) fn normalised(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// Turns only full-width signs of the grammar into their plain form, for cells that hold words.
pub(super) fn plain_signs(text: &str) -> String {
    text.trim().chars().map(plain_sign).collect()
}

fn plain_sign(sign: char) -> char {
    match sign {
        '（' => '(',
        '）' => ')',
        '，' => ',',
        '｜' => '|',
        '＝' => '=',
        '！' => '!',
        '“' | '”' | '＂' => '"',
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// A cell that accepts everything.
pub(super) fn is_any(cell: &str) -> bool {
    matches!(cell, "-" | "－" | "—" | "–" | "——" | "不限" | "任意")
}

/// A cell or word that means the empty value.
pub(super) fn is_null(cell: &str) -> bool {
    matches!(cell, "null" | "空" | "空值")
}

/// Whether this can be the name of an input or output: `[\p{L}_][\p{L}\p{N}_]*`, in several parts
/// joined by dots where it comes from a record.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= super::NAME_BYTES_MAX
        && name.split('.').all(|part| {
            let mut signs = part.chars();
            signs.next().is_some_and(|first| first.is_alphabetic() || first == '_')
                && signs.all(|sign| sign.is_alphanumeric() || sign == '_')
        })
}
