//! Mutants of every source in these tests: refused or evaluated, never a crash.

use std::env;

use super::{differential, full};
use crate::fuzz_expression;

/// Every text in double quotes that stands first in a row of the neighbouring tables.
pub(super) fn corpus() -> Vec<String> {
    let tables = [
        include_str!("evaluation.rs"),
        include_str!("traps.rs"),
        include_str!("fence.rs"),
        include_str!("problems.rs"),
    ];
    tables.iter().flat_map(|table| table.lines()).filter_map(first_text).collect()
}

/// `("source", …` as source.
fn first_text(line: &str) -> Option<String> {
    let row = line.trim_start().strip_prefix("(\"")?;
    let mut text = String::new();
    let mut characters = row.chars();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => match characters.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

/// A small generator with a seed: a failing run is repeated by its number.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).expect("below a usize")
    }
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "..",
    "\"",
    "\\u",
    "\\uD83D",
    " and ",
    " or ",
    " in ",
    "not(",
    "if ",
    " then ",
    " else ",
    "some x in ",
    " satisfies ",
    "for ",
    "between ",
    "null",
    "item",
    "income",
    "成员",
    "年龄",
    "家庭人数",
    "申请日",
    "today()",
    "duration(\"P1D\")",
    "sum(",
    "count(",
    "-",
    "+",
    "*",
    "/",
    "=",
    "!=",
    ">=",
    "<",
    "@\"",
    "{",
    "}",
    ":",
    "，",
    "（",
    "0",
    "9999999999999999999999999999",
    "1e9",
    "\0",
    "\u{200b}",
    "//",
    "/*",
    "**",
    "?",
];

fn mutant(corpus: &[String], seeded: &mut Seeded) -> String {
    let mut text: Vec<char> = corpus[seeded.below(corpus.len())].chars().collect();
    for _ in 0..=seeded.below(4) {
        let at = seeded.below(text.len() + 1);
        match seeded.below(6) {
            0 if !text.is_empty() => {
                text.remove(at.min(text.len() - 1));
            }
            1 => {
                let end = (at + seeded.below(8)).min(text.len());
                text.drain(at..end);
            }
            2 => {
                let end = (at + seeded.below(24)).min(text.len());
                let copied: Vec<char> = text[at..end].to_vec();
                text.splice(at..at, copied);
            }
            3 => {
                let other: Vec<char> = corpus[seeded.below(corpus.len())].chars().collect();
                let start = seeded.below(other.len() + 1);
                text.splice(at.., other[start..].iter().copied());
            }
            _ => {
                text.splice(at..at, PIECES[seeded.below(PIECES.len())].chars());
            }
        }
    }
    text.into_iter().collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the long run is asked for by the environment")]
fn mutants_are_refused_or_evaluated() {
    let long = env::var_os("TONGBAN_LONG").is_some();
    let (mutants, compared) = if long { (1_000_000, 100_000) } else { (20_000, 1_000) };
    let corpus = corpus();
    assert!(corpus.len() > 200, "the tables hold {} sources", corpus.len());
    let values = full();
    let mut seeded = Seeded(20_260_302);
    let mut agreed = 0;
    for number in 0..mutants {
        let source = mutant(&corpus, &mut seeded);
        fuzz_expression(source.as_bytes());
        if number < compared {
            let verdict = differential::agree(&source, &values);
            assert_ne!(verdict, Some(false), "mutant {number} means two things: {source}");
            agreed += usize::from(verdict.is_some());
        }
    }
    assert!(agreed > compared / 50, "only {agreed} of {compared} mutants were compared");
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    fuzz_expression(&[0xFF, 0xFE, 0x00]);
    fuzz_expression(b"");
}
