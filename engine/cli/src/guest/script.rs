//! A folder with a script: esbuild makes one module of it, componentize-qjs a component with the
//! QuickJS engine inside.
//!
//! Not here: installing either; they are the project's own, from its lock file.
//! Invariant: the component is built against the interface that this program knows, whatever
//! copy of it lies in the project.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};
use tongban_core::call::Question;
use tongban_plugin_host::contract;

/// The release whose components were measured and tried against abuse.
const COMPONENTIZE_QJS: &str = "0.4.5";

/// Builds the component.
pub(super) fn build(folder: &Path, source: &str, question: Question) -> anyhow::Result<Vec<u8>> {
    let folder = folder
        .canonicalize()
        .with_context(|| format!("looking for the folder `{}`", folder.display()))?;
    let esbuild = tool(&folder, "esbuild")?;
    let componentize = tool(&folder, "componentize-qjs")?;
    check_version(&folder)?;
    let workshop = folder.join("target/script");
    let wit = workshop.join("wit");
    std::fs::create_dir_all(&wit).with_context(|| format!("creating `{}`", wit.display()))?;
    for (name, text) in contract::WIT {
        let file = wit.join(name);
        std::fs::write(&file, text).with_context(|| format!("writing `{}`", file.display()))?;
    }
    let bundle = workshop.join("bundle.js");
    run(Command::new(esbuild)
        .arg(source)
        .args(["--bundle", "--format=esm", "--platform=neutral", "--target=es2022"])
        .args(["--charset=utf8", "--external:tongban:*", "--log-level=warning"])
        .arg(format!("--outfile={}", bundle.display()))
        .current_dir(&folder))?;
    let component = workshop.join("component.wasm");
    run(Command::new(componentize)
        .args(["--stub-wasi", "--sync", "--world", contract::world_name(question), "--wit"])
        .arg(&wit)
        .arg("--js")
        .arg(&bundle)
        .arg("--output")
        .arg(&component)
        .current_dir(&workshop))?;
    std::fs::read(&component).with_context(|| format!("reading `{}`", component.display()))
}

/// A program that npm installed in the project.
fn tool(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let program = folder.join("node_modules/.bin").join(name);
    if program.exists() {
        return Ok(program);
    }
    let shown = folder.display();
    bail!(
        "expected `{name}` in `{shown}/node_modules`, but it is not installed
hint: cd {shown} && npm ci
提示：请先在该目录运行 npm ci（需要 Node.js 20 以上）"
    );
}

/// Another release of componentize-qjs may ask the host for more, or take other flags.
fn check_version(folder: &Path) -> anyhow::Result<()> {
    let file = folder.join("node_modules/componentize-qjs/package.json");
    let bytes = std::fs::read(&file).with_context(|| format!("reading `{}`", file.display()))?;
    let package: serde_json::Value =
        serde_json::from_slice(&bytes).with_context(|| format!("reading `{}`", file.display()))?;
    let version = package["version"].as_str().unwrap_or_default();
    if version != COMPONENTIZE_QJS {
        bail!("expected componentize-qjs {COMPONENTIZE_QJS}, but {version} is installed 版本不符");
    }
    Ok(())
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    // Their words are for people; this program's standard output is for data.
    let output = command.output().with_context(|| format!("starting `{program}`"))?;
    if !output.status.success() {
        let words = [output.stdout, output.stderr].concat();
        bail!("expected `{program}` to succeed, but:\n{}", String::from_utf8_lossy(&words));
    }
    Ok(())
}
