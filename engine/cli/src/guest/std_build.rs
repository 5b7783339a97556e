//! The standard library for guests, built once from the compiler's own source and kept.
//!
//! Not here: fetching a compiler or its source. Invariants: what is kept belongs to one release of
//! one compiler; a build that was interrupted leaves nothing that looks whole.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

use super::toolchain::{self, TARGET, ask, has_std};

/// The folder of the compiler's source, where it is installed.
pub(super) fn source(rustc: &Path) -> anyhow::Result<Option<PathBuf>> {
    let library =
        PathBuf::from(ask(rustc, &["--print", "sysroot"])?).join("lib/rustlib/src/rust/library");
    Ok(library.join("std/Cargo.toml").exists().then_some(library))
}

/// A folder that `--sysroot` takes, with the standard library for guests; built when it is not
/// there: a minute, and some 140 MB.
pub(super) fn sysroot(rustc: &Path) -> anyhow::Result<PathBuf> {
    let version = ask(rustc, &["--version", "--verbose"])?;
    let release = field(&version, "release")?;
    let commit = field(&version, "commit-hash")?;
    let name = format!("{TARGET}-{release}-{}", commit.get(..9).unwrap_or(commit));
    let kept = cache()?.join(name);
    let libraries = kept.join("lib/rustlib").join(TARGET).join("lib");
    if !has_std(&libraries) {
        eprintln!("building the standard library for {TARGET} once, in {}", kept.display());
        build(rustc, &kept, &libraries)?;
    }
    Ok(kept)
}

/// `TONGBAN_CACHE`: where everything that guests' builds can make again is kept.
pub(super) fn chosen_cache() -> Option<PathBuf> {
    std::env::var_os("TONGBAN_CACHE").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Where the standard library is kept: the chosen folder, else the user's own for such things.
fn cache() -> anyhow::Result<PathBuf> {
    if let Some(folder) = chosen_cache() {
        return Ok(folder);
    }
    let caches = std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty());
    let caches = caches.map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cache")));
    Ok(caches.context("expected a home folder, or `TONGBAN_CACHE`")?.join("tongban"))
}

fn build(rustc: &Path, kept: &Path, libraries: &Path) -> anyhow::Result<()> {
    // One workshop for each process: two that build the same do not meet.
    let workshop = PathBuf::from(format!("{}.{}", kept.display(), std::process::id()));
    remove(&workshop)?;
    let artifacts = compile(rustc, &workshop)?;
    let fresh = workshop.join("libraries");
    create(&fresh)?;
    for artifact in artifacts {
        let name = artifact.file_name().context("expected a file name from cargo")?;
        std::fs::copy(&artifact, fresh.join(name))
            .with_context(|| format!("copying `{}`", artifact.display()))?;
    }
    if !has_std(&fresh) {
        bail!("expected cargo to build the standard library, but it did not");
    }
    remove(kept)?;
    create(libraries.parent().unwrap_or(kept))?;
    // Whole or not at all: another process that builds the same just comes second.
    std::fs::rename(&fresh, libraries)
        .with_context(|| format!("putting the libraries into `{}`", libraries.display()))?;
    remove(&workshop)
}

/// Compiles an empty crate with its standard library; gives the libraries.
fn compile(rustc: &Path, workshop: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let sources = workshop.join("src");
    create(&sources)?;
    let manifest = [
        "[package]\nname = \"standard-library\"\nversion = \"0.0.0\"\nedition = \"2021\"",
        "[workspace]",
        "[profile.release]\nopt-level = \"s\"\npanic = \"abort\"\ncodegen-units = 1\n",
    ];
    let manifest = manifest.join("\n");
    write(&workshop.join("Cargo.toml"), &manifest)?;
    write(&sources.join("lib.rs"), "")?;
    let mut cargo = Command::new(toolchain::cargo());
    cargo
        .args(["build", "--release", "--quiet", "--target", TARGET])
        .args(["-Zbuild-std=std,panic_abort", "--message-format=json-render-diagnostics"])
        .current_dir(workshop)
        .env("RUSTC", rustc)
        // The standard library is built by the stable compiler that it belongs to.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", workshop.join("target"))
        .env_remove("RUSTC_WRAPPER")
        .stderr(Stdio::inherit());
    let output = cargo.output().context("starting `cargo`: is Rust installed?")?;
    if !output.status.success() {
        bail!("expected the standard library for {TARGET} to compile, see above");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    Ok(messages.lines().flat_map(libraries_of).collect())
}

/// The libraries that a message of cargo tells of, except the empty crate's.
fn libraries_of(message: &str) -> Vec<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).unwrap_or_default();
    let files = message["filenames"].as_array().cloned().unwrap_or_default();
    let own = message["target"]["name"] == "standard_library";
    let names = files.iter().filter_map(|file| file.as_str()).map(PathBuf::from);
    names.filter(|name| !own && name.extension().is_some_and(|ending| ending == "rlib")).collect()
}

fn field<'a>(version: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let mut lines = version.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(found, _)| *found == name).map(|(_, value)| value);
    found.with_context(|| format!("expected a `{name}` in what the compiler says of its version"))
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    std::fs::remove_dir_all(folder).with_context(|| format!("removing `{}`", folder.display()))
}

fn create(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("creating `{}`", folder.display()))
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("writing `{}`", file.display()))
}
