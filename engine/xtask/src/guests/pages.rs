//! The pages for programmers, followed: what they have typed for a language works as it stands and
//! prints what they show.
//!
//! Not here: commands that need nothing but `tongban` (`tests/e2e`).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use anyhow::{Context as _, ensure};
use tongban_xtask::page::{Step, holds, steps, type_in};

use crate::process::{self, root};

/// What is built, or fetched: not copied.
const MADE: [&str; 2] = ["target", "node_modules"];

/// Follows `plugins/PROGRAMMERS.md` in an empty folder, and the pages beside the bundled programs
/// in copies of theirs, as far as they are for this language.
pub(super) fn follow(language: &str, plugins: &[&str], cache: &Path) -> anyhow::Result<()> {
    let here = cache.join(format!("pages-{language}"));
    if here.exists() {
        fs::remove_dir_all(&here).with_context(|| format!("removing `{}`", here.display()))?;
    }
    copy(&root().join("plugins"), &here.join("plugins"))?;
    let desk = here.join("desk");
    fs::create_dir(&desk).context("making an empty folder")?;
    let reader = Reader { language, cache };
    reader.follow(&root().join("plugins/PROGRAMMERS.md"), &desk)?;
    for plugin in plugins {
        reader.follow(&root().join(plugin).join("README.md"), &here.join(plugin))?;
    }
    Ok(())
}

struct Reader<'a> {
    language: &'a str,
    cache: &'a Path,
}

impl Reader<'_> {
    /// Types what `page` has typed for our language, in the folder `here`.
    fn follow(&self, page: &Path, here: &Path) -> anyhow::Result<()> {
        let text =
            fs::read_to_string(page).with_context(|| format!("reading `{}`", page.display()))?;
        let mut count = 0;
        for step in steps(&text) {
            let Step::Typed { command, tools, printed, .. } = step else { continue };
            if tools != self.language {
                continue;
            }
            let found = self.types(&command, here)?;
            let page = page.display();
            ensure!(holds(&found, &printed), "{page}: `{command}` prints another thing:\n{found}");
            count += 1;
        }
        let (page, language) = (page.display(), self.language);
        ensure!(count > 0, "expected commands in `console {language}` of `{page}`, but found none");
        Ok(())
    }

    /// What a command prints; fails if it does.
    fn types(&self, command: &str, here: &Path) -> anyhow::Result<String> {
        let cache = ("TONGBAN_CACHE", self.cache.as_os_str());
        let Output { status, stdout, .. } = type_in((&process::tongban()?, here), command, cache)?;
        let found = String::from_utf8_lossy(&stdout).into_owned();
        ensure!(status.success(), "`{command}` ended with {status}:\n{found}");
        Ok(found)
    }
}

/// Copies a folder of sources.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copying = || format!("copying `{}`", from.display());
    fs::create_dir_all(to).with_context(copying)?;
    for entry in fs::read_dir(from).with_context(copying)? {
        let (path, place): (PathBuf, PathBuf) = {
            let entry = entry.with_context(copying)?;
            (entry.path(), to.join(entry.file_name()))
        };
        if MADE.iter().any(|made| path.ends_with(made)) {
            continue;
        }
        if path.is_dir() {
            copy(&path, &place)?;
        } else {
            fs::copy(&path, &place).with_context(copying)?;
        }
    }
    Ok(())
}
