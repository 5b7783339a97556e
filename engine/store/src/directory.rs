//! The directory of a store: who may use it, which adapter made it, in which format.
//!
//! ```text
//! DIR/STORE      marker: adapter and format, written once, before anything else
//! DIR/lock       locked while the store is open
//! DIR/data.new/  the adapter's files while it makes a store; removed if that was interrupted
//! DIR/data/      the adapter's files
//! DIR/blobs/     attachments; not the store's, and left alone
//! ```
//! Invariant: nothing is created in a directory that is neither empty nor a store.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::{Error, FORMAT, Result};

const MARKER: &str = "STORE";
const MARKER_NEW: &str = "STORE.new";
const LOCK: &str = "lock";
const DATA: &str = "data";
const DATA_NEW: &str = "data.new";

/// A locked directory. The lock goes when this is dropped: an adapter keeps it as its last field.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    _lock: File,
}

impl Directory {
    /// Locks the directory of a store of `adapter`; makes it if it is missing or empty.
    ///
    /// # Errors
    /// [`Error::NotAStore`], [`Error::InUse`], [`Error::OtherAdapter`], [`Error::NewerFormat`],
    /// [`Error::Damaged`] if the marker is unreadable, [`Error::Failed`] if the file system fails.
    pub fn open(path: &Path, adapter: &'static str) -> Result<Self> {
        let path = std::path::absolute(path).map_err(failed("find the store's directory"))?;
        if !path.join(MARKER).exists() && holds_other_files(&path)? {
            return Err(Error::NotAStore { path });
        }
        create_dir_synced(&path).map_err(failed("create the store's directory"))?;
        let lock = lock(&path)?;
        let directory = Self { path, _lock: lock };
        match fs::read_to_string(directory.path.join(MARKER)) {
            Ok(text) => directory.check(&text, adapter)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                directory.write_marker(adapter).map_err(failed("write the store's marker"))?;
            }
            Err(error) => return Err(failed("read the store's marker")(error)),
        }
        Ok(directory)
    }

    /// Runs `make` in an empty directory unless the adapter's files are there already. They appear
    /// in [`Directory::data`] at once and durably: an adapter that cannot resume its own creation
    /// after a crash need not. `make` closes what it opened.
    ///
    /// # Errors
    /// Those of `make`, and [`Error::Failed`] if the file system fails.
    pub fn make_data(&self, make: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        if self.data().is_dir() {
            return Ok(());
        }
        let new = self.path.join(DATA_NEW);
        match fs::remove_dir_all(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed("remove an interrupted creation")(error));
            }
            _ => {}
        }
        create_dir_synced(&new).map_err(failed("create the data directory"))?;
        make(&new)?;
        sync_tree(&new)
            .and_then(|()| fs::rename(&new, self.data()))
            .and_then(|()| sync_dir(&self.path))
            .map_err(failed("create the data directory"))
    }

    /// Where the adapter keeps its files, once [`Directory::make_data`] has run.
    pub fn data(&self) -> PathBuf {
        self.path.join(DATA)
    }

    /// The directory itself, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of all files of the adapter, as their blocks on disk.
    ///
    /// # Errors
    /// If the file system fails; a file that vanishes meanwhile counts nothing.
    pub fn size_bytes(&self) -> io::Result<u64> {
        size_bytes(&self.data())
    }

    fn check(&self, text: &str, adapter: &'static str) -> Result<()> {
        let damaged = || Error::Damaged {
            path: self.path.clone(),
            what: format!("its marker `{MARKER}` cannot be read"),
        };
        let (found, format) = parse_marker(text).ok_or_else(damaged)?;
        // The format comes first: a newer one may name adapters that this program does not know.
        if format > FORMAT {
            return Err(Error::NewerFormat { found: format, known: FORMAT });
        }
        if found != adapter {
            let found = found.to_owned();
            return Err(Error::OtherAdapter { path: self.path.clone(), asked: adapter, found });
        }
        Ok(())
    }

    fn write_marker(&self, adapter: &str) -> io::Result<()> {
        let new = self.path.join(MARKER_NEW);
        let mut file = File::create(&new)?;
        write!(file, "tongban store\nadapter: {adapter}\nformat: {FORMAT}\n")?;
        file.sync_all()?;
        fs::rename(&new, self.path.join(MARKER))?;
        sync_dir(&self.path)
    }
}

fn failed(doing: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |error| Error::Failed { doing, source: error.into() }
}

fn parse_marker(text: &str) -> Option<(&str, u32)> {
    let mut lines = text.lines();
    if lines.next()? != "tongban store" {
        return None;
    }
    let adapter = lines.next()?.strip_prefix("adapter: ")?;
    let format = lines.next()?.strip_prefix("format: ")?.parse().ok()?;
    Some((adapter, format))
}

/// Whether a directory without a marker holds anything an interrupted creation does not leave.
fn holds_other_files(path: &Path) -> Result<bool> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(true),
        Err(error) => return Err(failed("list the store's directory")(error)),
    };
    for entry in entries {
        let name = entry.map_err(failed("list the store's directory"))?.file_name();
        if name != LOCK && name != MARKER_NEW {
            return Ok(true);
        }
    }
    Ok(false)
}

fn lock(path: &Path) -> Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path.join(LOCK))
        .map_err(failed("open the store's lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed("lock the store")(error)),
    }
}

/// Makes a directory whose name survives the loss of power.
fn create_dir_synced(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_dir_synced(parent)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    path.parent().map_or(Ok(()), sync_dir)
}

/// Syncs all files below, then the directories that name them.
fn sync_tree(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_dir(path)
}

fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn size_bytes(path: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let size = entry.file_type().and_then(|kind| {
            if kind.is_dir() {
                size_bytes(&entry.path())
            } else {
                entry.metadata().map(|found| blocks(&found))
            }
        });
        match size {
            Ok(size) => sum += size,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sum)
}

/// What the file takes on disk: journals are longer than what they hold.
#[cfg(unix)]
fn blocks(metadata: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.blocks() * 512
}

#[cfg(not(unix))]
fn blocks(metadata: &fs::Metadata) -> u64 {
    metadata.len()
}

#[cfg(test)]
mod tests;
