//! Plugins in programming languages: their compilers, their builds, their cases in the real host.
//!
//! Not here: how a guest is built (`tongban plugin build`), what is compared (`tests/guests`).
//! Invariant: nothing is fetched but Debian's and npm's packages through their own clients, and
//! only where this is allowed to install; otherwise the command is said and the check stops.

mod pages;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

use crate::process::{self, cargo, output, root, run};

/// Debian's compiler for what browsers and engines need, and the source of its standard library.
const PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];

/// What plugins can be asked; `tongban plugin new` has an example of each.
const WORLDS: [&str; 5] = ["rule", "parameter", "checklist", "amount", "validator"];

/// Bundled plugins by their language.
const RUST_PLUGINS: [&str; 1] = ["plugins/income-validator"];
const SCRIPT_PLUGINS: [&str; 1] = ["plugins/dibao-checklist-js"];

/// Plugins written in Rust.
pub(crate) fn rust() -> anyhow::Result<()> {
    provide_compiler()?;
    let manifest = root().join("plugins/sdk-rust/Cargo.toml");
    let mut tests = cargo(&["test", "--quiet", "--locked", "--manifest-path"]);
    run(tests.arg(manifest).env("CARGO_TARGET_DIR", cache().join("sdk")))?;
    guests("conformance", "rust")?;
    for world in WORLDS {
        plugin_test(&new_plugin("rust", world)?)?;
    }
    RUST_PLUGINS.iter().try_for_each(|folder| plugin_test(folder))?;
    guests("running", "rust")?;
    pages::follow("rust", &RUST_PLUGINS, &cache())
}

/// Plugins written in JavaScript or TypeScript.
pub(crate) fn scripts() -> anyhow::Result<()> {
    for folder in ["tests/guests/js"].into_iter().chain(SCRIPT_PLUGINS) {
        let folder = root().join(folder);
        npm(&folder, &["ci", "--no-audit", "--no-fund"])?;
        npm(&folder, &["run", "--silent", "check"])?;
    }
    guests("conformance", "js")?;
    for world in WORLDS {
        let fresh = new_plugin("js", world)?;
        let folder = root().join(&fresh);
        npm(&folder, &["ci", "--no-audit", "--no-fund", "--prefer-offline"])?;
        npm(&folder, &["run", "--silent", "check"])?;
        plugin_test(&fresh)?;
    }
    SCRIPT_PLUGINS.iter().try_for_each(|folder| plugin_test(folder))?;
    guests("running", "js")?;
    pages::follow("js", &SCRIPT_PLUGINS, &cache())
}

fn guests(verb: &str, language: &str) -> anyhow::Result<()> {
    let mut guests = Command::new(process::program("guests")?);
    run(guests.args([verb, language]).current_dir(root()).env("TONGBAN_CACHE", cache()))
}

/// A plugin as `tongban plugin new` writes it; gives its folder from the root.
fn new_plugin(language: &str, world: &str) -> anyhow::Result<String> {
    let folder = format!("target/guests/new-{language}-{world}");
    let place = root().join(&folder);
    if place.exists() {
        std::fs::remove_dir_all(&place).with_context(|| format!("removing `{folder}`"))?;
    }
    let mut tongban = Command::new(process::tongban()?);
    let words = ["plugin", "new", "--lang", language, "--world", world, folder.as_str()];
    run(tongban.args(words).current_dir(root()))?;
    Ok(folder)
}

fn plugin_test(folder: &str) -> anyhow::Result<()> {
    let mut tongban = Command::new(process::tongban()?);
    let words = ["plugin", "test", folder];
    run(tongban.args(words).current_dir(root()).env("TONGBAN_CACHE", cache()))
}

/// Where the standard library and the builds of guests are kept between runs.
fn cache() -> PathBuf {
    root().join("target/guests")
}

/// A compiler for WebAssembly: one that is there, or Debian's if this may install it.
fn provide_compiler() -> anyhow::Result<()> {
    if has_target() || has_source() {
        return Ok(());
    }
    let packages = PACKAGES.join(" ");
    if !is_root() || !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "expected a Rust compiler for wasm32-unknown-unknown, but found none
hint: with rustup:  rustup target add wasm32-unknown-unknown
hint: on Debian:    apt-get install --no-install-recommends {packages}
hint: or leave it out, said aloud:  cargo xtask test --without rust-guests"
        );
    }
    run(Command::new("apt-get").args(["--quiet", "update"]))?;
    // Never at the price of a package that somebody else put here.
    let install = ["--quiet", "install", "--yes", "--no-remove", "--no-install-recommends"];
    run(Command::new("apt-get").args(install).args(PACKAGES))
}

/// The compiler in `PATH` has the target's standard library.
fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    let Ok(folder) = output(&mut rustc) else { return false };
    let Ok(entries) = std::fs::read_dir(folder.trim()) else { return false };
    let names = entries.flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_string_lossy().starts_with("libstd-"))
}

/// Debian's compiler lies beside the source of its standard library.
fn has_source() -> bool {
    Path::new("/usr/bin/rustc").exists()
        && Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").exists()
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn npm(folder: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    if output(Command::new("npm").arg("--version")).is_err() {
        bail!(
            "expected npm, but found none
hint: install Node.js 20 or later
hint: or leave it out, said aloud:  cargo xtask test --without js-guests"
        );
    }
    run(Command::new("npm").args(arguments).current_dir(folder))
}
