//! Attachments: files beside the store, named by the digest of their bytes.
//!
//! ```text
//! DIR/incoming/…  while it arrives        DIR/ab/abcdef…  once it is whole and synced
//! ```
//! Invariants: a file in place is whole and on disk; a commit names only files in place; one
//! content is kept once.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use tongban_core::{Command, call::Digest, document::Submission};

use crate::refusal::Refusal;

const INCOMING: &str = "incoming";

/// The directory of attachments.
pub(crate) struct Blobs {
    directory: PathBuf,
    next: AtomicU64,
}

/// An attachment while it arrives, piece by piece.
pub struct BlobWriter {
    file: tokio::fs::File,
    arriving: Arriving,
    directory: PathBuf,
    hash: Sha256,
    size: u64,
    max: u64,
}

/// The unfinished file; removed when it is given up.
struct Arriving(PathBuf);

impl Drop for Arriving {
    fn drop(&mut self) {
        // Once it is in its place there is nothing left here to remove.
        let _ = fs::remove_file(&self.0);
    }
}

impl Blobs {
    /// Opens the directory and removes what never became whole.
    pub(crate) fn open(directory: &Path) -> io::Result<Self> {
        let incoming = directory.join(INCOMING);
        fs::create_dir_all(&incoming)?;
        for entry in fs::read_dir(&incoming)? {
            fs::remove_file(entry?.path())?;
        }
        Ok(Self { directory: directory.to_owned(), next: AtomicU64::new(0) })
    }

    /// Begins an attachment of at most `max` bytes.
    pub(crate) async fn writer(&self, max: u64) -> Result<BlobWriter, Refusal> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.directory.join(INCOMING).join(n.to_string());
        let file = tokio::fs::File::create_new(&path).await.map_err(failed)?;
        Ok(BlobWriter {
            file,
            arriving: Arriving(path),
            directory: self.directory.clone(),
            hash: Sha256::new(),
            size: 0,
            max,
        })
    }

    /// The file of an attachment, if it is in place.
    pub(crate) fn find(&self, digest: &Digest) -> Option<PathBuf> {
        let path = place(&self.directory, digest);
        path.is_file().then_some(path)
    }

    /// Whether a file still is what its name says; none if it is not there. Blocks.
    pub(crate) fn is_sound(&self, digest: &Digest) -> Option<bool> {
        let mut file = fs::File::open(place(&self.directory, digest)).ok()?;
        let mut hash = Sha256::new();
        let mut piece = vec![0; 64 << 10];
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Some(<[u8; 32]>::from(hash.finalize()) == digest.0),
                Ok(count) => hash.update(&piece[..count]),
                Err(_) => return Some(false),
            }
        }
    }
}

impl BlobWriter {
    /// Takes the next piece.
    ///
    /// # Errors
    /// [`Refusal::AttachmentTooLarge`] as soon as there are too many bytes; then, and when the
    /// writer is dropped, nothing is kept.
    pub async fn write(&mut self, piece: &[u8]) -> Result<(), Refusal> {
        self.size += piece.len() as u64;
        if self.size > self.max {
            return Err(Refusal::AttachmentTooLarge { max: self.max });
        }
        self.hash.update(piece);
        self.file.write_all(piece).await.map_err(failed)
    }

    /// Syncs the file and puts it in its place. Only now may a document name it.
    ///
    /// # Errors
    /// [`Refusal::FileFailed`] when the disk refuses; then nothing is kept.
    pub async fn finish(mut self) -> Result<Digest, Refusal> {
        self.file.flush().await.map_err(failed)?;
        self.file.sync_all().await.map_err(failed)?;
        let digest = Digest(self.hash.finalize().into());
        let (directory, arriving) = (self.directory, self.arriving);
        let moved = tokio::task::spawn_blocking(move || put(&directory, &arriving.0, &digest));
        moved.await.map_err(|error| Refusal::FileFailed(error.to_string()))?.map_err(failed)?;
        Ok(digest)
    }
}

fn put(directory: &Path, from: &Path, digest: &Digest) -> io::Result<()> {
    let to = place(directory, digest);
    let folder = to.parent().expect("every place lies in a folder");
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        fs::File::open(directory)?.sync_all()?;
    }
    fs::rename(from, &to)?;
    fs::File::open(folder)?.sync_all()
}

fn place(directory: &Path, digest: &Digest) -> PathBuf {
    let name = digest.to_string();
    directory.join(&name[..2]).join(name)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`, which hands it over")]
fn failed(error: io::Error) -> Refusal {
    tracing::error!(%error, "an attachment could not be kept");
    Refusal::FileFailed(error.kind().to_string())
}

/// What a command carries, if it carries a document.
pub(crate) fn submission(command: &Command) -> Option<&Submission> {
    match command {
        Command::Start(start) => Some(&start.application),
        Command::DecideTask(decide) => Some(&decide.submission),
        Command::SendBack(send) => Some(&send.reason),
        Command::FileObjection(filed) => Some(&filed.objection),
        Command::ExtendClock(reason) | Command::Cancel(reason) => Some(reason),
        Command::ClaimTask(_)
        | Command::ReleaseTask(_)
        | Command::ResolveIncident(_)
        | Command::Wake
        | Command::Continue
        | Command::Recompute => None,
    }
}

/// Whether every file that a command names is in place.
pub(crate) fn check(blobs: Option<&Blobs>, command: &Command) -> Result<(), Refusal> {
    let Some(submission) = submission(command) else { return Ok(()) };
    if submission.attachments.len() > Submission::ATTACHMENTS_MAX {
        return Ok(()); // the machine rejects it, with better words
    }
    for attachment in &submission.attachments {
        let Some(blobs) = blobs else { return Err(Refusal::AttachmentsDisabled) };
        let found = read_digest(&attachment.digest).and_then(|digest| blobs.find(&digest));
        if found.is_none() {
            return Err(Refusal::AttachmentMissing(attachment.digest.chars().take(64).collect()));
        }
    }
    Ok(())
}

/// Reads a digest from lower-case hexadecimal.
pub(crate) fn read_digest(text: &str) -> Option<Digest> {
    let digits = text.as_bytes();
    let lower = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
    if digits.len() != 64 || !digits.iter().all(lower) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(Digest(bytes))
}
