//! Plugin packages as folders: `plugin.yaml` and the source that it names.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, anyhow, bail, ensure};
use serde::Deserialize;
use tongban_core::{
    World,
    call::{Digest, Question},
    facts::Facts,
    layer::Layer,
    moment::Moment,
};
use tongban_model::{PointId, ProcessId};
use tongban_plugin_host::{Host, table_component};

use crate::{
    guest::{self, Language},
    setup, table, trial, yaml,
};

/// `plugin.yaml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The plugin's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is.
    #[serde(default)]
    pub title: String,
    /// The question that it answers.
    pub world: String,
    /// The process that it is for.
    pub process: String,
    /// The extension point that it fills.
    pub point: String,
    /// The division that supplies it, by code; the nation's own layer has none.
    pub division: Option<String>,
    /// From when.
    pub effective: Effective,
    /// What it rests on.
    pub law: String,
    /// The source: a decision table (`.csv`, `.xlsx`), a component (`.wasm`), or a program
    /// (`Cargo.toml`, `.ts`, `.js`).
    pub source: String,
}

/// When a plugin applies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// The first day.
    pub from: jiff::civil::Date,
    /// The first day on which it no longer applies.
    pub to: Option<jiff::civil::Date>,
}

/// A package ready to be installed.
#[derive(Clone, Debug)]
pub struct Package {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its component.
    pub component: Arc<[u8]>,
}

impl Package {
    /// The packages below a folder that need no compiler: what a new store starts with.
    pub fn bundled(folder: &Path) -> anyhow::Result<Vec<Self>> {
        let mut packages = Vec::new();
        for folder in setup::subfolders(folder, "plugin.yaml")? {
            let manifest: Manifest = yaml::read(&folder.join("plugin.yaml"))?;
            if Language::of(&manifest.source).is_none() {
                packages.push(Self::read(&folder)?);
            }
        }
        Ok(packages)
    }

    /// Reads a folder; a table is tested and compiled, a program is built.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let manifest: Manifest = yaml::read(&folder.join("plugin.yaml"))?;
        let question = guest::question(&manifest.world)?;
        let component = if Language::of(&manifest.source).is_some() {
            carrying(folder, guest::build(folder, &manifest.source, question)?)?
        } else {
            let source = folder.join(&manifest.source);
            let bytes = std::fs::read(&source)
                .with_context(|| format!("reading `{}`", source.display()))?;
            if table::is_table(&source) {
                compile(&source, &bytes, question)?
            } else {
                carrying(folder, bytes)?
            }
        };
        Ok(Self { manifest, component: component.into() })
    }

    /// Where it is installed. The digest is the engine's to compute.
    pub fn layer(&self, world: &World) -> anyhow::Result<Layer> {
        let manifest = &self.manifest;
        let from = manifest.effective.from;
        let day = tongban_calendar::start_of(from);
        let division = match &manifest.division {
            None => None,
            Some(code) => {
                let code = code.parse().with_context(|| format!("division `{code}`"))?;
                let today = world.organisation.division_now(code);
                Some(today.with_context(|| format!("expected division `{code}` to exist"))?)
            }
        };
        Ok(Layer {
            process: ProcessId::from(manifest.process.as_str()),
            point: PointId::from(manifest.point.as_str()),
            division,
            plugin: manifest.id.clone(),
            version: manifest.version.clone(),
            digest: Digest([0; 32]),
            law: manifest.law.clone(),
            from: Moment::from(day),
            to: manifest.effective.to.map(|to| Moment::from(tongban_calendar::start_of(to))),
        })
    }
}

/// The component of a program with the inputs of its folder's test cases, on which layers below are
/// tried too. A component that was built with them has them.
fn carrying(folder: &Path, component: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    if !tongban_plugin_host::carried(&component).is_empty() {
        return Ok(component);
    }
    let cases = trial::of_folder(folder)?;
    let inputs: Vec<_> = cases.into_iter().map(|case| Facts(case.input)).collect();
    Ok(tongban_plugin_host::carrying(component, &inputs))
}

