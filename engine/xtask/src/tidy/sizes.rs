//! Sizes: files, functions, lines and parameters, as a ratchet.

use std::collections::BTreeMap;

use super::sources::Source;
use crate::process::root;

const FILE_LINES_MAX: usize = 500;
const TEST_FILE_LINES_MAX: usize = 1_500;
const FUNCTION_LINES_MAX: usize = 70;
const LINE_COLUMNS_MAX: usize = 100;

const RATCHET: &str = "engine/xtask/ratchet.txt";

/// Everything above a limit that the ratchet does not know at that size.
pub(super) fn check(sources: &[Source], bless: bool) -> anyhow::Result<Vec<String>> {
    let mut found = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_rust()) {
        files(source, &mut found);
        functions(source, &mut found);
        lines(source, &mut found);
    }
    let path = root().join(RATCHET);
    let known = read(&std::fs::read_to_string(&path).unwrap_or_default());
    let mut problems = Vec::new();
    for (what, size) in &found {
        match known.get(what) {
            Some(before) if size <= before => {}
            Some(before) => problems.push(format!("{what}: grew from {before} to {size}")),
            None => problems.push(format!("{what}: {size}")),
        }
    }
    let better = known.iter().any(|(what, before)| found.get(what).is_none_or(|now| now < before));
    if better && bless && problems.is_empty() {
        let lines: Vec<_> = found.iter().map(|(what, size)| format!("{size} {what}")).collect();
        let text = lines.join("\n");
        std::fs::write(path, format!("# Above a limit today; may only shrink.\n{text}\n"))?;
    } else if better {
        problems.push(format!("{RATCHET}: something got better, run `cargo xtask tidy --bless`"));
    }
    Ok(problems)
}

fn read(text: &str) -> BTreeMap<String, usize> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let entry = |line: &str| {
        let (size, what) = line.split_once(' ')?;
        Some((what.to_owned(), size.parse().ok()?))
    };
    lines.filter_map(entry).collect()
}

fn files(source: &Source, found: &mut BTreeMap<String, usize>) {
    let (max, count) = if source.is_test() {
        (TEST_FILE_LINES_MAX, source.text.lines().count())
    } else {
        (FILE_LINES_MAX, source.code().count())
    };
    if count > max {
        found.insert(format!("{}: lines of the file, at most {max}", source.name), count);
    }
}

/// Functions begin with a line that has `fn` and end with a brace at the same indentation: `rustfmt`
/// guarantees both.
fn functions(source: &Source, found: &mut BTreeMap<String, usize>) {
    let mut open: Option<(usize, usize, String)> = None;
    for (number, line) in source.text.lines().enumerate() {
        let indentation = line.len() - line.trim_start().len();
        match &open {
            None => {
                if let Some(name) = function_name(line)
                    && !line.trim_end().ends_with([';', '}'])
                {
                    open = Some((number, indentation, name));
                }
            }
            Some((start, at, name)) => {
                let ends =
                    indentation == *at && (line.trim() == "}" || line.trim_end().ends_with(';'));
                if ends {
                    let count = number - start + 1;
                    if count > FUNCTION_LINES_MAX {
                        let what = format!(
                            "{}: lines of `{name}`, at most {FUNCTION_LINES_MAX}",
                            source.name
                        );
                        found.insert(what, count);
                    }
                    open = None;
                }
            }
        }
    }
}

fn function_name(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let modifier = |word: &&str| {
        matches!(
            *word,
            "pub" | "pub(crate)" | "pub(super)" | "async" | "const" | "unsafe" | "extern" | "\"C\""
        )
    };
    let first = words.find(|word| !modifier(word))?;
    if first != "fn" {
        return None;
    }
    let name = words.next()?;
    Some(name.split(['(', '<']).next()?.to_owned())
}

fn lines(source: &Source, found: &mut BTreeMap<String, usize>) {
    // Wide characters count once: a Chinese sentence is not longer for being Chinese.
    let longest = source.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    if longest > LINE_COLUMNS_MAX {
        found.insert(
            format!("{}: columns of its longest line, at most {LINE_COLUMNS_MAX}", source.name),
            longest,
        );
    }
}
