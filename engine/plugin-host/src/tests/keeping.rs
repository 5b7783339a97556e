//! Components kept in memory, on disk, and brought back from where they are installed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use tongban_core::call::{Digest, Outcome, Question};
use tongban_plugin_api::{ComponentSource, PluginHost as _};

use super::guest::{self, call, config, host, rule};
use crate::{DiskCacheConfig, Host, HostConfig, disk_cache::DiskCache};

struct Installed(BTreeMap<Digest, Vec<u8>>);

impl ComponentSource for Installed {
    fn component(&self, digest: &Digest) -> Option<Vec<u8>> {
        self.0.get(digest).cloned()
    }
}

/// A rule that differs from those of other numbers.
fn numbered(number: u32) -> Vec<u8> {
    rule("", &format!("(drop (i32.const {number})) (i32.const 16)"))
}

fn ask(host: &Host, plugin: Digest) -> Outcome {
    guest::ask(host, (plugin, Question::Rule), [].into_iter().collect())
}

fn is_answered(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Answered(_))
}

#[test]
fn the_least_recently_asked_goes_first() {
    let host = host(HostConfig { components_max: 2, ..config() });
    let [first, second, third] =
        [1, 2, 3].map(|number| host.admit(&numbered(number)).map(|admitted| admitted.digest));
    let (first, second, third) =
        (first.expect("admitted"), second.expect("admitted"), third.expect("admitted"));
    assert_eq!(ask(&host, first), Outcome::Unavailable("the component is not admitted".into()));
    assert!(is_answered(&ask(&host, second)));
    host.admit(&numbered(1)).expect("admitted again");
    assert!(is_answered(&ask(&host, second)), "asked last, so kept");
    assert!(!is_answered(&ask(&host, third)));
}

#[test]
fn code_in_memory_has_a_limit() {
    let host = host(HostConfig { code_bytes_max: 1, ..config() });
    let first = host.admit(&numbered(1)).expect("admitted").digest;
    assert!(is_answered(&ask(&host, first)), "one is always kept");
    host.admit(&numbered(2)).expect("admitted");
    assert!(!is_answered(&ask(&host, first)));
}

#[test]
fn what_is_installed_is_brought_back() {
    let component = numbered(1);
    let digest = Host::digest(&component);
    let (core, lie) = (b"\0asm\x01\0\0\0".to_vec(), Digest([1; 32]));
    let installed = Installed(BTreeMap::from([
        (digest, component.clone()),
        (Host::digest(&core), core.clone()),
        (lie, component),
    ]));
    let host = host(config()).with_source(Arc::new(installed));
    assert!(is_answered(&ask(&host, digest)));
    let unavailable = |reason: &str| Outcome::Unavailable(reason.to_owned());
    assert_eq!(ask(&host, Digest([2; 32])), unavailable("the component is not installed"));
    assert_eq!(ask(&host, lie), unavailable("the component's bytes have another digest"));
    let refused = "expected a WebAssembly component, but it is a core module; make a component of \
                   it first";
    assert_eq!(ask(&host, Host::digest(&core)), unavailable(refused));
}

#[test]
fn another_worlds_question_is_not_asked() {
    let host = host(config());
    let plugin = host.admit(&numbered(1)).expect("admitted").digest;
    let outcome = guest::ask(&host, (plugin, Question::Amount), [].into_iter().collect());
    let reason = "the component answers `Rule`, but is asked `Amount`";
    assert_eq!(outcome, Outcome::Unavailable(reason.to_owned()));
}

fn with_folder(folder: &Path, key: u8) -> HostConfig {
    HostConfig { disk_cache: Some(DiskCacheConfig::new(folder, [key; 32])), ..config() }
}

fn only_file(folder: &Path) -> PathBuf {
    let files: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// What the cache gives for `component`, and whether a host with that cache answers.
fn loads(folder: &Path, key: u8, component: &[u8]) -> bool {
    let host = host(with_folder(folder, key));
    let cache = DiskCache::open(DiskCacheConfig::new(folder, [key; 32]), host.engine())
        .expect("the folder is usable");
    let loaded = cache.load(host.engine(), &Host::digest(component)).is_some();
    assert!(is_answered(&call(&host, component)), "with or without the file, it answers");
    loaded
}

#[test]
fn code_on_disk_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let component = numbered(1);
    assert!(!loads(folder.path(), 1, &component), "nothing is there yet");
    let written = fs::read(only_file(folder.path())).expect("it can be read");
    assert!(loads(folder.path(), 1, &component));
    let kept = fs::read(only_file(folder.path())).expect("it can be read");
    assert_eq!(written, kept, "nothing was compiled again");
}

#[test]
fn code_that_is_not_ours_is_not_loaded() {
    let folder = tempfile::tempdir().expect("a folder");
    let component = numbered(1);
    assert!(!loads(folder.path(), 1, &component));
    let path = only_file(folder.path());
    let ours = fs::read(&path).expect("it can be read");

    let foreign = host(config())
        .engine()
        .precompile_component(&numbered(2))
        .expect("a valid component compiles");
    let mut flipped = ours.clone();
    *flipped.last_mut().expect("it is not empty") ^= 1;
    let stripped = ours[32..].to_vec();
    for forged in [foreign, flipped, stripped, ours[..100].to_vec(), Vec::new()] {
        fs::write(&path, &forged).expect("it can be written");
        assert!(!loads(folder.path(), 1, &component));
        assert_ne!(fs::read(&path).expect("it can be read"), forged, "it was written anew");
    }
    assert!(loads(folder.path(), 1, &component));
    assert!(!loads(folder.path(), 2, &component), "another key");
}

#[test]
fn code_of_one_component_does_not_pass_for_another() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(!loads(folder.path(), 1, &numbered(1)));
    let path = only_file(folder.path());
    let other = path
        .to_string_lossy()
        .replace(&Host::digest(&numbered(1)).to_string(), &Host::digest(&numbered(2)).to_string());
    fs::rename(&path, other).expect("it can be renamed");
    assert!(!loads(folder.path(), 1, &numbered(2)));
}

#[test]
fn the_folder_has_a_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = with_folder(folder.path(), 1);
    config.disk_cache.as_mut().expect("it has one").files_max = 2;
    let host = host(config);
    for number in 1..=4 {
        host.admit(&numbered(number)).expect("admitted");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder is there").count(), 2);
}

#[cfg(unix)]
#[test]
fn the_folder_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("code");
    host(with_folder(&inside, 1)).admit(&numbered(1)).expect("admitted");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&inside), 0o700);
    assert_eq!(mode(&only_file(&inside)), 0o600);
}
