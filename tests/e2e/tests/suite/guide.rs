//! The guide as a new user follows it: every command of `plugins/README.md` typed in its order
//! prints what the page shows; afterwards the rule counts for that township, from its day on.
//!
//! With `TONGBAN_BLESS=1` what is printed goes into the page instead, to be read and committed.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use serde_json::json;
use tongban_e2e::tongban;
use tongban_xtask::{
    drive::{Case, Client, Server, Serving, act, text},
    page::{Step, masked, reprinted, steps, type_in},
    process::root,
    walk::{advance, dibao, local_rule},
};

/// Where the reader is: an empty folder beside the source folder, and a server that they start.
struct Reader {
    folder: tempfile::TempDir,
    server: Option<Server>,
}

impl Reader {
    fn new() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        std::fs::create_dir(folder.path().join("reader"))?;
        std::os::unix::fs::symlink(root(), folder.path().join("tongban"))?;
        Ok(Self { folder, server: None })
    }

    fn here(&self) -> PathBuf {
        self.folder.path().join("reader")
    }

    fn address(&self) -> &str {
        self.server.as_ref().map_or("http://127.0.0.1:1", Server::address)
    }

    /// Types a command; gives what it prints.
    fn types(&mut self, command: &str) -> anyhow::Result<String> {
        if let Some(serve) = command.strip_suffix(" 2> serve.log &") {
            self.server = Some(self.serves(serve)?);
            return Ok(String::new());
        }
        let server = ("TONGBAN_SERVER", self.address().as_ref());
        let typed = type_in((&tongban(), &self.here()), command, server)?;
        Ok(String::from_utf8(typed.stdout)?)
    }

    /// The page's own words start the server, on a free port.
    fn serves(&self, command: &str) -> anyhow::Result<Server> {
        let mut words = command.split(' ');
        ensure!(words.next() == Some("tongban"), "expected `tongban serve`, but got `{command}`");
        let mut serving = Serving::new(&tongban(), &self.here());
        serving.arguments = words.map(str::to_owned).collect();
        Server::start(serving)
    }
}

/// Follows a page. Gives the lines whose commands print something else than it shows, with that.
fn follow(reader: &mut Reader, page: &str) -> anyhow::Result<Vec<(usize, String)>> {
    let mut differences = Vec::new();
    for step in steps(page) {
        match step {
            Step::File { name, text } => write(&reader.here().join(name), &text)?,
            Step::Typed { command, line, printed, .. } => {
                let found = reader.types(&command)?;
                if masked(&found) != masked(&printed) {
                    differences.push((line, found));
                }
            }
        }
    }
    Ok(differences)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("writing `{}`", path.display()))
}

#[test]
fn the_guide_leads_from_an_empty_sheet_to_a_rule_in_force() -> anyhow::Result<()> {
    let file = root().join("plugins/README.md");
    let page = std::fs::read_to_string(&file)?;
    let mut reader = Reader::new()?;
    let differences = follow(&mut reader, &page)?;
    if std::env::var_os("TONGBAN_BLESS").is_some() {
        write(&file, &reprinted(&page, &differences))?;
    } else {
        ensure!(differences.is_empty(), "lines of the page that print this: {differences:#?}");
    }
    counts_for_the_township(&reader)
}

