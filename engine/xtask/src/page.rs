//! A page of instructions as data: the files that it has written, the commands that it has typed,
//! and what they print.
//!
//! ````text
//! ```csv file=NAME      a file, as it stands
//! ```console            `$ ` before what is typed; below it what is printed
//! ```console rust       the same, for a reader who has the tools of that language
//! ````
//! Invariant: whatever stands in such a block is written or run, in the order of the page.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    path::Path,
    process::{Command, Output},
};

use anyhow::Context as _;

/// What the reader does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes a file.
    File {
        /// Its path, from the reader's folder.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Types a command.
    Typed {
        /// The command.
        command: String,
        /// The tools that it needs beside `tongban`: `rust`, `js`, or none.
        tools: String,
        /// The number of its line, from 0.
        line: usize,
        /// What the page says that it prints, below it.
        printed: String,
    },
}

/// What the page has done, in its order.
pub fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((_, line)) = lines.next() {
        let Some(fence) = line.strip_prefix("```") else { continue };
        let block: Vec<_> = lines.by_ref().take_while(|(_, line)| *line != "```").collect();
        if let Some((_, name)) = fence.split_once("file=") {
            let text = block.iter().fold(String::new(), |text, (_, line)| text + line + "\n");
            steps.push(Step::File { name: name.to_owned(), text });
        } else if let Some(tools) = fence.strip_prefix("console") {
            typed(&block, tools.trim(), &mut steps);
        }
    }
    steps
}

fn typed(block: &[(usize, &str)], tools: &str, steps: &mut Vec<Step>) {
    for (number, line) in block {
        if let Some(command) = line.strip_prefix("$ ") {
            let (command, printed) = (command.to_owned(), String::new());
            let tools = tools.to_owned();
            steps.push(Step::Typed { command, tools, line: *number, printed });
        } else if let Some(Step::Typed { printed, .. }) = steps.last_mut() {
            writeln!(printed, "{line}").expect("writing to memory cannot fail");
        }
    }
}

/// A shell's answer to a command of a page, typed in a folder where `tongban` is this program: what
/// both streams printed is its standard output.
pub fn type_in(
    (program, here): (&Path, &Path),
    command: &str,
    (name, value): (&str, &OsStr),
) -> anyhow::Result<Output> {
    let programs = program.parent().context("the program lies in a folder")?;
    let path = std::env::var("PATH").context("a path")?;
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .current_dir(here)
        .env("PATH", format!("{}:{path}", programs.display()))
        .env(name, value);
    shell.output().with_context(|| format!("typing `{command}`"))
}

/// The page with other words below the commands of these lines.
pub fn reprinted(page: &str, found: &[(usize, String)]) -> String {
    let mut out = String::new();
    let mut old = 0;
    for (number, line) in page.lines().enumerate() {
        let typed = steps(page).into_iter().find_map(|step| match step {
            Step::Typed { line, printed, .. } if line == number => Some(printed.lines().count()),
            Step::Typed { .. } | Step::File { .. } => None,
        });
        match (typed, found.iter().find(|(at, _)| *at == number)) {
            (Some(count), Some((_, printed))) => {
                writeln!(out, "{line}\n{}", printed.trim_end()).expect("writing to memory");
                old = count;
            }
            _ if old > 0 => old -= 1,
            _ => writeln!(out, "{line}").expect("writing to memory"),
        }
    }
    out
}

/// A text in which what differs from one reader to the next is masked: digests, keys, their ids.
pub fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() || "+/=".contains(letter) {
            word.push(letter);
            continue;
        }
        out.push_str(mask(&word));
        out.push(letter);
        word.clear();
    }
    out.trim_end().to_owned()
}

/// Whether each line of `shown` is among those printed, in its order: tools that build tell more
/// the first time. Digests, keys and sizes of components are the reader's own.
pub fn holds(printed: &str, shown: &str) -> bool {
    let (printed, shown) = (without_sizes(&masked(printed)), without_sizes(&masked(shown)));
    let mut printed = printed.lines();
    shown.lines().all(|line| printed.any(|found| found == line))
}

/// Another compiler makes components of other sizes.
fn without_sizes(text: &str) -> String {
    const SIZE: &str = " bytes)";
    let mut out = String::new();
    for part in text.split_inclusive(SIZE) {
        match part.strip_suffix(SIZE) {
            Some(before) => {
                out.push_str(before.trim_end_matches(|letter: char| letter.is_ascii_digit()));
                out.push_str(SIZE);
            }
            None => out.push_str(part),
        }
    }
    out
}

fn mask(word: &str) -> &str {
    let hex = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    match word.len() {
        64 if hex => "<digest>",
        16 if hex => "<key id>",
        56 if word.starts_with("RW") => "<key>",
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_steps_and_prose_does_not() {
        let page = "# T\n```text\n$ no\n```\n```csv file=a/b.csv\nx,1\n```\n\
                    ```console\n$ one\n1\n2\n$ two\n```\n```console js\n$ three\n```\n";
        let typed = |line, (command, tools): (&str, &str), printed: &str| Step::Typed {
            command: command.to_owned(),
            tools: tools.to_owned(),
            line,
            printed: printed.to_owned(),
        };
        let file = Step::File { name: "a/b.csv".to_owned(), text: "x,1\n".to_owned() };
        assert_eq!(
            steps(page),
            [
                file,
                typed(8, ("one", ""), "1\n2\n"),
                typed(11, ("two", ""), ""),
                typed(14, ("three", "js"), "")
            ]
        );
        let again = reprinted(page, &[(8, "3\n".to_owned()), (11, "4\n5".to_owned())]);
        assert_eq!(again, page.replace("1\n2\n", "3\n").replace("$ two\n", "$ two\n4\n5\n"));
    }

    #[test]
    fn what_a_page_shows_is_among_what_is_printed_in_its_order() {
        let printed = "Compiling a\nr.wasm (33300 bytes) x\nok   one\nok   two 2\n";
        assert!(holds(printed, "r.wasm (7 bytes) x\nok   two 2\n") && holds(printed, ""));
        assert!(!holds(printed, "ok   two 2\nok   one\n") && !holds(printed, "ok   two\n"));
    }

    #[test]
    fn digests_and_keys_are_masked_and_nothing_else() {
        let digest = "0a".repeat(32);
        let key = format!("RW{}", "k".repeat(54));
        let told = format!("sha256:{digest} (6655 bytes) {key} 0123456789ABCDEF 2026-09-18");
        let expected = "sha256:<digest> (6655 bytes) <key> <key id> 2026-09-18";
        assert_eq!(masked(&told), expected);
    }
}