/// What a table is asked, where a `plugin.yaml` beside it names it as its source.
pub fn question_of(table: &Path) -> anyhow::Result<Option<Question>> {
    let manifest = table.with_file_name("plugin.yaml");
    if !manifest.is_file() {
        return Ok(None);
    }
    let Manifest { source, world, .. } = yaml::read(&manifest)?;
    let is_source = table.file_name().is_some_and(|name| *name == *source);
    is_source.then(|| guest::question(&world)).transpose()
}

/// The folder as one file that can be signed and sent.
pub fn pack(folder: &Path) -> anyhow::Result<tongban_plugin_api::Package> {
    let Package { manifest, component } = Package::read(folder)?;
    let Manifest { id, version, title, world, process, point, division, effective, law, .. } =
        manifest;
    let checked = tongban_plugin_api::Manifest {
        id: id.parse().context("the id in `plugin.yaml`")?,
        version: version.parse().context("the version in `plugin.yaml`")?,
        title,
        world,
        process,
        point,
        division: division.map(|code| code.parse()).transpose().context("the division's code")?,
        effective: tongban_plugin_api::Period { from: effective.from, to: effective.to },
        law,
    };
    tongban_plugin_api::Package::new(&checked, component.to_vec()).context("packing the plugin")
}

/// Compiles a decision table after running its test sheet.
pub fn compile(file: &Path, source: &[u8], question: Question) -> anyhow::Result<Vec<u8>> {
    let name = file.display();
    let mut read = table::read(file, source)?;
    read.ask(question);
    read.show();
    let unsound =
        || anyhow!("expected a sound table in `{name}`, see above “{name}”中的决策表有误，见上");
    let table = read.table.as_ref().ok_or_else(unsound)?;
    ensure!(!read.has_errors(), unsound());
    if !read.failures.is_empty() {
        bail!(
            "expected the tests of `{name}` to pass, but {} failed 测试行未通过",
            read.failures.len()
        );
    }
    let component =
        table_component::compile(table, question).with_context(|| format!("compiling `{name}`"))?;
    Ok(table_component::with_file(component, &read.sheet.text, Host::digest(source)))
}

#[cfg(test)]
mod tests {
    use tongban_plugin_api::PluginHost as _;
    use tongban_plugin_host::{Host, HostConfig, table_component::source};

    use super::Package;

    const MANIFEST: &str = "id: sample\nversion: 1.0.0\nworld: rule\nprocess: dibao\n\
        point: means-test\neffective: { from: 2026-01-01 }\nlaw: 示例\nsource: ";

    /// A package whose table is one of these bytes, under this name.
    fn component(name: &str, table: &[u8]) -> Vec<u8> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("plugin.yaml"), format!("{MANIFEST}{name}\n"))
            .expect("it is written");
        std::fs::write(folder.path().join(name), table).expect("it is written");
        Package::read(folder.path()).expect("a package").component.to_vec()
    }

    #[test]
    fn a_table_gives_one_component_but_for_the_digest_of_its_file() {
        let workflow = concat!(env!("CARGO_MANIFEST_DIR"), "/../../workflows/dibao");
        let bundle = crate::setup::read_bundle(workflow.as_ref()).expect("the gallery is there");
        let (process, _) = tongban_model::load(&bundle);
        let process = process.expect("it is sound");
        let workbook = tongban_sheet::template(&process, &"means-test".into()).expect("a template");
        let text = tongban_sheet::Sheet::read(&workbook).expect("a sheet").text;
        let of_text = component("table.csv", text.as_bytes());
        assert_eq!(source(&of_text).expect("a table").file, Host::digest(text.as_bytes()));
        let marked = format!("\u{feff}{text}").into_bytes();
        for (name, file) in [("table.xlsx", workbook), ("TABLE.CSV", marked)] {
            let other = component(name, &file);
            let (_, section) = other.split_at(of_text.len());
            assert!(other.starts_with(&of_text) && section.len() < 64, "{name}");
            let carried = source(&other).expect("a table");
            assert_eq!((carried.file, &*carried.sheet), (Host::digest(&file), &*text), "{name}");
            let host = Host::new(HostConfig::default()).expect("the engine starts");
            assert!(host.is_made_from(&other, &carried) && host.admit(&other).is_ok(), "{name}");
        }
    }
}
