//! A Rust compiler that can make WebAssembly: the user's own, or Debian's with a standard library
//! built from its source.
//!
//! Not here: fetching a compiler. Invariant: what is found works as it is, or the error says
//! what to run.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

use super::std_build;

/// What guests are compiled for: no system, no imports.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian's packages put their compiler, whatever comes first in `PATH`.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

const MISSING: &str = "expected a Rust compiler for wasm32-unknown-unknown, but found none
hint: with rustup:  rustup target add wasm32-unknown-unknown
hint: on Debian:    apt-get install --no-install-recommends rustc-web rust-web-src
提示：本机没有可编译 wasm32-unknown-unknown 的 Rust 编译器，请先运行上面任一条命令";

const NO_LINKER: &str =
    "expected a linker for WebAssembly (`rust-lld` or `wasm-ld`), but found none
hint: on Debian:    apt-get install --no-install-recommends rust-web-llvm lld
提示：本机没有 WebAssembly 链接器，请先运行上面的命令";

/// A compiler and what it must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Toolchain {
    rustc: PathBuf,
    /// Where its standard library for guests lies, when not in its own folders.
    sysroot: Option<PathBuf>,
    /// The linker, when its own is not there.
    linker: Option<PathBuf>,
}

impl Toolchain {
    /// Makes cargo use this compiler, with these flags for the guest alone.
    pub(super) fn apply(&self, cargo: &mut Command, flags: &[String]) {
        let mut flags = flags.to_vec();
        if let Some(sysroot) = &self.sysroot {
            flags.push(format!("--sysroot={}", sysroot.display()));
        }
        cargo.env("RUSTC", &self.rustc).env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        // What an outer cargo or the user's shell set is for other code.
        cargo.env_remove("RUSTFLAGS").env_remove("RUSTC_WRAPPER").env_remove("RUSTC_BOOTSTRAP");
        cargo.env_remove("CARGO_BUILD_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
        if let Some(cache) = std_build::chosen_cache() {
            cargo.env("CARGO_TARGET_DIR", cache.join("cargo"));
        }
        if let Some(linker) = &self.linker {
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
    }
}

/// The first compiler that can: one that has the target; else one whose standard library can be
/// built here, which takes a minute once.
pub(super) fn find() -> anyhow::Result<Toolchain> {
    let compilers = compilers();
    for rustc in &compilers {
        if has_std(&target_folder(rustc)?) {
            let linker = linker(rustc, &compilers)?;
            return Ok(Toolchain { rustc: rustc.clone(), sysroot: None, linker });
        }
    }
    for rustc in &compilers {
        if std_build::source(rustc)?.is_some() {
            let linker = linker(rustc, &compilers)?;
            let sysroot = std_build::sysroot(rustc)?;
            return Ok(Toolchain { rustc: rustc.clone(), sysroot: Some(sysroot), linker });
        }
    }
    bail!(MISSING);
}

/// The cargo that runs us, or the one in `PATH`.
pub(super) fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Where cargo keeps the sources of others' crates.
pub(super) fn cargo_home() -> Option<PathBuf> {
    let set = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    set.or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

/// What `rustc` prints for these arguments.
pub(super) fn ask(rustc: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let shown = || format!("asking `{} {}`", rustc.display(), arguments.join(" "));
    let output = Command::new(rustc).args(arguments).output().with_context(shown)?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(anyhow::anyhow!(words)).with_context(shown);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a folder of libraries holds the standard one.
pub(super) fn has_std(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// The compilers there are: `RUSTC` or the one in `PATH`, then Debian's.
fn compilers() -> Vec<PathBuf> {
    let first = std::env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from);
    let mut compilers = vec![first];
    if Path::new(DEBIAN_RUSTC).exists() {
        compilers.push(DEBIAN_RUSTC.into());
    }
    compilers.retain(|rustc| ask(rustc, &["--version"]).is_ok());
    compilers
}

fn target_folder(rustc: &Path) -> anyhow::Result<PathBuf> {
    Ok(ask(rustc, &["--print", "target-libdir", "--target", TARGET])?.into())
}

/// The linker for `rustc`; `None` where its own is in place.
fn linker(rustc: &Path, compilers: &[PathBuf]) -> anyhow::Result<Option<PathBuf>> {
    let own = lld(rustc)?;
    if own.exists() {
        return Ok(None);
    }
    for other in compilers {
        let lld = lld(other)?;
        if lld.exists() {
            return Ok(Some(lld));
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).map(|folder| folder.join("wasm-ld"));
    let found = in_path.into_iter().find(|program| program.exists());
    found.map(Some).context(NO_LINKER)
}

fn lld(rustc: &Path) -> anyhow::Result<PathBuf> {
    // `…/rustlib/HOST/lib` lies beside `…/rustlib/HOST/bin`.
    let libraries = PathBuf::from(ask(rustc, &["--print", "target-libdir"])?);
    Ok(libraries.with_file_name("bin").join("rust-lld"))
}
