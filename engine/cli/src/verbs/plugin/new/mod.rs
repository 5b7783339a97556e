//! `tongban plugin new`: a folder with a plugin that works, to be changed step by step.
//!
//! Not here: the texts ([`files`]). Invariants: nothing that is there is overwritten; the folder
//! needs nothing from this repository, its SDK and the interface lie in it.

mod files;

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use serde_json::json;
use tongban_core::call::Question;
use tongban_plugin_api::PluginId;
use tongban_plugin_host::contract;

use crate::{args, output::print};

/// What is filled into the texts.
struct Words<'a> {
    id: &'a str,
    world: &'a str,
    point: &'a str,
    language: args::PluginLanguage,
}

/// Writes a new plugin called `name` into a folder of that name.
pub(super) fn new(as_json: bool, new: &args::NewPlugin) -> anyhow::Result<ExitCode> {
    let folder = Path::new(&new.name);
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    id.parse::<PluginId>().with_context(|| format!("the plugin's name `{id}`"))?;
    if folder.exists() {
        bail!("expected no `{}`, but it is there already 目录已存在", folder.display());
    }
    let question = Question::from(new.world);
    let point = new.point.as_deref().unwrap_or(files::point(question));
    let words = Words { id, world: contract::world_name(question), point, language: new.lang };
    let files = files::of(new.lang, words.world)?;
    for (name, text) in &files {
        write(&folder.join(name), &filled(text, &words))?;
    }
    let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
    let shown = folder.display().to_string();
    let next = files::next_step(new.lang);
    let text = format!("{shown}: {} files 个文件\n下一步: cd {shown} && {next}", names.len());
    print(as_json, &json!({ "folder": shown, "files": names }), &text);
    Ok(ExitCode::SUCCESS)
}

fn filled(text: &str, words: &Words) -> String {
    let language = words.language;
    text.replace("{{id}}", words.id)
        .replace("{{world}}", words.world)
        .replace("{{point}}", words.point)
        .replace("{{process}}", files::process(words.point))
        .replace("{{language}}", files::name(language))
        .replace("{{source}}", files::source(language))
        .replace("{{shown}}", files::shown(language))
        .replace("{{cases}}", files::cases(language))
        .replace("{{prepare}}", files::prepare(language))
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let writing = || format!("writing `{}`", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(writing)?;
    }
    fs::write(file, text).with_context(writing)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::package::{self, Package};

    /// A table for each question is compiled, its own tests first, and can be packed as it is.
    #[test]
    fn a_new_table_of_every_world_works() {
        let folder = tempfile::tempdir().expect("a folder");
        for world in args::PluginWorld::value_variants() {
            let question = Question::from(*world);
            let name = folder.path().join(format!("my-{}", question.name()));
            let asked = args::NewPlugin {
                name: name.display().to_string(),
                lang: args::PluginLanguage::Table,
                world: *world,
                point: None,
            };
            new(true, &asked).expect("it is written");
            let made = Package::read(&name).expect("it compiles");
            assert_eq!(made.manifest.point, files::point(question));
            package::pack(&name).expect("it is packed");
            assert!(new(true, &asked).is_err(), "what is there is not overwritten");
        }
    }
}
