//! Setting up an engine: which store, which plugin host, and what is registered in a new store.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use tongban_calendar::{BUNDLED_HOLIDAYS, Date};
use tongban_core::{Actor, Moment};
use tongban_model::{
    Bundle,
    organisation::{BUNDLED_DIVISIONS, BUNDLED_STAFF},
};
use tongban_plugin_host::{Host, HostConfig};
use tongban_runtime::{Artifacts, Config, Engine, Limits, Registration, Time, Unregistered};
use tongban_store::Store;

use crate::package::Package;

/// What is registered in a new store.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Folders of workflows.
    pub workflows: Vec<PathBuf>,
    /// The folder of plugin packages.
    pub plugins: Option<PathBuf>,
}

impl Setup {
    /// Everything below a folder that looks like this repository: `workflows/` and `plugins/`.
    pub fn of_folder(folder: &Path) -> anyhow::Result<Self> {
        let workflows = subfolders(&folder.join("workflows"), "workflow.yaml")?;
        Ok(Self { workflows, plugins: Some(folder.join("plugins")) })
    }
}

/// The store that a flag names, and the folder in which its attachments lie.
pub fn open_store(flag: &str) -> anyhow::Result<(Arc<dyn Store>, Option<PathBuf>)> {
    let open = |path: &str| -> anyhow::Result<(PathBuf, PathBuf)> {
        if path.is_empty() {
            bail!(
                "expected a folder behind the store's name, for example `fjall:data` \
                 存储名后应写目录，例如 `fjall:data`"
            );
        }
        let folder = PathBuf::from(path);
        std::fs::create_dir_all(&folder).with_context(|| format!("creating `{path}`"))?;
        Ok((folder.join("store"), folder.join("blobs")))
    };
    match flag.split_once(':') {
        Some(("fjall", path)) => {
            let (store, blobs) = open(path)?;
            let store = tongban_store_fjall::Fjall::open(&store)
                .with_context(|| format!("opening the fjall store in `{path}`"))?;
            Ok((Arc::new(store), Some(blobs)))
        }
        Some(("sled", path)) => {
            let (store, blobs) = open(path)?;
            let store = tongban_store_sled::Sled::open(&store)
                .with_context(|| format!("opening the sled store in `{path}`"))?;
            Ok((Arc::new(store), Some(blobs)))
        }
        None if flag == "memory" => Ok((memory()?, None)),
        _ => bail!(
            "expected `fjall:DIR`, `sled:DIR` or `memory`, but got `{flag}` \
             存储应写成 `fjall:目录`、`sled:目录` 或 `memory`"
        ),
    }
}

/// The store that a flag names, for verbs that read one: a mistyped folder is an error, and not a
/// new and empty store that would be found sound.
pub fn open_existing(flag: &str) -> anyhow::Result<(Arc<dyn Store>, Option<PathBuf>)> {
    let folder = flag.split_once(':').map(|(_, path)| Path::new(path));
    if let Some(folder) = folder.filter(|folder| !folder.join("store").is_dir()) {
        let folder = folder.display();
        bail!("expected a store in `{folder}`, but there is none 目录“{folder}”里没有存储");
    }
    open_store(flag)
}

/// An engine over a store, compiling plugins in this process.
pub fn engine(store: Arc<dyn Store>, blobs: Option<PathBuf>, time: Time) -> anyhow::Result<Engine> {
    engine_with(HostConfig::default(), store, blobs, time)
}

/// An engine over a store, with a plugin host of its own.
pub fn engine_with(
    host: HostConfig,
    store: Arc<dyn Store>,
    blobs: Option<PathBuf>,
    time: Time,
) -> anyhow::Result<Engine> {
    let plugins = Host::new(host)
        .context("starting the plugin host")?
        .with_source(Arc::new(Artifacts::new(Arc::clone(&store))));
    let config =
        Config { store, plugins: Arc::new(plugins), time, blobs, limits: Limits::default() };
    Engine::open(config).context("opening the engine")
}

/// An engine that forgets everything.
pub fn in_memory(time: Time) -> anyhow::Result<Engine> {
    engine(memory()?, None, time)
}

fn memory() -> anyhow::Result<Arc<dyn Store>> {
    Ok(Arc::new(tongban_store::Memory::fresh().context("making a store in memory")?))
}

