//! How a server compiles plugins, and where it keeps what was compiled.
//!
//! ```text
//! DIR/store  DIR/blobs  DIR/plugin-cache/…  DIR/plugin-cache.key
//! ```
//!
//! Not here: compiling and loading (`plugin-host`). Invariants: what is uploaded is compiled in a
//! child process with limits; the key that vouches for kept code lies outside of the folder with
//! the code, and only its owner can read it.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use tongban_plugin_host::{CompilerProcess, DiskCacheConfig, HostConfig};

/// The hidden verb of the compiling child.
pub const COMPILE_VERB: &str = "compile-component";

/// The plugin host of a server: code kept in `chosen`, else beside the store whose attachments lie
/// in `blobs`, else nowhere (a store in memory).
pub fn host_config(chosen: Option<&Path>, blobs: Option<&Path>) -> anyhow::Result<HostConfig> {
    let beside = blobs.map(|blobs| blobs.with_file_name("plugin-cache"));
    let folder = chosen.map(Path::to_owned).or(beside);
    let disk_cache = folder.map(disk_cache).transpose()?;
    let program =
        std::env::current_exe().context("finding this program, which compiles plugins")?;
    Ok(HostConfig { disk_cache, compiler: Some(compiler(program)), ..HostConfig::default() })
}

/// A child of this program as compiler.
pub fn compiler(program: impl Into<PathBuf>) -> CompilerProcess {
    // The allocator reserves a gigabyte of addresses at once, which is all that the child may have.
    let environment = vec![("MIMALLOC_ARENA_RESERVE".into(), "32M".into())];
    CompilerProcess { environment, ..CompilerProcess::new(program, vec![COMPILE_VERB.into()]) }
}

fn disk_cache(folder: PathBuf) -> anyhow::Result<DiskCacheConfig> {
    // `file.key` stays `file.key.key`: the name of the folder is kept whole.
    let mut file = folder.clone().into_os_string();
    file.push(".key");
    let file = PathBuf::from(file);
    let key = key(&file).with_context(|| format!("the key in `{}`", file.display()))?;
    Ok(DiskCacheConfig::new(folder, key))
}

/// The key of the file; a new one where there is none.
fn key(file: &Path) -> anyhow::Result<[u8; 32]> {
    if !file.exists() {
        write_key(file)?;
    }
    let bytes = fs::read(file).context("reading it")?;
    let key = <[u8; 32]>::try_from(bytes.as_slice());
    key.ok().with_context(|| format!("expected 32 bytes, but got {}", bytes.len()))
}

fn write_key(file: &Path) -> anyhow::Result<()> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).context("asking the system for chance")?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("creating `{}`", folder.display()))?;
    }
    // Whole under its name or not there at all; of two servers that begin at once the second
    // finds the name taken and reads the first one's.
    let draft = file.with_extension(format!("{}.draft", std::process::id()));
    let opened = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft);
    opened.and_then(|mut file| file.write_all(&key)).context("writing it")?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft).context("removing its draft")?;
    ensure!(linked.is_ok() || file.exists(), "expected it to be written, but {linked:?}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_key_is_made_once_beside_the_code_for_its_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = folder.path().join("blobs");
        let made = || {
            let config = host_config(None, Some(&blobs)).expect("a host");
            let cache = config.disk_cache.expect("a store on disk has a cache");
            (cache.folder, cache.key)
        };
        let (place, first) = made();
        assert_eq!(place, folder.path().join("plugin-cache"));
        assert_eq!(made().1, first, "the same after a restart");
        let file = folder.path().join("plugin-cache.key");
        let mode = fs::metadata(&file).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        fs::write(&file, b"short").expect("it is written");
        let error = host_config(None, Some(&blobs)).expect_err("no key of ours");
        assert!(format!("{error:#}").contains("expected 32 bytes, but got 5"), "{error:#}");
    }

    #[test]
    fn a_store_in_memory_keeps_no_code_unless_told_where() {
        let config = host_config(None, None).expect("a host");
        assert!(config.disk_cache.is_none() && config.compiler.is_some());
        let folder = tempfile::tempdir().expect("a folder");
        let chosen = folder.path().join("code");
        let config = host_config(Some(&chosen), None).expect("a host");
        assert_eq!(config.disk_cache.map(|cache| cache.folder), Some(chosen));
    }
}
