//! The text files that git knows.

use std::{path::Path, process::Command};

use crate::process::{output, root};

/// One file.
pub(super) struct Source {
    /// Its name from the root.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
}

impl Source {
    pub(super) fn is_rust(&self) -> bool {
        Path::new(&self.name).extension().is_some_and(|ending| ending == "rs")
    }

    /// Tests may be longer, and may say more.
    pub(super) fn is_test(&self) -> bool {
        let parts: Vec<_> = self.name.split('/').collect();
        parts[0] == "tests"
            || parts.contains(&"tests")
            || self.name.ends_with("/tests.rs")
            || self.name.ends_with("_tests.rs")
    }

    /// The lines before the tests at the end of a file.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(number, line)| (number + 1, line));
        lines.take_while(|(_, line)| *line != "#[cfg(test)]")
    }
}

/// Every text file that is committed, or is new and not ignored.
pub(super) fn read() -> anyhow::Result<Vec<Source>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let names = output(&mut git)?;
    let mut sources = Vec::new();
    // A crate that is still being built outside the workspace is not held to its rules yet.
    let manifest = std::fs::read_to_string(root().join("Cargo.toml"))?;
    let members = manifest.split("exclude = [").next().unwrap_or_default();
    let member = |name: &str| {
        let folder = name.split('/').take(2).collect::<Vec<_>>().join("/");
        let rust = Path::new(name).extension().is_some_and(|ending| ending == "rs");
        !rust || members.contains(&format!("\"{folder}\""))
    };
    for name in names.lines().filter(|name| member(name)) {
        // A file that was deleted but not yet committed is no source; one that is no text neither.
        if let Ok(text) = std::fs::read_to_string(root().join(name)) {
            sources.push(Source { name: name.to_owned(), text });
        }
    }
    Ok(sources)
}
