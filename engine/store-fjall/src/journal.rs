//! Cuts a torn tail off the journal before fjall reads it.
//!
//! fjall 3.1 forgives a last batch that simply ends early. But a batch of several pages can reach
//! the disk with a hole: its end is there and its middle is not. fjall then finds a wrong checksum
//! and refuses to open, although nothing acknowledged is missing: one batch is unsynced at a time,
//! so only the last one can be torn. A wrong batch with a sound one behind it is no torn tail
//! but damage, and is left as it is.
//!
//! ```text
//! batch = 01 count:u32 seqno:u64, entry × count, 03 xxh3(entries):u64 "FJL" 03   little-endian
//! entry = 02 kind:u8 compression:u8 keyspace:u64 key:u16 value:u32 stored:u32 key… stored…
//!       | 04 keyspace:u64
//! ```
//! The journal is longer than its batches: the rest is zero. Only the youngest journal can be torn,
//! for fjall syncs one before it begins the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

const START: u8 = 1;
const ITEM: u8 = 2;
const END: u8 = 3;
const CLEAR: u8 = 4;
const TRAILER: &[u8] = b"FJL\x03";

/// What was behind the last sound batch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Nothing, or the zeros of a journal that is not full.
    Clean,
    /// Part of a batch, which is now gone.
    Torn,
    /// Something unreadable, and sound batches behind it.
    Damaged {
        /// Name of the journal file.
        file: String,
        /// Where the first unsound batch begins.
        offset: u64,
    },
}

/// Checks the youngest journal in a database directory; cuts off a torn tail, durably.
pub(crate) fn repair(data: &Path) -> io::Result<Tail> {
    let Some(path) = youngest(data)? else { return Ok(Tail::Clean) };
    let mut reader = BufReader::with_capacity(1 << 20, File::open(&path)?);
    let (end, seqno) = skip_sound_batches(&mut reader)?;
    let mut rest = Vec::new();
    reader.seek(SeekFrom::Start(end))?;
    reader.read_to_end(&mut rest)?;
    if rest.iter().all(|byte| *byte == 0) {
        return Ok(Tail::Clean);
    }
    if holds_younger_batch(&rest, seqno) {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(Tail::Damaged { file, offset: end });
    }
    let file = OpenOptions::new().write(true).open(&path)?;
    file.set_len(end)?;
    file.sync_all()?;
    Ok(Tail::Torn)
}

fn youngest(data: &Path) -> io::Result<Option<PathBuf>> {
    let mut found: Option<(u64, PathBuf)> = None;
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        let number = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".jnl"));
        let Some(number) = number.and_then(|number| number.parse().ok()) else { continue };
        if found.as_ref().is_none_or(|(greatest, _)| number > *greatest) {
            found = Some((number, path));
        }
    }
    Ok(found.map(|(_, path)| path))
}

/// Where the sound batches end, and the greatest sequence number among them.
fn skip_sound_batches(reader: &mut BufReader<File>) -> io::Result<(u64, Option<u64>)> {
    let (mut end, mut greatest) = (0, None);
    loop {
        match read_batch(reader) {
            Ok(Some(seqno)) => {
                end = reader.stream_position()?;
                greatest = greatest.max(Some(seqno));
            }
            Ok(None) => return Ok((end, greatest)),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok((end, greatest));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Whether a sound batch that is younger than `seqno` begins anywhere.
fn holds_younger_batch(rest: &[u8], seqno: Option<u64>) -> bool {
    rest.iter().enumerate().filter(|(_, byte)| **byte == START).any(
        |(at, _)| matches!(read_batch(&mut &rest[at..]), Ok(Some(found)) if Some(found) > seqno),
    )
}

/// The sequence number of the batch that begins here; none if it is not sound.
fn read_batch(reader: &mut impl Read) -> io::Result<Option<u64>> {
    let [START] = take(reader)? else { return Ok(None) };
    let count = u32::from_le_bytes(take(reader)?);
    let seqno = u64::from_le_bytes(take(reader)?);
    let mut hasher = Xxh3::new();
    for _ in 0..count {
        if !read_entry(reader, &mut hasher)? {
            return Ok(None);
        }
    }
    let [END] = take(reader)? else { return Ok(None) };
    let checksum = u64::from_le_bytes(take(reader)?);
    let trailer: [u8; TRAILER.len()] = take(reader)?;
    let is_sound = count > 0 && trailer == *TRAILER && checksum == hasher.digest();
    Ok(is_sound.then_some(seqno))
}

/// Reads one entry into the hash; false if nothing here begins like one.
fn read_entry(reader: &mut impl Read, hasher: &mut Xxh3) -> io::Result<bool> {
    match take(reader)? {
        [ITEM] => {
            let head: [u8; 20] = take(reader)?;
            hasher.update(&[ITEM]);
            hasher.update(&head);
            let [.., k0, k1, _, _, _, _, v0, v1, v2, v3] = head;
            let key = u64::from(u16::from_le_bytes([k0, k1]));
            let value = u64::from(u32::from_le_bytes([v0, v1, v2, v3]));
            hash_exactly(reader, key + value, hasher)?;
        }
        [CLEAR] => {
            let keyspace: [u8; 8] = take(reader)?;
            hasher.update(&[CLEAR]);
            hasher.update(&keyspace);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn take<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// In pieces: a torn length may claim gigabytes.
fn hash_exactly(reader: &mut impl Read, length: u64, hasher: &mut Xxh3) -> io::Result<()> {
    let mut piece = [0; 4_096];
    let mut left = length;
    while left > 0 {
        let size = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        reader.read_exact(&mut piece[..size])?;
        hasher.update(&piece[..size]);
        left -= size as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
