use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use tongban_store::conformance::{self, Place};
use tongban_store::{Batch, KEY_MAX, Result, Space, Store};

use super::Sled;

struct Dir(TempDir);

impl Place for Dir {
    fn open(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Sled::open(self.0.path())?))
    }
}

fn empty() -> TempDir {
    tempfile::tempdir().expect("the temporary directory is writable")
}

fn blobs_in(dir: &Path) -> usize {
    fs::read_dir(dir.join("data/blobs")).expect("sled makes it").count()
}

#[test]
fn conforms() {
    conformance::all(&|| Box::new(Dir(empty())));
}

/// sled does not sync the files it makes for large pages, so there must be none.
#[test]
fn no_value_becomes_a_file_of_its_own() {
    let dir = empty();
    let store = Sled::open(dir.path()).expect("the store opens");
    for round in 0..6 {
        for length in [4_095, 4_096, 8_191, 70_000] {
            let mut batch = Batch::new();
            for n in 0..60_u8 {
                let mut key = vec![b'k'; KEY_MAX];
                key[KEY_MAX - 1] = n;
                if (n + round).is_multiple_of(5) {
                    batch.delete(Space::Log, key);
                } else {
                    batch.put(Space::Log, key, vec![n; length]);
                }
            }
            store.commit(batch).expect("the batch is legal");
            assert_eq!(blobs_in(dir.path()), 0, "round {round}, values of {length} bytes");
        }
    }
}

#[test]
fn an_unfinished_snapshot_is_removed() {
    let dir = empty();
    let store = Sled::open(dir.path()).expect("the store opens");
    store.close().expect("the store is open");
    let unfinished = dir.path().join("data/snap.0000000000000000.generating");
    fs::write(&unfinished, "half").expect("the directory is writable");
    Sled::open(dir.path()).expect("the store opens without it");
    assert!(!unfinished.exists());
}
