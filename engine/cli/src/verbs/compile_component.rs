//! `tongban compile-component`: the child in which a server compiles what was uploaded.
//!
//! Invariant: it limits itself before it reads a byte, and cannot lift the limits again.

use std::{
    io::{Read as _, Write as _},
    process::ExitCode,
};

use anyhow::Context as _;
use nix::sys::resource::{Resource, setrlimit};
use tongban_plugin_host::{HostConfig, compile_framed};

use crate::args;

pub(super) fn compile(limits: &args::CompileComponent) -> anyhow::Result<ExitCode> {
    let limit = |resource, value| setrlimit(resource, value, value).context("limiting itself");
    limit(Resource::RLIMIT_AS, limits.memory_bytes)?;
    limit(Resource::RLIMIT_CPU, limits.cpu_seconds)?;
    limit(Resource::RLIMIT_CORE, 0)?;
    limit(Resource::RLIMIT_FSIZE, 0)?;
    let max = HostConfig::default().component_bytes_max as u64;
    let mut component = Vec::new();
    std::io::stdin().take(max + 1).read_to_end(&mut component).context("reading the component")?;
    let frame = compile_framed(&component, limits.on_demand);
    let mut output = std::io::stdout().lock();
    output.write_all(&frame).and_then(|()| output.flush()).context("writing the code")?;
    Ok(ExitCode::SUCCESS)
}
