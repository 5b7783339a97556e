//! Text from bytes: UTF-8 with or without a mark, UTF-16 with one, GB18030.
//!
//! Not here: delimiters. Invariant: nothing is replaced; bytes that no encoding explains are an
//! error with their row.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::{Change, SheetError};

/// The text, without a byte order mark.
pub(crate) fn text(bytes: &[u8], changes: &mut Vec<Change>) -> Result<String, SheetError> {
    let mark = |mark: &[u8]| bytes.strip_prefix(mark);
    if let Some(rest) = mark(b"\xef\xbb\xbf") {
        return std::str::from_utf8(rest)
            .map(str::to_owned)
            .map_err(|error| SheetError::Encoding { row: row_of(&rest[..error.valid_up_to()]) });
    }
    for (sign, encoding) in [(&b"\xff\xfe"[..], UTF_16LE), (&b"\xfe\xff"[..], UTF_16BE)] {
        if let Some(rest) = mark(sign) {
            let text = strict(encoding, rest).ok_or(SheetError::Encoding { row: 1 })?;
            changes.push(Change::whole("UTF-16", "UTF-8"));
            return Ok(text);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    if let Some(text) = strict(GB18030, bytes) {
        changes.push(Change::whole("GB18030", "UTF-8"));
        return Ok(text);
    }
    // A line break is never part of a character of GB18030, so lines can be tried one by one.
    let bad = bytes.split(|byte| *byte == b'\n').position(|line| strict(GB18030, line).is_none());
    Err(SheetError::Encoding { row: u32::try_from(bad.unwrap_or(0) + 1).unwrap_or(u32::MAX) })
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

fn row_of(before: &[u8]) -> u32 {
    let lines = before.split(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}
