//! The source section: a component carries the sheet that it was made from.
//!
//! Custom section `tongban:table`: SHA-256 of the sheet, the length of the compiler's name in one
//! byte, that name, the sheet. Where the sheet is not the file as it was handed in (a workbook,
//! text in another encoding), `tongban:table-file` behind it holds SHA-256 of that file.
//! Not here: whether the code really does what the sheet says; whoever doubts it compiles the sheet
//! again and compares bytes. The file's digest is what the maker says: only the file can show it.

use sha2::{Digest as _, Sha256};
use tongban_core::call::Digest;
use tongban_plugin_api::TableSource;

use super::source_error::{Mistaken, SourceError};
use crate::sections;

const SECTION: &str = "tongban:table";
const FILE_SECTION: &str = "tongban:table-file";
/// What made the component: another compiler may make other bytes of the same sheet.
pub const COMPILER: &str = concat!("tongban-table ", env!("CARGO_PKG_VERSION"));

pub(super) fn attach(mut component: Vec<u8>, sheet: &str) -> Vec<u8> {
    let mut payload = Sha256::digest(sheet.as_bytes()).to_vec();
    payload.push(u8::try_from(COMPILER.len()).expect("a short name"));
    payload.extend_from_slice(COMPILER.as_bytes());
    payload.extend_from_slice(sheet.as_bytes());
    sections::append(&mut component, SECTION, payload);
    component
}

/// The component with the digest of the file that its sheet was read from; as it is where the file
/// is the sheet.
pub fn with_file(mut component: Vec<u8>, sheet: &str, file: Digest) -> Vec<u8> {
    if Sha256::digest(sheet.as_bytes()).as_slice() != file.0 {
        sections::append(&mut component, FILE_SECTION, file.0.to_vec());
    }
    component
}

/// The sheet that a component was made from.
pub fn source(component: &[u8]) -> Result<TableSource, SourceError> {
    if let Some(found) = Mistaken::of(component) {
        return Err(SourceError::NotComponent(found));
    }
    let found = sections::find(component, [SECTION, FILE_SECTION]);
    let [table, file] = found.map_err(|error| SourceError::Broken { at: error.offset() })?;
    checked(table.ok_or(SourceError::Missing)?, file).ok_or(SourceError::Altered)
}

fn checked(data: &[u8], file: Option<&[u8]>) -> Option<TableSource> {
    let (digest, rest) = data.split_first_chunk::<32>()?;
    let (len, rest) = rest.split_first()?;
    let (compiler, sheet) = rest.split_at_checked(usize::from(*len))?;
    if Sha256::digest(sheet).as_slice() != digest {
        return None;
    }
    let file = file.map_or(Some(*digest), |file| file.try_into().ok())?;
    Some(TableSource {
        sheet: std::str::from_utf8(sheet).ok()?.into(),
        digest: Digest(*digest),
        file: Digest(file),
        compiler: std::str::from_utf8(compiler).ok()?.into(),
    })
}
