//! Files that only their owner reads: secret keys and tokens.
//!
//! Invariant: such a file never takes the place of another.

use std::{
    fs::{self, File},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::Context as _;

/// Makes the file, empty.
pub(super) fn create(path: &Path) -> anyhow::Result<File> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.with_context(|| format!("making `{}`", path.display()))
}

/// Fills it.
pub(super) fn write((mut file, path): (File, &Path), text: &str) -> anyhow::Result<()> {
    file.write_all(text.as_bytes()).with_context(|| format!("writing `{}`", path.display()))
}

/// Takes away a file that stayed empty.
pub(super) fn forget(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        eprintln!("error: removing the empty `{}`: {error}", path.display());
    }
}
