//! The adapter: one tree, one writer, and a sync that sled does not do.

use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use tongban_store::{Directory, Error, Failure, Guarded, Medium, Range, Result, Row, Space, Write};

use crate::keys;
use crate::pieces::{self, Kept};

/// Memory for pages read, in bytes. sled itself may take several times as much.
const CACHE_BYTES: u64 = 128 << 20;

/// How often sled's own thread writes out and collects segments, in milliseconds. Commits do not
/// wait for it, but without it segments are never collected.
const FLUSH_EVERY_MS: u64 = 500;

/// How often opening is tried while sled's threads still hold the file of a handle that was just
/// dropped, and how long to wait between, in milliseconds. [`Directory`] has made sure that no one
/// else holds it.
const OPEN_TRIES_MAX: u32 = 100;
const OPEN_WAIT_MS: u64 = 20;

/// A sled tree in a store directory.
pub struct Sled {
    /// Held for writing while a batch is applied, so that no page shows half of it. None between a
    /// failed write and the opening that follows it.
    tree: RwLock<Option<sled::Db>>,
    /// Our own handle on sled's file, to sync it.
    file: File,
    path: PathBuf,
    /// Last, so that the lock goes after the tree.
    directory: Directory,
}

impl Sled {
    /// The name of this adapter, in markers, on the command line and in messages.
    pub const NAME: &str = "sled";

    /// Opens the store in `path`, or makes one if there is none yet.
    ///
    /// # Errors
    /// Those of [`Directory::open`]; [`Error::Damaged`] if the files contradict themselves.
    pub fn open(path: &Path) -> Result<Guarded<Self>> {
        let directory = Directory::open(path, Self::NAME)?;
        directory.make_data(|data| open_tree(data, path, true).map(drop))?;
        let data = directory.data();
        remove_unfinished_snapshots(&data).map_err(failed)?;
        let tree = open_tree(&data, path, true)?;
        let file = File::open(data.join("db")).map_err(failed)?;
        // What sled repaired while opening must not be lost under the first commit.
        file.sync_data().map_err(failed)?;
        Guarded::new(Self { tree: RwLock::new(Some(tree)), file, path: path.to_owned(), directory })
    }

    fn read<T>(&self, read: impl FnOnce(&sled::Db) -> Result<T, Failure>) -> Result<T, Failure> {
        let tree = self.tree.read().unwrap_or_else(PoisonError::into_inner);
        read(tree.as_ref().ok_or("expected an open tree, but it could not be opened again")?)
    }

    fn try_apply(&self, writes: Vec<Write>) -> Result<(), Failure> {
        let tree = {
            let mut place = self.tree.write().unwrap_or_else(PoisonError::into_inner);
            let tree = place.as_ref().ok_or("expected an open tree, but it is gone")?;
            let batch = Self::sled_batch(tree, writes)?;
            let (tree, applied) = (tree.clone(), tree.apply_batch(batch));
            if let Err(error) = applied {
                // Half of the batch may be in the tree, and no reader may see that.
                *place = None;
                return Err(error.into());
            }
            tree
        };
        // Readers go on during the sync.
        tree.flush()?;
        Ok(self.file.sync_data()?)
    }

    /// Opens the tree anew, for reading only: after a failed write sled shows what it could not
    /// keep, and gives the old error to every read that would split a page on its way.
    fn open_again(&self, tree: &mut Option<sled::Db>) {
        *tree = None;
        *tree = open_tree(&self.directory.data(), &self.path, false).ok();
    }

    /// The value whose row was found.
    fn value(tree: &sled::Db, space: Space, key: &[u8], row: &[u8]) -> Result<Vec<u8>, Failure> {
        let count = match pieces::decode(row)? {
            Kept::Whole(value) => return Ok(value.to_vec()),
            Kept::InPieces(count) => count,
        };
        let mut value = Vec::new();
        for index in 0..count {
            let piece = tree.get(keys::piece(space, key, index))?;
            let piece = piece.ok_or("expected a piece of a value, but it is missing")?;
            value.extend_from_slice(&piece);
        }
        Ok(value)
    }