/// A family whose gap is 20 yuan: referred by the township's rule between its first day and the day
/// on which the guide withdraws it, and not before or after.
fn counts_for_the_township(reader: &Reader) -> anyhow::Result<()> {
    let mut client = Client::new(reader.address());
    let grants = std::fs::read_to_string(reader.here().join("grants.token"))?;
    for person in ["guo-tao", "bai-yun", "li-hong", "dao-mei", "yang-jun", "pu-hua"] {
        client.issue(person, grants.trim())?;
    }
    for (name, day, layers) in [
        ("刀文光", "2026-09-18", ["dibao-means-yuanjiang"; 1].as_slice()),
        ("刀文亮", "2026-09-21", &["dibao-means-yuanjiang", "dibao-means-ganzhuang"]),
        ("刀文明", "2026-10-08", &["dibao-means-yuanjiang"]),
    ] {
        if day != "2026-09-18" {
            advance(&client, &format!("{day}T09:00:00+08:00"))?;
        }
        let case = Case::start(&client, &dibao::QINGLONGCHANG, &dibao::application(name))?;
        case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
        case.decide(&act("check", "pu-hua", "done").form(dibao::means(530, 0)))?;
        dibao::surveyed(&case)?;
        let answer = local_rule::answered(&case)?;
        let asked = answer["layers"].as_array().context("layers")?;
        let plugins = asked.iter().map(|layer| text(layer, "/plugin"));
        let below: Vec<_> = plugins.collect::<anyhow::Result<Vec<_>>>()?.split_off(2);
        ensure!(below == layers, "{day}: {below:?}");
        let verdict = if layers.len() == 2 { json!("refer") } else { json!("approve") };
        ensure!(answer["values"]["verdict"] == verdict || answer["outcome"] == verdict, "{answer}");
    }
    Ok(())
}

/// Each bundled rule's page: its commands, typed in a copy of its folder, all succeed. What is
/// written as a program needs its own tools and is tried where these are (`tests/guests`).
#[test]
fn the_pages_beside_the_bundled_rules_say_what_works() -> anyhow::Result<()> {
    for (folder, page) in clerks_pages(&root().join("plugins"))? {
        if !folder.join("table.csv").is_file() {
            continue;
        }
        let mut reader = Reader::new()?;
        for name in ["plugin.yaml", "table.csv"] {
            std::fs::copy(folder.join(name), reader.here().join(name))?;
        }
        let steps = steps(&page);
        ensure!(steps.len() >= 5, "expected commands in {}", folder.display());
        for step in steps {
            let Step::Typed { command, .. } = step else { continue };
            let told = reader.types(&format!("{command} && echo well"))?;
            ensure!(told.ends_with("well\n"), "{}: {command}: {told}", folder.display());
        }
    }
    Ok(())
}

/// The folders below that hold a plugin, each with its page for the clerk; fails with the names of
/// those whose page is missing or is not in Chinese.
fn clerks_pages(plugins: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let (mut pages, mut wanting) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(plugins)? {
        let folder = entry?.path();
        if !folder.join("plugin.yaml").is_file() {
            continue;
        }
        match std::fs::read_to_string(folder.join("README.md")) {
            Ok(page) if is_chinese(&page) => pages.push((folder, page)),
            Ok(_) | Err(_) => wanting.push(folder.file_name().context("a name")?.to_owned()),
        }
    }
    wanting.sort();
    ensure!(wanting.is_empty(), "expected a README.md in Chinese in each of {wanting:?}");
    ensure!(!pages.is_empty(), "expected plugins in {}", plugins.display());
    Ok(pages)
}

/// A heading and a page of Chinese words; commands and names may be of other letters.
fn is_chinese(page: &str) -> bool {
    let han = |text: &str| text.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count();
    page.lines().next().is_some_and(|line| line.starts_with("# ") && han(line) > 1)
        && han(page) >= 100
}

#[test]
fn a_plugin_without_a_page_for_the_clerk_is_named() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let add = |name: &str, files: &[(&str, &str)]| -> anyhow::Result<()> {
        let plugin = folder.path().join(name);
        std::fs::create_dir(&plugin)?;
        files.iter().try_for_each(|(file, text)| write(&plugin.join(file), text))
    };
    let page = format!("# 示例规则\n\n{}\n", "用在哪里，依据什么，怎样改。".repeat(10));
    add("good", &[("plugin.yaml", ""), ("README.md", &page)])?;
    add("sdk-of-a-language", &[("Cargo.toml", "")])?;
    let pages = clerks_pages(folder.path())?;
    ensure!(pages == [(folder.path().join("good"), page)], "{pages:?}");
    add("without-page", &[("plugin.yaml", "")])?;
    add("in-english", &[("plugin.yaml", ""), ("README.md", "# A rule\n\nwhat it is for\n")])?;
    let told = clerks_pages(folder.path()).err().context("two are wanting")?.to_string();
    ensure!(told.ends_with("[\"in-english\", \"without-page\"]"), "{told}");
    Ok(())
}
