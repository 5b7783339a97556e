//! The adapter: spaces are keyspaces, a commit is one batch of the journal.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fjall::{Database, Keyspace, PersistMode, Readable};
use tongban_store::{Directory, Error, Failure, Guarded, Medium, Range, Result, Row, Space, Write};

use crate::{Tuning, journal, options};

/// A fjall database in a store directory.
pub struct Fjall {
    /// By the number of the space.
    spaces: Vec<Keyspace>,
    db: Database,
    /// Last, so that the lock goes after the database.
    directory: Directory,
}

impl Fjall {
    /// The name of this adapter, in markers, on the command line and in messages.
    pub const NAME: &str = "fjall";

    /// Opens the store in `path`, or makes one if there is none yet.
    ///
    /// # Errors
    /// Those of [`Directory::open`]; [`Error::Damaged`] if the files contradict themselves.
    pub fn open(path: &Path) -> Result<Guarded<Self>> {
        Self::open_tuned(path, &Tuning::default())
    }

    /// The same with another use of memory.
    ///
    /// # Errors
    /// Those of [`Fjall::open`].
    pub fn open_tuned(path: &Path, tuning: &Tuning) -> Result<Guarded<Self>> {
        let directory = Directory::open(path, Self::NAME)?;
        directory.make_data(|data| open_database(data, path, tuning).map(drop))?;
        let data = directory.data();
        let found = journal::repair(&data).map_err(|error| failed(error.into()))?;
        if let journal::Tail::Damaged { file, offset } = found {
            let what =
                format!("its journal `{file}` is unreadable at byte {offset}, not at its end");
            return Err(Error::Damaged { path: path.to_owned(), what });
        }
        let (db, spaces) = open_database(&data, path, tuning)?;
        Guarded::new(Self { spaces, db, directory })
    }

    fn keyspace(&self, space: Space) -> &Keyspace {
        &self.spaces[usize::from(space.number())]
    }
}

/// Opens or makes the database with all its keyspaces. fjall panics on some impossible files: for
/// us a stored byte is input, so that is an error as well.
fn open_database(data: &Path, store: &Path, tuning: &Tuning) -> Result<(Database, Vec<Keyspace>)> {
    let open = || {
        let db = options::open(data, tuning)?;
        let spaces = Space::ALL
            .into_iter()
            .map(|space| db.keyspace(space.name(), || options::keyspace(space, tuning)))
            .collect::<fjall::Result<_>>()?;
        Ok((db, spaces))
    };
    catch_unwind(AssertUnwindSafe(open))
        .unwrap_or_else(|_| Err(fjall::Error::Unrecoverable))
        .map_err(|error| opening_failed(error, store))
}

fn opening_failed(error: fjall::Error, store: &Path) -> Error {
    let path = store.to_owned();
    match error {
        fjall::Error::Locked => Error::InUse { path },
        fjall::Error::Io(error) => failed(error.into()),
        error => Error::Damaged { path, what: format!("its files cannot be read ({error:?})") },
    }
}

fn failed(source: Failure) -> Error {
    Error::Failed { doing: "open the store", source }
}

impl Medium for Fjall {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        let value = self.db.snapshot().get(self.keyspace(space), key)?;
        Ok(value.map(|value| value.to_vec()))
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>, Failure> {
        // A snapshot, because a keyspace alone shows batches while they are being applied.
        let bounds = (range.from.clone(), range.to.clone());
        let found = self.db.snapshot().range(self.keyspace(range.space), bounds);
        let copy = |row: fjall::Guard| {
            let (key, value) = row.into_inner()?;
            Ok((key.to_vec(), value.to_vec()))
        };
        if range.reverse {
            found.rev().take(range.limit).map(copy).collect()
        } else {
            found.take(range.limit).map(copy).collect()
        }
    }

    fn apply(&self, writes: Vec<Write>) -> Result<(), Failure> {
        // fjall writes the journal, syncs it, and only then shows the batch to readers.
        let mut batch = self.db.batch().durability(Some(PersistMode::SyncAll));
        for write in writes {
            let keyspace = self.keyspace(write.space());
            match write {
                Write::Put { key, value, .. } => batch.insert(keyspace, key, value),
                Write::Delete { key, .. } => batch.remove(keyspace, key),
            }
        }
        Ok(batch.commit()?)
    }

    fn size_bytes(&self) -> Result<u64, Failure> {
        Ok(self.directory.size_bytes()?)
    }
}

#[cfg(test)]
mod tests;
