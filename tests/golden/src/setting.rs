//! What a scenario runs in: the bundled people, divisions and holidays, one workflow, its plugins.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use tongban_calendar::Calendar;
use tongban_cli::{package::Package, setup};
use tongban_core::{World, layer::Layer, moment::Moment};
use tongban_model::{Process, load, organisation::Organisation};
use tongban_plugin_api::PluginHost as _;
use tongban_plugin_host::{Host, HostConfig};

/// A world, a process in it, and a host with its plugins.
pub struct Setting {
    pub(crate) world: Arc<World>,
    pub(crate) process: Arc<Process>,
    pub(crate) host: Host,
}

impl Setting {
    /// Reads a workflow's folder, and from a folder of plugins those that are for it.
    pub fn read(workflow: &Path, plugins: &Path) -> anyhow::Result<Self> {
        let (process, diagnostics) = load(&setup::read_bundle(workflow)?);
        let Some(process) = process else {
            let lines: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
            bail!("expected a sound definition, but:\n{}", lines.join("\n"));
        };
        let process = Arc::new(process);
        let host = Host::new(HostConfig::default()).context("starting the plugin host")?;
        let mut world = World::new(Calendar::bundled(), Organisation::bundled());
        let from = process.law.first().and_then(|law| law.in_force);
        world.release(Arc::clone(&process), from.unwrap_or_else(|| Moment(0).day()));
        for package in Package::bundled(plugins)? {
            if package.manifest.process == process.id.as_str() {
                let admitted = host.admit(&package.component).context("admitting the component")?;
                let layer = package.layer(&world)?;
                world.install(Layer { digest: admitted.digest, ..layer });
            }
        }
        Ok(Self { world: Arc::new(world), process, host })
    }
}
