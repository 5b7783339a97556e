use std::fs;
use std::path::Path;

use super::Directory;
use crate::Error;

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().expect("the temporary directory is writable")
}

#[test]
fn a_store_opens_again_with_its_adapter_only() {
    let dir = empty();
    let path = dir.path().join("a/b");
    drop(Directory::open(&path, "fjall").expect("a missing directory is made"));
    drop(Directory::open(&path, "fjall").expect("its own adapter opens it"));
    let error = Directory::open(&path, "sled").expect_err("another adapter does not");
    assert!(matches!(&error, Error::OtherAdapter { found, .. } if found == "fjall"), "{error}");
    assert!(error.hint().is_some());
}

#[test]
fn a_second_handle_is_refused_while_the_first_lives() {
    let dir = empty();
    let first = Directory::open(dir.path(), "fjall").expect("an empty directory is taken");
    let error = Directory::open(dir.path(), "fjall").expect_err("it is locked");
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    drop(first);
    Directory::open(dir.path(), "fjall").expect("the lock went with the handle");
}

#[test]
fn a_foreign_directory_is_left_alone() {
    let dir = empty();
    fs::write(dir.path().join("letter.txt"), "dear").expect("the directory is writable");
    let error = Directory::open(dir.path(), "fjall").expect_err("it is not a store");
    assert!(matches!(error, Error::NotAStore { .. }), "{error}");
    assert_eq!(fs::read_dir(dir.path()).expect("it is still there").count(), 1);
    let file = dir.path().join("letter.txt");
    let error = Directory::open(&file, "fjall").expect_err("it is not even a directory");
    assert!(matches!(error, Error::NotAStore { .. }), "{error}");
}

#[test]
fn an_interrupted_creation_is_finished() {
    let dir = empty();
    fs::write(dir.path().join("lock"), "").expect("the directory is writable");
    fs::write(dir.path().join("STORE.new"), "tongban st").expect("the directory is writable");
    Directory::open(dir.path(), "sled").expect("no store was there yet");
    Directory::open(dir.path(), "sled").expect("now one is");
}

#[test]
fn a_newer_format_is_named_before_anything_else() {
    let dir = empty();
    let marker = "tongban store\nadapter: yet-unknown\nformat: 7\n";
    fs::write(dir.path().join("STORE"), marker).expect("the directory is writable");
    let error = Directory::open(dir.path(), "fjall").expect_err("format 7 is not known");
    assert!(matches!(error, Error::NewerFormat { found: 7, known: 1 }), "{error}");
}

#[test]
fn an_unreadable_marker_is_damage() {
    let dir = empty();
    fs::write(dir.path().join("STORE"), "tongban store\n").expect("the directory is writable");
    let error = Directory::open(dir.path(), "fjall").expect_err("the adapter is missing");
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
}

#[test]
fn data_appear_at_once_or_not_at_all() {
    let dir = empty();
    let directory = Directory::open(dir.path(), "fjall").expect("an empty directory is taken");
    let write = |path: &Path, name: &str| {
        fs::write(path.join(name), "x").expect("the directory is writable");
    };
    directory
        .make_data(|path| {
            write(path, "half");
            Err(Error::Unavailable)
        })
        .expect_err("making failed");
    assert!(!directory.data().exists());
    directory
        .make_data(|path| {
            write(path, "whole");
            Ok(())
        })
        .expect("making succeeded");
    assert!(directory.data().join("whole").exists());
    assert!(!directory.data().join("half").exists());
    directory.make_data(|_| panic!("it is made only once")).expect("there is nothing to do");
}
