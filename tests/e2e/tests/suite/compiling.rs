//! Uploaded code is compiled in a child of the real program, under limits; what was compiled is
//! kept beside the store and found again.

use std::{collections::BTreeMap, fs, time::SystemTime};

use anyhow::{Context as _, ensure};
use tongban_core::call::Question;
use tongban_e2e::{Stage, tongban};
use tongban_expr::Table;
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{CompilerProcess, Host, HostConfig, table_component};

fn component() -> anyhow::Result<Vec<u8>> {
    let sheet = "#表,t\n#命中,F\n输入:年龄:整数,输出:结论\n60以上,通过\n-,不予\n";
    let table = Table::parse(sheet, "t.csv").0.context("a sound table")?;
    Ok(table_component::compile(&table, Question::Rule)?)
}

fn host(change: impl FnOnce(&mut CompilerProcess)) -> anyhow::Result<Host> {
    let mut compiler = tongban_cli::plugin_code::compiler(tongban());
    change(&mut compiler);
    Ok(Host::new(HostConfig { compiler: Some(compiler), ..HostConfig::default() })?)
}

#[test]
fn the_programs_own_child_compiles_what_the_host_loads() -> anyhow::Result<()> {
    let component = component()?;
    let admitted = host(|_| {})?.admit(&component)?;
    ensure!(admitted.digest == Host::digest(&component));
    Ok(())
}

#[test]
fn a_compiler_without_memory_or_time_ends_alone() -> anyhow::Result<()> {
    let component = component()?;
    let without_memory = host(|compiler| compiler.memory_bytes_max = 48 << 20)?;
    let without_time = host(|compiler| compiler.cpu_seconds_max = 0)?;
    for host in [without_memory, without_time] {
        let refusal = host.admit(&component).err().context("expected a refusal")?;
        ensure!(refusal.code() == "plugin-compile-limits", "{refusal}");
    }
    Ok(())
}

/// What is kept, and since when.
fn kept(stage: &Stage) -> anyhow::Result<BTreeMap<String, SystemTime>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(stage.path("data/plugin-cache"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, entry.metadata()?.modified()?);
    }
    Ok(files)
}

#[test]
fn a_server_that_starts_again_compiles_nothing_anew() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let first = kept(&stage)?;
    ensure!(!first.is_empty(), "the bundled plugins are compiled when they are installed");
    ensure!(first.keys().all(|name| name.contains(".aot")), "{first:?}");
    stage.again(tongban_xtask::drive::Server::stop, |serving| serving)?;
    ensure!(kept(&stage)? == first, "the same files, not written again");
    Ok(())
}