    /// Removes the pieces of the value that is there now, from piece `kept` on.
    fn drop_pieces(
        tree: &sled::Db,
        batch: &mut sled::Batch,
        write: &Write,
        kept: u32,
    ) -> Result<(), Failure> {
        let (space, key) = (write.space(), write.key());
        let Some(row) = tree.get(keys::row(space, key))? else { return Ok(()) };
        if let Kept::InPieces(count) = pieces::decode(&row)? {
            for index in kept..count {
                batch.remove(keys::piece(space, key, index));
            }
        }
        Ok(())
    }

    fn sled_batch(tree: &sled::Db, writes: Vec<Write>) -> Result<sled::Batch, Failure> {
        let mut batch = sled::Batch::default();
        for write in writes {
            let (space, key) = (write.space(), write.key());
            let Some(value) = write.value() else {
                Self::drop_pieces(tree, &mut batch, &write, 0)?;
                batch.remove(keys::row(space, key));
                continue;
            };
            let row = pieces::encode(value);
            let mut count = 0;
            if let Kept::InPieces(_) = pieces::decode(&row)? {
                for piece in pieces::split(value) {
                    batch.insert(keys::piece(space, key, count), piece);
                    count += 1;
                }
            }
            Self::drop_pieces(tree, &mut batch, &write, count)?;
            batch.insert(keys::row(space, key), row);
        }
        Ok(batch)
    }
}

/// sled panics on some impossible files: for us a stored byte is input, so that is an error too.
fn open_tree(data: &Path, store: &Path, is_writing: bool) -> Result<sled::Db> {
    let open = || {
        sled::Config::new()
            .path(data)
            .cache_capacity(CACHE_BYTES)
            .flush_every_ms(is_writing.then_some(FLUSH_EVERY_MS))
            .open()
    };
    let path = store.to_owned();
    for _ in 0..OPEN_TRIES_MAX {
        match catch_unwind(AssertUnwindSafe(open)) {
            Ok(Ok(tree)) => return Ok(tree),
            Ok(Err(sled::Error::Io(error))) if is_lock_held(&error) => {
                std::thread::sleep(Duration::from_millis(OPEN_WAIT_MS));
            }
            Ok(Err(sled::Error::Io(error))) => return Err(failed(error)),
            Ok(Err(error)) => {
                let what = format!("its files cannot be read ({error})");
                return Err(Error::Damaged { path, what });
            }
            Err(_) => {
                return Err(Error::Damaged { path, what: "reading its files failed".to_owned() });
            }
        }
    }
    Err(Error::InUse { path })
}

/// sled has no kind of its own for this error.
fn is_lock_held(error: &io::Error) -> bool {
    error.to_string().starts_with("could not acquire lock")
}

/// A snapshot that sled did not finish writing would be read as if it were whole.
fn remove_unfinished_snapshots(data: &Path) -> io::Result<()> {
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("snap.") && name.ends_with(".generating") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn failed(error: io::Error) -> Error {
    Error::Failed { doing: "open the store", source: error.into() }
}

impl Medium for Sled {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        self.read(|tree| {
            let Some(row) = tree.get(keys::row(space, key))? else { return Ok(None) };
            Self::value(tree, space, key, &row).map(Some)
        })
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>, Failure> {
        self.read(|tree| {
            let found = tree.range(keys::bounds(range.space, &range.from, &range.to));
            let copy = |row: sled::Result<(sled::IVec, sled::IVec)>| {
                let (key, row) = row?;
                let key = key[1..].to_vec();
                let value = Self::value(tree, range.space, &key, &row)?;
                Ok((key, value))
            };
            if range.reverse {
                found.rev().take(range.limit).map(copy).collect()
            } else {
                found.take(range.limit).map(copy).collect()
            }
        })
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), Failure> {
        let result = self.try_apply(writes);
        if result.is_err() {
            self.open_again(&mut self.tree.write().unwrap_or_else(PoisonError::into_inner));
        }
        result
    }

    fn size_bytes(&self) -> Result<u64, Failure> {
        Ok(self.directory.size_bytes()?)
    }
}

#[cfg(test)]
mod tests;
