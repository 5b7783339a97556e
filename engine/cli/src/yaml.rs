//! Small YAML files of the command line (scenarios, plugin manifests), through the reader of
//! definitions: the same limits and the same refusals.

use std::path::Path;

use anyhow::{Context as _, bail};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use tongban_model::source::yaml::{self, Content, Limits, Resolved, Yaml};

/// Reads a YAML file into a structure.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<T> {
    let bytes = std::fs::read(path).with_context(|| format!("reading `{}`", path.display()))?;
    let name = path.display().to_string();
    let (tree, diagnostics) = yaml::read(&name, &bytes, Limits::DEFINITION);
    for diagnostic in &diagnostics {
        eprintln!("{diagnostic}");
    }
    let Some(tree) = tree.filter(|_| diagnostics.is_empty()) else {
        bail!("expected YAML in `{name}`, but it has the errors above 文件有误，见上");
    };
    serde_json::from_value(json(&tree)).with_context(|| format!("reading `{name}`"))
}

/// The tree as JSON: scalars by the core schema of YAML 1.2.
fn json(tree: &Yaml) -> Json {
    match &tree.content {
        Content::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => Json::Null,
            Resolved::Boolean(boolean) => Json::Bool(boolean),
            Resolved::Number(number) => {
                serde_json::from_str(number).unwrap_or_else(|_| Json::String(number.to_owned()))
            }
            Resolved::Text(text) => Json::String(text.to_owned()),
        },
        Content::List(items) => Json::Array(items.iter().map(json).collect()),
        Content::Map(map) => {
            map.iter().map(|(key, entry)| (key.to_string(), json(&entry.value))).collect()
        }
        Content::Refused => Json::Null,
    }
}
