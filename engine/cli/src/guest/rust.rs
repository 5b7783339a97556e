//! A folder with a `Cargo.toml`: cargo compiles it, we make a component of the core module.
//!
//! Not here: which compiler ([`super::toolchain`]).
//! Invariant: flags that change what a component costs or how far its stack reaches are given here,
//! not left to the author's configuration.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};
use serde_json::Value as Json;
use tongban_core::call::Question;
use tongban_plugin_host::contract;

use super::toolchain::{self, TARGET, Toolchain};

/// Stack of a guest in bytes. 128 KiB instead of the linker's 1 MiB: each call starts with fresh
/// memory, and the stack is most of what a small plugin has (16 µs a call instead of 29).
const STACK_BYTES: u32 = 131_072;

/// Builds the component.
pub(super) fn build(folder: &Path, manifest: &str, question: Question) -> anyhow::Result<Vec<u8>> {
    let toolchain = toolchain::find()?;
    let folder = folder
        .canonicalize()
        .with_context(|| format!("looking for the folder `{}`", folder.display()))?;
    let module = compile(&folder.join(manifest), &folder, &toolchain)?;
    let bytes =
        std::fs::read(&module).with_context(|| format!("reading `{}`", module.display()))?;
    contract::componentize(&bytes, question)
        .with_context(|| format!("making a component of `{}`", module.display()))
}

/// Runs cargo; gives the file of the core module.
fn compile(manifest: &Path, folder: &Path, toolchain: &Toolchain) -> anyhow::Result<PathBuf> {
    let mut cargo = Command::new(toolchain::cargo());
    cargo
        .args(["build", "--release", "--message-format=json-render-diagnostics"])
        .args(["--target", TARGET, "--manifest-path"])
        .arg(manifest)
        .current_dir(folder)
        .stderr(Stdio::inherit());
    if folder.join("Cargo.lock").exists() {
        cargo.arg("--locked");
    }
    toolchain.apply(&mut cargo, &flags(folder));
    let output = cargo.output().context("starting `cargo`: is Rust installed?")?;
    if !output.status.success() {
        bail!("expected `{}` to compile, see above 编译失败，见上", manifest.display());
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut modules = messages.lines().filter_map(|line| module_of(line, manifest));
    modules.next_back().with_context(|| {
        let manifest = manifest.display();
        format!("expected a library with `crate-type = [\"cdylib\"]` in `{manifest}`, but no .wasm")
    })
}

/// The `.wasm` of the manifest's own library, where a message of cargo tells of it.
fn module_of(message: &str, manifest: &Path) -> Option<PathBuf> {
    let message: Json = serde_json::from_str(message).ok()?;
    let ours = Path::new(message["manifest_path"].as_str()?) == manifest;
    let files = message["filenames"].as_array().filter(|_| ours)?;
    let mut names = files.iter().filter_map(Json::as_str).map(PathBuf::from);
    names.find(|name| name.extension().is_some_and(|ending| ending == "wasm"))
}

/// What the compiler is told besides the author's profile.
fn flags(folder: &Path) -> Vec<String> {
    let mut flags = vec![format!("-Clink-arg=-zstack-size={STACK_BYTES}")];
    // Messages of panics name source files: of the plugin, not of somebody's machine.
    if let Some(registry) = toolchain::cargo_home() {
        flags.push(format!("--remap-path-prefix={}=cargo", registry.display()));
    }
    if let Some(above) = folder.parent() {
        flags.push(format!("--remap-path-prefix={}=plugins", above.display()));
    }
    flags
}
