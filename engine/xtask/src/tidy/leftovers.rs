//! Leftovers: notes to self, doors for tests, paths of somebody's machine.

use super::sources::Source;

/// What must not be committed, and where it may be all the same.
fn patterns() -> Vec<(String, &'static str)> {
    // Written in two parts, so that this file does not find itself.
    let of = |a: &str, b: &str| format!("{a}{b}");
    vec![
        (of("FIX", "ME"), "mend it or say why it stays"),
        (of("TO", "DO"), "only with an issue's number"),
        (of("db", "g!("), "a debugging aid"),
        (of("todo", "!("), "unfinished code"),
        (of("unimplemented", "!("), "unfinished code"),
        (of("#[ign", "ore"), "a test that does not run"),
        (of("#[allow", "("), "use `#[expect(…, reason = …)]`"),
        (of("thread::sl", "eep(std"), "a test must not wait"),
        (of("/ho", "me/"), "a path of somebody's machine"),
        (of("/ro", "ot/"), "a path of somebody's machine"),
        (of("/wo", "rk/"), "a path of somebody's machine"),
        (of("crates", ".io-index"), "a registry's host"),
        (of("registry.npm", "js"), "a registry's host"),
    ]
}

/// Everything that was left behind.
pub(super) fn check(sources: &[Source]) -> Vec<String> {
    let patterns = patterns();
    let mut problems = Vec::new();
    for source in sources.iter().filter(|source| !source.name.ends_with("Cargo.lock")) {
        for (number, line) in source.text.lines().enumerate() {
            for (pattern, why) in &patterns {
                if line.contains(pattern.as_str()) {
                    problems.push(format!("{}:{}: `{pattern}`: {why}", source.name, number + 1));
                }
            }
        }
    }
    problems
}