/// Registers the bundled holidays, divisions, posts and people, then workflows and plugins.
///
/// Everything is read and checked before the first of them is written: a store that a first start
/// left half-way would be taken for a used one by the next.
pub async fn register(engine: &Engine, setup: &Setup) -> anyhow::Result<()> {
    setup.workflows.iter().try_for_each(|folder| checked(folder))?;
    let packages = match &setup.plugins {
        Some(plugins) => Package::bundled(plugins)?,
        None => Vec::new(),
    };
    let holidays = Registration::LoadHolidays { csv: BUNDLED_HOLIDAYS.to_owned() };
    one(engine, holidays, "the bundled holidays").await?;
    let organisation = Registration::LoadOrganisation {
        divisions: BUNDLED_DIVISIONS.to_owned(),
        staff: BUNDLED_STAFF.to_owned(),
    };
    one(engine, organisation, "the bundled divisions and staff").await?;
    let mut released = Vec::new();
    for folder in &setup.workflows {
        let (bundle, from) = (read_bundle(folder)?, first_day(folder)?);
        let what = folder.display().to_string();
        one(engine, Registration::Release { bundle, from }, &what).await?;
        released.push(folder.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    for package in packages {
        if !released.contains(&Some(package.manifest.process.clone())) {
            continue;
        }
        let layer = package.layer(&engine.world())?;
        let component = package.component;
        let what = format!("the plugin `{}`", package.manifest.id);
        one(engine, Registration::InstallPlugin { component, layer }, &what).await?;
    }
    Ok(())
}

/// The bundled workflows of which a store has no release.
pub fn unreleased<'s>(engine: &Engine, setup: &'s Setup) -> anyhow::Result<Vec<&'s Path>> {
    let world = engine.world();
    let mut missing = Vec::new();
    for folder in &setup.workflows {
        let (process, _) = tongban_model::load(&read_bundle(folder)?);
        let known = |process: &tongban_model::Process| {
            world.releases().any(|(released, _)| *released == process.id)
        };
        if process.is_some_and(|process| !known(&process)) {
            missing.push(folder.as_path());
        }
    }
    Ok(missing)
}

/// Prints what is wrong with a workflow, and stops.
fn checked(folder: &Path) -> anyhow::Result<()> {
    let (process, diagnostics) = tongban_model::load(&read_bundle(folder)?);
    if process.is_some() {
        return Ok(());
    }
    for diagnostic in &diagnostics {
        eprintln!("{diagnostic}");
    }
    let folder = folder.display();
    bail!("expected a sound workflow in `{folder}`, see above 流程定义有误，见上；未登记任何内容")
}

async fn one(engine: &Engine, registration: Registration, what: &str) -> anyhow::Result<()> {
    let registered = engine.register(Actor::Engine, registration, false).await;
    if let Err(Unregistered::Definition(diagnostics) | Unregistered::Organisation(diagnostics)) =
        &registered
    {
        for diagnostic in diagnostics {
            eprintln!("{diagnostic}");
        }
    }
    registered.with_context(|| format!("registering {what}"))?;
    Ok(())
}

/// The first day of a bundled workflow: that of its law.
fn first_day(folder: &Path) -> anyhow::Result<Date> {
    let (process, _) = tongban_model::load(&read_bundle(folder)?);
    let in_force = process.and_then(|process| process.law.first().and_then(|law| law.in_force));
    Ok(in_force.unwrap_or_else(|| Moment(0).day()))
}

/// The files of a workflow: `workflow.yaml`, forms and tables; not its scenarios.
pub fn read_bundle(folder: &Path) -> anyhow::Result<Bundle> {
    let mut bundle = Bundle::default();
    collect(folder, "", &mut bundle)?;
    if bundle.get("workflow.yaml").is_none() {
        let folder = folder.display();
        bail!(
            "expected a `workflow.yaml` in `{folder}`, but there is none \
             目录“{folder}”里没有 `workflow.yaml`"
        );
    }
    Ok(bundle)
}

/// Folders of a workflow that are no part of its definition.
const APART: [&str; 2] = ["scenarios", "expected"];

fn collect(folder: &Path, prefix: &str, bundle: &mut Bundle) -> anyhow::Result<()> {
    let reading = || format!("reading the folder `{}`", folder.display());
    for entry in std::fs::read_dir(folder).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if !APART.contains(&name.as_str()) {
                collect(&path, &format!("{prefix}{name}/"), bundle)?;
            }
        } else if ["yaml", "json", "csv"].iter().any(|ending| name.ends_with(ending)) {
            let bytes =
                std::fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?;
            bundle.files.insert(format!("{prefix}{name}"), bytes.into());
        }
    }
    Ok(())
}

/// The folders directly below one that hold a certain file, in alphabetical order.
pub fn subfolders(folder: &Path, file: &str) -> anyhow::Result<Vec<PathBuf>> {
    let reading = || format!("reading the folder `{}`", folder.display());
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        if path.join(file).is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}
