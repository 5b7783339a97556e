//! Every decision table of the repository: bundled, of a workflow, a sample, a template.
//!
//! Nothing is named here: a sheet is whatever CSV file begins as one, so that a table written later
//! is compared too. Not here: tables that nobody wrote (`generated`).

use std::path::{Path, PathBuf};

/// Where tables may lie.
const FOLDERS: [&str; 4] = ["engine", "plugins", "tests", "workflows"];
/// What others build there.
const BUILT: [&str; 3] = ["target", "node_modules", "dist"];

/// Path below the repository's root and text of each table, in order of the paths.
pub(super) fn sheets() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in FOLDERS {
        walk(&root.join(folder), &mut files);
    }
    let named = |file: PathBuf| {
        let name = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let text = std::fs::read_to_string(&file).ok()?;
        let is_table = text.starts_with("#表") || text.starts_with("#table");
        // What `tongban plugin new` fills in.
        is_table.then(|| (name, text.replace("{{id}}", "new-table")))
    };
    files.into_iter().filter_map(named).collect()
}

/// All files that end in `.csv`, in order; links are not followed.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && !BUILT.iter().any(|built| name == *built) {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "csv") {
            files.push(path);
        }
    }
}

#[test]
fn no_bundled_table_is_overlooked() {
    let found: Vec<String> = sheets().into_iter().map(|(name, _)| name).collect();
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins");
    let mut packages_count = 0;
    for entry in std::fs::read_dir(plugins).expect("it is there").flatten() {
        let Ok(manifest) = std::fs::read_to_string(entry.path().join("plugin.yaml")) else {
            continue;
        };
        let source = manifest.lines().find_map(|line| line.strip_prefix("source: "));
        let is_table = |it: &&str| {
            let ending = Path::new(it).extension().and_then(|ending| ending.to_str());
            matches!(ending, Some("csv" | "xlsx"))
        };
        let Some(source) = source.filter(is_table) else { continue };
        let name = format!("plugins/{}/{source}", entry.file_name().display());
        assert!(found.contains(&name), "{name} is compared nowhere: {found:?}");
        packages_count += 1;
    }
    assert!(packages_count >= 20, "the bundled tables are elsewhere: {packages_count}");
}
