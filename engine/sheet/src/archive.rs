//! The archive around a workbook: unpacked once within limits before anything reads it.
//!
//! What an archive says of its sizes is not believed; the parts are inflated and counted. Not here:
//! what the parts hold.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::{PARTS_MAX, SheetError, UNPACKED_BYTES_MAX};

/// Refuses an archive that is broken, has too many parts or grows too large.
pub(crate) fn check(bytes: &[u8]) -> Result<(), SheetError> {
    let unreadable = |error: zip::result::ZipError| SheetError::Unreadable(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > PARTS_MAX {
        let max = u64::try_from(PARTS_MAX).expect("a small number");
        return Err(SheetError::TooLarge { max, unit: "parts", zh: "个部件" });
    }
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(unreadable)?;
        let mut limited = part.take(left + 1);
        let size = std::io::copy(&mut limited, &mut std::io::sink())
            .map_err(|error| SheetError::Unreadable(error.to_string()))?;
        left = left.checked_sub(size).ok_or(SheetError::TooLarge {
            max: UNPACKED_BYTES_MAX,
            unit: "bytes once unpacked",
            zh: "字节（解压后）",
        })?;
    }
    Ok(())
}
