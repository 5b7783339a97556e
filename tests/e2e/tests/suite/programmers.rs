//! The page for programmers without a programmer's tools: what it names is there, and what needs
//! only `tongban` prints what it shows. The rest is typed where the tools are (`cargo xtask test`,
//! its stages of guests).

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Output},
};

use anyhow::{Context as _, ensure};
use tongban_e2e::tongban;
use tongban_xtask::{
    page::{Step, masked, steps},
    process::root,
};

fn page() -> anyhow::Result<String> {
    std::fs::read_to_string(root().join("plugins/PROGRAMMERS.md")).context("reading the page")
}

/// Types `tongban` in a folder; gives whether it was content, and all that it printed.
fn types(words: &[&str], here: &Path) -> anyhow::Result<(bool, String)> {
    let mut command = Command::new(tongban());
    let Output { status, stdout, stderr } = command.args(words).current_dir(here).output()?;
    Ok((status.success(), String::from_utf8([stdout, stderr].concat())?))
}

/// The words in `` ` `` outside of blocks, which may go over the end of a line.
fn spans(page: &str) -> Vec<String> {
    let mut in_block = false;
    let prose = page.lines().filter(|line| {
        let is_fence = line.starts_with("```");
        in_block ^= is_fence;
        !is_fence && !in_block
    });
    let prose = prose.collect::<Vec<_>>().join(" ");
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What is wrong with a command: a verb or an option that there is not.
fn mistake(command: &str) -> anyhow::Result<Option<String>> {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    // Verbs come first; what follows is a name, a path, a placeholder or an option.
    let verbs = if words[0] == "plugin" { 2 } else { 1 };
    let verbs: Vec<&str> = words.iter().take(verbs).copied().collect();
    let (known, help) = types(&[verbs.as_slice(), &["--help"]].concat(), &root())?;
    if !known {
        return Ok(Some(format!("`{command}`: no `{}`", verbs.join(" "))));
    }
    let listed: BTreeSet<&str> = help.split([' ', ',', '\n', '[', ']', '<', '=']).collect();
    let options = words.iter().filter(|word| word.starts_with('-'));
    let missing = options.copied().find(|option| !listed.contains(option));
    Ok(missing.map(|option| format!("`{command}`: no `{option}` in\n{help}")))
}

#[test]
fn every_command_and_option_of_the_page_exists() -> anyhow::Result<()> {
    let page = page()?;
    let typed = steps(&page).into_iter().filter_map(|step| match step {
        Step::Typed { command, .. } => Some(command),
        Step::File { .. } => None,
    });
    let commands: BTreeSet<String> = typed
        .flat_map(|line| line.split("&&").map(|part| part.trim().to_owned()).collect::<Vec<_>>())
        .chain(spans(&page))
        .filter(|command| command.starts_with("tongban "))
        .collect();
    ensure!(commands.len() >= 8, "{commands:?}");
    for command in &commands {
        ensure!(mistake(command)?.is_none(), "{:?}", mistake(command)?);
    }
    for wrong in ["tongban plugin diff OLD NEW --case F", "tongban plugin differ OLD NEW"] {
        ensure!(mistake(wrong)?.is_some(), "{wrong} passes");
    }
    // Options named alone belong to a command of the page.
    for option in spans(&page).iter().filter(|span| span.starts_with("--")) {
        let option = option.split(' ').next().context("a word")?;
        let mut with = commands.iter().map(|command| mistake(&format!("{command} {option}")));
        ensure!(with.any(|found| matches!(found, Ok(None))), "no command has `{option}`");
    }
    Ok(())
}

#[test]
fn every_file_of_the_page_is_there_and_new_plugins_are_made_as_it_says() -> anyhow::Result<()> {
    let page = page()?;
    let desk = tempfile::tempdir()?;
    let mut made_count = 0;
    for step in steps(&page) {
        let Step::Typed { command, printed, .. } = step else { continue };
        if !command.starts_with("tongban plugin new ") {
            continue;
        }
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let (content, told) = types(&words, desk.path())?;
        ensure!(content && masked(&told) == masked(&printed), "`{command}` prints:\n{told}");
        made_count += 1;
    }
    ensure!(made_count == 2, "expected a new plugin in each language, but {made_count}");
    let places = [desk.path().join("r-rule"), desk.path().join("j-rule")];
    let is_file = |name: &str| {
        let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| ["rs", "yaml", "ts", "toml"].contains(&ending))
            && name.bytes().all(|it| it.is_ascii_lowercase() || b"./-".contains(&it))
    };
    let named: Vec<String> = spans(&page).into_iter().filter(|name| is_file(name)).collect();
    ensure!(named.contains(&"cases.yaml".to_owned()), "{named:?}");
    for name in named {
        ensure!(places.iter().any(|place| place.join(&name).is_file()), "no new `{name}`");
    }
    for link in page.split("](").skip(1) {
        let link = link.split([')', '#']).next().context("a link")?;
        let target = root().join("plugins").join(link);
        ensure!(link.contains("://") || target.exists(), "no `{link}` beside the page");
    }
    Ok(())
}
