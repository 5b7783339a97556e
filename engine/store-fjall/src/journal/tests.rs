//! The journal is read here as fjall writes it, so these tests also hold fjall to that form.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use tongban_store::{Batch, Error, Guarded, Space, Store};

use super::{Tail, read_batch, repair, youngest};
use crate::Fjall;

const BATCHES: u8 = 5;

fn open(path: &Path) -> Guarded<Fjall> {
    Fjall::open(path).expect("the store opens")
}

/// A store of five batches of 40 KB, each over ten pages of the journal, and where each one begins.
fn store(dir: &Path) -> (PathBuf, Vec<usize>) {
    let store = open(dir);
    for number in 0..BATCHES {
        let mut batch = Batch::new();
        for row in 0..10 {
            batch.put(Space::Log, [number, row], vec![number + 1; 4_000]);
        }
        batch.delete(Space::Task, [number]);
        store.commit(batch).expect("the batch is legal");
    }
    store.close().expect("the store is open");
    let journal = youngest(&dir.join("data")).expect("the data are there").expect("with a journal");
    let bytes = fs::read(&journal).expect("the journal can be read");
    let mut rest = bytes.as_slice();
    let mut starts = Vec::new();
    loop {
        let at = bytes.len() - rest.len();
        match read_batch(&mut rest) {
            Ok(Some(_)) => starts.push(at),
            _ => break,
        }
    }
    (journal, starts)
}

fn overwrite(journal: &Path, at: usize, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(journal).expect("the journal is writable");
    file.seek(SeekFrom::Start(at as u64)).expect("the file can be sought");
    file.write_all(bytes).expect("the file is writable");
}

fn batches_in(dir: &Path) -> u8 {
    let store = open(dir);
    let found = (0..BATCHES).take_while(|number| {
        let rows: Vec<_> = (0..10).map(|row| store.get(Space::Log, &[*number, row])).collect();
        rows.into_iter().all(|row| row.expect("reads go on").is_some())
    });
    u8::try_from(found.count()).expect("there are five")
}

#[test]
fn every_batch_that_fjall_writes_is_read() {
    let dir = tempfile::tempdir().expect("the temporary directory is writable");
    let (_, starts) = store(dir.path());
    // One batch more: the store's own rows.
    assert_eq!(starts.len(), usize::from(BATCHES) + 1);
    assert_eq!(repair(&dir.path().join("data")).expect("it can be read"), Tail::Clean);
    assert_eq!(batches_in(dir.path()), BATCHES);
}

#[test]
fn a_hole_in_the_last_batch_is_cut_off() {
    for hole in [5, 13, 14, 30, 4_096, 20_000, 39_000] {
        let dir = tempfile::tempdir().expect("the temporary directory is writable");
        let (journal, starts) = store(dir.path());
        let last = starts[usize::from(BATCHES)];
        overwrite(&journal, last + hole, &[0; 700]);
        assert_eq!(batches_in(dir.path()), BATCHES - 1, "hole at {hole}");
        assert_eq!(batches_in(dir.path()), BATCHES - 1, "hole at {hole}, opened again");
    }
}

#[test]
fn a_hole_before_a_sound_batch_is_damage() {
    let dir = tempfile::tempdir().expect("the temporary directory is writable");
    let (journal, starts) = store(dir.path());
    overwrite(&journal, starts[3] + 6_000, &[0; 700]);
    let before = fs::read(&journal).expect("the journal can be read");
    let Err(error) = Fjall::open(dir.path()) else { panic!("acknowledged rows are missing") };
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
    let after = fs::read(&journal).expect("the journal can be read");
    assert!(before == after, "a damaged journal is left as it is");
}
