//! What a scenario runs in: the bundled people, divisions and holidays, one workflow, its plugins.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use tongban_calendar::{Calendar, start_of};
use tongban_core::{
    World,
    call::{Digest, Question},
    layer::Layer,
    moment::Moment,
};
use tongban_expr::Table;
use tongban_model::{Bundle, PointId, Process, ProcessId, load, organisation::Organisation};
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{Host, HostConfig, table_component};

use crate::yaml;

/// A world, a process in it, and a host with its plugins.
pub struct Setting {
    pub(crate) world: World,
    pub(crate) process: Arc<Process>,
    pub(crate) host: Host,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    id: String,
    version: String,
    #[serde(rename = "title")]
    _title: String,
    world: String,
    process: String,
    point: String,
    division: Option<String>,
    effective: Effective,
    law: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Effective {
    from: jiff::civil::Date,
    to: Option<jiff::civil::Date>,
}

impl Setting {
    /// Reads a workflow's folder, and from a folder of plugins those that are for it.
    pub fn read(workflow: &Path, plugins: &Path) -> anyhow::Result<Self> {
        let mut bundle = Bundle::default();
        collect(workflow, "", &mut bundle)?;
        let (process, diagnostics) = load(&bundle);
        let Some(process) = process else {
            let lines: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
            bail!("expected a sound definition, but:\n{}", lines.join("\n"));
        };
        let process = Arc::new(process);
        let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
        let mut world = World::new(Calendar::bundled(), Organisation::bundled());
        let from = process.law.first().and_then(|law| law.in_force);
        world.release(Arc::clone(&process), from.unwrap_or_else(|| Moment(0).day()));
        let mut folders: Vec<_> = std::fs::read_dir(plugins)?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.join("plugin.yaml").is_file())
            .collect();
        folders.sort();
        for folder in folders {
            let manifest: Manifest = yaml::read(&folder.join("plugin.yaml"))?;
            if manifest.process == process.id.as_str() {
                let layer = install(&folder, &manifest, (&world, &host))
                    .with_context(|| format!("installing `{}`", folder.display()))?;
                world.install(layer);
            }
        }
        Ok(Self { world, process, host })
    }
}

fn install(
    folder: &Path,
    manifest: &Manifest,
    (world, host): (&World, &Host),
) -> anyhow::Result<Layer> {
    let question = match manifest.world.as_str() {
        "rule" => Question::Rule,
        "parameter" => Question::Parameter,
        "amount" => Question::Amount,
        other => bail!("expected `rule`, `parameter` or `amount` as `world`, but got `{other}`"),
    };
    let source = std::fs::read_to_string(folder.join(&manifest.source))?;
    let (table, problems) = Table::parse(&source, &manifest.source);
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let table = table.with_context(|| format!("reading the table:\n{}", lines.join("\n")))?;
    let failures = table.run_tests();
    if let Some(failure) = failures.first() {
        bail!("expected the table's tests to pass, but row {}: {}", failure.row, failure.en);
    }
    let component = table_component::compile(&table, question).context("compiling the table")?;
    let admitted = host.admit(&component).context("admitting the component")?;
    let division = match &manifest.division {
        None => None,
        Some(code) => {
            let known = world.organisation.division_now(code.parse()?);
            Some(known.with_context(|| format!("expected division `{code}` to exist"))?)
        }
    };
    Ok(Layer {
        process: ProcessId::from(manifest.process.as_str()),
        point: PointId::from(manifest.point.as_str()),
        division,
        plugin: manifest.id.clone(),
        version: manifest.version.clone(),
        digest: Digest(admitted.digest.0),
        law: manifest.law.clone(),
        from: start_of(manifest.effective.from).into(),
        to: manifest.effective.to.map(|to| start_of(to).into()),
    })
}

/// Folders of a workflow that are no part of its definition.
const APART: [&str; 2] = ["scenarios", "expected"];

fn collect(folder: &Path, prefix: &str, bundle: &mut Bundle) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if path.is_dir() {
            if !APART.contains(&name.as_str()) {
                collect(&path, &format!("{prefix}{name}/"), bundle)?;
            }
        } else {
            bundle.files.insert(format!("{prefix}{name}"), std::fs::read(&path)?.into());
        }
    }
    Ok(())
}
