//! A folder with a script: esbuild makes one module of it, componentize-qjs a component with the
//! QuickJS engine inside.
//!
//! Not here: installing either; they are the project's own, from its lock file.
//! Invariants: the component is built against the interface that this program knows, whatever
//! copy of it lies in the project; it imports the host interfaces that the script imports, and no
//! others.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};
use tongban_core::call::Question;
use tongban_plugin_host::contract;

/// The world that is made for each script.
const WORLD: &str = "plugin";

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
    std::fs::create_dir_all(&workshop)
        .with_context(|| format!("creating `{}`", workshop.display()))?;
    let bundle = workshop.join("bundle.js");
    run(Command::new(esbuild)
        .arg(source)
        .args(["--bundle", "--format=esm", "--platform=neutral", "--target=es2022"])
        .args(["--charset=utf8", "--external:tongban:*", "--log-level=warning"])
        .arg(format!("--outfile={}", bundle.display()))
        .current_dir(&folder))?;
    let script = std::fs::read_to_string(&bundle)
        .with_context(|| format!("reading `{}`", bundle.display()))?;
    let wit = workshop.join("wit");
    write_world(&wit, &world(&script, question))?;
    let component = workshop.join("component.wasm");
    run(Command::new(componentize)
        .args(["--stub-wasi", "--sync", "--world", WORLD, "--wit"])
        .arg(&wit)
        .arg("--js")
        .arg(&bundle)
        .arg("--output")
        .arg(&component)
        .current_dir(&workshop))?;
    std::fs::read(&component).with_context(|| format!("reading `{}`", component.display()))
}

/// The world of one script: the answer that it exports, the host interfaces that it imports.
fn world(script: &str, question: Question) -> String {
    // esbuild writes module names in double quotes, whatever the author wrote.
    let asks = |name: &str| script.contains(&format!("\"{name}\""));
    let imports = contract::HOST.iter().map(|(name, _)| *name).filter(|name| asks(name));
    let mut lines: Vec<_> = imports.map(|name| format!("    import {name};")).collect();
    lines.push(format!("    export {};", contract::interface(question)));
    format!("package tongban:built;\nworld {WORLD} {{\n{}\n}}\n", lines.join("\n"))
}

/// Writes the world, and beside it the interface.
fn write_world(wit: &Path, world: &str) -> anyhow::Result<()> {
    if wit.exists() {
        std::fs::remove_dir_all(wit).with_context(|| format!("removing `{}`", wit.display()))?;
    }
    let interface = wit.join("deps/plugin");
    std::fs::create_dir_all(&interface)
        .with_context(|| format!("creating `{}`", interface.display()))?;
    let texts = contract::WIT.map(|(name, text)| (interface.join(name), text));
    for (file, text) in texts.into_iter().chain([(wit.join("world.wit"), world)]) {
        std::fs::write(&file, text).with_context(|| format!("writing `{}`", file.display()))?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use tongban_core::call::Question;

    use super::world;

    #[test]
    fn a_script_gets_what_it_imports() {
        let script = "import hostLog from \"tongban:plugin/host-log@1.0.0\";\n// host-feel";
        assert_eq!(
            world(script, Question::Validator),
            "package tongban:built;
world plugin {
    import tongban:plugin/host-log@1.0.0;
    export tongban:plugin/validator-call@1.0.0;
}
"
        );
        assert!(!world("", Question::Rule).contains("import"));
    }
}
