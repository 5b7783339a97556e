//! Third-party crates: licences, bans, duplicates, and the stand-in for the network client.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::process::{cargo, output};

/// Licences that a county may ship.
const LICENCES: &[&str] = &[
    "Apache-2.0",
    "MIT",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "0BSD",
    "MIT-0",
    "BlueOak-1.0.0",
    "Apache-2.0 WITH LLVM-exception",
];

/// Crates whose licence is right but is written in a way that is not an expression of those.
const LICENCE_EXCEPTIONS: &[(&str, &str)] = &[];

/// Crates that must not come in.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "no TLS library of the system"),
    ("native-tls", "no TLS library of the system"),
    ("rustls", "nothing here calls out"),
];

/// Crates that are there in several versions today; each with whom to wait for. Take one out as
/// soon as `cargo tree -d` no longer shows it; never add one without a reason.
const DUPLICATES: &str = include_str!("../../duplicates.txt");

#[derive(Deserialize)]
pub(super) struct Metadata {
    packages: Vec<Package>,
    workspace_members: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Package {
    id: String,
    pub(super) name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    manifest_path: String,
    pub(super) dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
pub(super) struct Dependency {
    pub(super) name: String,
    pub(super) kind: Option<String>,
}

impl Metadata {
    pub(super) fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.workspace_members.contains(&package.id))
    }
}

impl Package {
    pub(super) fn short(&self) -> &str {
        self.name.trim_start_matches("tongban-")
    }

    /// It lies in `tests/`.
    pub(super) fn is_test(&self) -> bool {
        let root = crate::process::root();
        let path = std::path::Path::new(&self.manifest_path);
        path.starts_with(root.join("tests"))
    }
}

/// What cargo knows of this workspace.
pub(super) fn metadata() -> anyhow::Result<Metadata> {
    let json = output(&mut cargo(&["metadata", "--format-version", "1", "--locked"]))?;
    Ok(serde_json::from_str(&json)?)
}

/// Everything that is wrong with the crates of others.
pub(super) fn check(metadata: &Metadata) -> Vec<String> {
    let mut problems = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &metadata.packages {
        let name = package.name.as_str();
        versions.entry(name).or_default().push(&package.version);
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == name) {
            problems.push(format!("{name}: banned ({why})"));
        }
        if name == "reqwest" && package.source.is_some() {
            problems.push("reqwest: expected our stand-in without network code".to_owned());
        }
        let licence = package.license.as_deref().unwrap_or_default();
        let excepted = LICENCE_EXCEPTIONS.iter().any(|(excepted, _)| *excepted == name);
        if !excepted && !allowed(licence) {
            problems.push(format!("{name}: licence `{licence}` is not on the list"));
        }
    }
    let known: Vec<&str> = DUPLICATES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let several: Vec<_> = versions.into_iter().filter(|(_, found)| found.len() > 1).collect();
    for (name, found) in &several {
        if !known.contains(name) {
            problems.push(format!("{name}: comes in {} versions: {found:?}", found.len()));
        }
    }
    for name in known {
        if !several.iter().any(|(found, _)| *found == name) {
            problems.push(format!("{name}: comes once now; take it out of duplicates.txt"));
        }
    }
    problems
}

/// Whether one of the alternatives (`OR`) consists of allowed licences only (`AND`).
fn allowed(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain
        .split(" OR ")
        .any(|all| all.split(" AND ").all(|licence| LICENCES.contains(&licence.trim())))
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn one_allowed_alternative_is_enough_and_all_parts_of_it_are_needed() {
        assert!(allowed("MIT OR GPL-3.0"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!allowed("GPL-3.0"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(!allowed(""));
    }
}
