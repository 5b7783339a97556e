//! The directory as it may be found after the power was lost: a model of a disk behind a cache.
//!
//! **Contents.** What an `fsync` or `fdatasync` of the file covered is there. Of the rest, each
//! sector of 512 bytes holds what it held after some prefix of the unsynced writes to it, chosen
//! for each sector by itself: so later writes may be there without earlier ones, and batches have
//! holes of every size.
//! Unsynced changes of length survive up to some point. `sync_file_range` is nothing, as the manual
//! says.
//!
//! **Names.** Creations, renames and removals reach the disk in order, as in a journalling file
//! system (ext4): some prefix of them survives. A sync of any file or directory makes those before
//! it durable; an `fdatasync` only if the file itself is new.
//!
//! A renamed file whose content was not synced is found under its new name with torn content.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tongban_store::conformance::Random;

use super::trace::Op;

const SECTOR: usize = 512;

type FileId = usize;

/// A name in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Directory,
    File(FileId),
}

type Names = BTreeMap<PathBuf, Node>;

#[derive(Clone, Debug)]
enum NameChange {
    Add(PathBuf, Node),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

#[derive(Clone, Debug)]
enum Change {
    Write(u64, Vec<u8>),
    Length(u64),
}

/// A file: what is certainly on disk, and what may be, with the operation that asked for it.
#[derive(Clone, Debug, Default)]
struct File {
    durable: Vec<u8>,
    pending: Vec<(usize, Change)>,
}

/// What is certainly on the disk of the directory, and what may be.
pub(super) struct Image {
    root: PathBuf,
    now: Names,
    durable: Names,
    pending: Vec<(usize, NameChange)>,
    files: Vec<File>,
    /// How many operations have been applied.
    count: usize,
}

impl Image {
    /// An empty disk on which `root` will be made.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            now: Names::new(),
            durable: Names::new(),
            pending: Vec::new(),
            files: Vec::new(),
            count: 0,
        }
    }

    /// Lets the next operation happen.
    pub(super) fn apply(&mut self, op: &Op) -> Result<()> {
        match op {
            Op::Create(path) => {
                self.files.push(File::default());
                let node = Node::File(self.files.len() - 1);
                self.change_names(NameChange::Add(path.clone(), node));
            }
            Op::MakeDir(path) => {
                self.change_names(NameChange::Add(path.clone(), Node::Directory));
            }
            Op::Rename(from, to) => {
                self.change_names(NameChange::Rename(from.clone(), to.clone()));
            }
            Op::Remove(path) => self.change_names(NameChange::Remove(path.clone())),
            Op::Write { path, offset, data } => {
                self.change_file(path, Change::Write(*offset, data.clone()))?;
            }
            Op::SetLength(path, length) => self.change_file(path, Change::Length(*length))?,
            Op::Sync { path, covers, is_data_only } => self.sync(path, *covers, *is_data_only)?,
            Op::Ack(_) => {}
        }
        self.count += 1;
        Ok(())
    }

    /// Makes one of the directories that may be found now.
    pub(super) fn rebuild(&self, target: &Path, random: &mut Random) -> Result<()> {
        let mut names = self.durable.clone();
        for (_, change) in &self.pending[..survivors(self.pending.len(), random)] {
            change.apply(&mut names);
        }
        fs::create_dir_all(target)?;
        // In the order of the paths, a directory comes before what is in it.
        for (path, node) in &names {
            let path = target.join(path.strip_prefix(&self.root)?);
            match node {
                Node::Directory => fs::create_dir_all(&path)?,
                Node::File(id) => fs::write(&path, self.files[*id].torn(random))
                    .with_context(|| format!("cannot rebuild `{}`", path.display()))?,
            }
        }
        Ok(())
    }

    fn change_names(&mut self, change: NameChange) {
        change.apply(&mut self.now);
        self.pending.push((self.count, change));
    }

    fn file(&self, path: &Path) -> Result<FileId> {
        match self.now.get(path) {
            Some(Node::File(id)) => Ok(*id),
            _ => bail!("the recording knows no file `{}`", path.display()),
        }
    }

    fn change_file(&mut self, path: &Path, change: Change) -> Result<()> {
        let id = self.file(path)?;
        self.files[id].pending.push((self.count, change));
        Ok(())
    }

    fn sync(&mut self, path: &Path, covers: usize, is_data_only: bool) -> Result<()> {
        let mut is_new = false;
        if self.now.get(path) != Some(&Node::Directory) {
            let id = self.file(path)?;
            self.files[id].sync(covers);
            is_new = !self.durable.values().any(|node| *node == Node::File(id));
        }
        if !is_data_only || is_new {
            let end = self.pending.partition_point(|(at, _)| *at < covers);
            for (_, change) in self.pending.drain(..end) {
                change.apply(&mut self.durable);
            }
        }
        Ok(())
    }
}

