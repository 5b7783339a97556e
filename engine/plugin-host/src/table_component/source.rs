//! The source section: a component carries the sheet that it was made from.
//!
//! Custom section `tongban:table`: SHA-256 of the sheet, then the sheet. Not here: whether the code
//! really does what the sheet says; whoever doubts it compiles the sheet again and compares bytes.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};
use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{Parser, Payload};

const SECTION: &str = "tongban:table";

/// Why there is no sheet to be had from a component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Not a component, or broken.
    #[error("expected a component, but it cannot be read: {0}")]
    Unreadable(String),
    /// Not made from a table.
    #[error("expected a component made from a table, but it carries no sheet")]
    Missing,
    /// The sheet is not the one that was compiled in.
    #[error("expected the sheet to match its digest, but it does not")]
    Altered,
}

pub(super) fn attach(mut component: Vec<u8>, sheet: &str) -> Vec<u8> {
    let mut payload = Sha256::digest(sheet.as_bytes()).to_vec();
    payload.extend_from_slice(sheet.as_bytes());
    let section = CustomSection { name: Cow::Borrowed(SECTION), data: Cow::Owned(payload) };
    section.append_to_component(&mut component);
    component
}

/// The sheet that a component was made from.
pub fn source(component: &[u8]) -> Result<String, SourceError> {
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| SourceError::Unreadable(error.to_string()))?;
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) if depth == 0 && section.name() == SECTION => {
                return checked(section.data());
            }
            _ => {}
        }
    }
    Err(SourceError::Missing)
}

fn checked(data: &[u8]) -> Result<String, SourceError> {
    let (digest, sheet) = data.split_at_checked(32).ok_or(SourceError::Altered)?;
    if Sha256::digest(sheet).as_slice() != digest {
        return Err(SourceError::Altered);
    }
    String::from_utf8(sheet.to_vec()).map_err(|_| SourceError::Altered)
}
