use std::fs;
use std::path::{Path, PathBuf};

use tongban_store::conformance::Random;

use super::Image;
use crate::torn::trace::Op;

fn at(path: &str) -> PathBuf {
    Path::new("/root").join(path)
}

fn write(path: &str, offset: u64, data: &[u8]) -> Op {
    Op::Write { path: at(path), offset, data: data.to_vec() }
}

fn sync(path: &str, covers: usize) -> Op {
    Op::Sync { path: at(path), covers, is_data_only: false }
}

fn image(ops: &[Op]) -> Image {
    let mut image = Image::new(Path::new("/root"));
    for op in [&[Op::MakeDir("/root".into())], ops].concat() {
        image.apply(&op).expect("the operations fit together");
    }
    image
}

/// What `path` holds in a hundred rebuilt directories; none where it is missing.
fn found(ops: &[Op], path: &str) -> Vec<Option<Vec<u8>>> {
    let dir = tempfile::tempdir().expect("the temporary directory is writable");
    let mut random = Random::new(1);
    let image = image(ops);
    let rebuild = |n| {
        let target = dir.path().join(format!("{n}"));
        image.rebuild(&target, &mut random).expect("the directory is writable");
        fs::read(target.join(path)).ok()
    };
    (0..100).map(rebuild).collect()
}

#[test]
fn what_was_synced_is_there() {
    let ops = [Op::Create(at("f")), write("f", 0, b"abc"), sync("f", 3), write("f", 3, b"def")];
    let found = found(&ops, "f");
    assert!(found.iter().all(|bytes| bytes.as_ref().is_some_and(|it| it.starts_with(b"abc"))));
    assert!(found.contains(&Some(b"abc".to_vec())));
    assert!(found.contains(&Some(b"abcdef".to_vec())));
}

#[test]
fn a_sync_covers_only_what_came_before_it_began() {
    let ops = [Op::Create(at("f")), write("f", 0, b"abc"), sync("f", 2)];
    assert!(found(&ops, "f").iter().any(|bytes| bytes.as_ref().is_none_or(Vec::is_empty)));
}

#[test]
fn unsynced_writes_leave_holes_and_old_sectors() {
    let (old, new) = (vec![1; 2_048], vec![2; 2_048]);
    let ops = [
        Op::Create(at("f")),
        write("f", 0, &old),
        sync("f", 3),
        write("f", 0, &new),
        write("f", 2_048, &new),
    ];
    let found = found(&ops, "f");
    let any = |test: &dyn Fn(&[u8]) -> bool| found.iter().flatten().any(|bytes| test(bytes));
    assert!(any(&|bytes| bytes[0] == 1 && bytes[512] == 2), "a later sector without an earlier");
    assert!(any(&|bytes| bytes.len() == 4_096 && bytes[2_048] == 0), "a hole");
    assert!(any(&|bytes| bytes.len() == old.len()), "nothing of the second write");
}

#[test]
fn names_survive_in_order() {
    let ops = [Op::Create(at("a")), Op::Rename(at("a"), at("b")), Op::Create(at("c"))];
    let (a, b, c) = (found(&ops, "a"), found(&ops, "b"), found(&ops, "c"));
    assert!(a.iter().any(Option::is_some) && b.iter().any(Option::is_some));
    assert!(c.iter().any(Option::is_some) && c.iter().any(Option::is_none));
    assert!(!a.iter().zip(&c).any(|(a, c)| a.is_some() && c.is_some()), "c came after the rename");
}

#[test]
fn a_rename_without_a_sync_can_lose_the_content() {
    let ops = [
        Op::Create(at("new")),
        write("new", 0, b"text"),
        Op::Rename(at("new"), at("name")),
        sync("", 4),
    ];
    let found = found(&ops, "name");
    assert!(found.iter().all(Option::is_some), "the name was synced with its directory");
    assert!(found.contains(&Some(Vec::new())), "the content was not");
}
