//! Running other programs.

use std::{path::PathBuf, process::Command};

use anyhow::{Context as _, bail};

/// The folder of the repository.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("xtask lies two folders below the root").to_owned()
}

/// `cargo` with these arguments, in the root, with the cargo that runs us.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Builds `tongban` and says where it is.
pub fn tongban() -> anyhow::Result<PathBuf> {
    program("tongban")
}

/// Builds one of our programs and says where it is. The whole workspace is selected although one
/// program is built: features unite over what is selected, so that the demo and the tests share
/// every third-party build instead of compiling the sandbox's compiler twice.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    run(&mut cargo(&["build", "--quiet", "--workspace", "--bin", name]))?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("debug").join(name))
}

/// Runs to the end; anything but success is an error that shows the command.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("starting `{shown}`"))?;
    if !status.success() {
        bail!("expected `{shown}` to succeed, but it ended with {status}");
    }
    Ok(())
}

/// Runs to the end and gives what it printed.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("starting `{shown}`"))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("expected `{shown}` to succeed, but it ended with {}\n{errors}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("reading what `{shown}` printed"))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