impl NameChange {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Add(path, node) => {
                names.insert(path.clone(), *node);
            }
            Self::Rename(from, to) => {
                let moved: Vec<_> =
                    names.keys().filter(|path| path.starts_with(from)).cloned().collect();
                for path in moved {
                    let node = names.remove(&path).expect("the name was just listed");
                    let rest = path.strip_prefix(from).expect("the name was chosen by it");
                    let new = if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) };
                    names.insert(new, node);
                }
            }
            Self::Remove(path) => {
                names.remove(path);
            }
        }
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(offset, data) => {
                let (start, end) = extent(*offset, data);
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[start..end].copy_from_slice(data);
            }
            Self::Length(length) => bytes.resize(to_index(*length), 0),
        }
    }
}

impl File {
    fn sync(&mut self, covers: usize) {
        let end = self.pending.partition_point(|(at, _)| *at < covers);
        for (_, change) in self.pending.drain(..end) {
            change.apply(&mut self.durable);
        }
    }

    /// The durable content with a random part of the rest.
    fn torn(&self, random: &mut Random) -> Vec<u8> {
        let mut left = BTreeMap::new();
        for (_, change) in &self.pending {
            if let Change::Write(offset, data) = change {
                for sector in sectors(*offset, data) {
                    *left.entry(sector).or_insert(0_usize) += 1;
                }
            }
        }
        tear(&mut left, random);
        let lengths = self.pending.iter().filter(|(_, change)| matches!(change, Change::Length(_)));
        let mut lengths_left = survivors(lengths.count(), random);
        let mut bytes = self.durable.clone();
        for (_, change) in &self.pending {
            match change {
                Change::Length(_) if lengths_left == 0 => {}
                Change::Length(_) => {
                    lengths_left -= 1;
                    change.apply(&mut bytes);
                }
                Change::Write(offset, data) => write_sectors(&mut bytes, *offset, data, &mut left),
            }
        }
        bytes
    }
}

/// Decides how many of its writes each sector still takes. A disk may lose any part, so each way of
/// losing one is tried: all by chance, one run of neighbours, everything from some place on.
fn tear(left: &mut BTreeMap<usize, usize>, random: &mut Random) {
    let total = left.len();
    if total == 0 {
        return;
    }
    let (first, length) = (random.below(total), 1 + random.below(total.min(16)));
    let way = random.below(4);
    for (at, count) in left.values_mut().enumerate() {
        match way {
            0 => *count = survivors(*count, random),
            1 if at >= first => *count = 0,
            2 | 3 if (first..first + length).contains(&at) => *count = random.below(*count),
            _ => {}
        }
    }
}

fn write_sectors(bytes: &mut Vec<u8>, offset: u64, data: &[u8], left: &mut BTreeMap<usize, usize>) {
    let (start, end) = extent(offset, data);
    for sector in sectors(offset, data) {
        let count = left.get_mut(&sector).expect("every sector of every write was counted");
        if *count == 0 {
            continue;
        }
        *count -= 1;
        let (from, to) = (start.max(sector * SECTOR), end.min((sector + 1) * SECTOR));
        if bytes.len() < to {
            bytes.resize(to, 0);
        }
        bytes[from..to].copy_from_slice(&data[from - start..to - start]);
    }
}

fn sectors(offset: u64, data: &[u8]) -> std::ops::Range<usize> {
    let (start, end) = extent(offset, data);
    start / SECTOR..end.div_ceil(SECTOR)
}

fn extent(offset: u64, data: &[u8]) -> (usize, usize) {
    let start = to_index(offset);
    (start, start + data.len())
}

fn to_index(offset: u64) -> usize {
    usize::try_from(offset).expect("a test file fits in memory")
}

/// How many of `count` survive: often all or none, else any number.
fn survivors(count: usize, random: &mut Random) -> usize {
    match random.below(4) {
        0 => 0,
        1 => count,
        _ => random.below(count + 1),
    }
}

#[cfg(test)]
mod tests;
