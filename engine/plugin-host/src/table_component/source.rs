//! The source section: a component carries the sheet that it was made from.
//!
//! Custom section `tongban:table`: SHA-256 of the sheet, the length of the compiler's name in one
//! byte, that name, the sheet. Not here: whether the code really does what the sheet says; whoever
//! doubts it compiles the sheet again and compares bytes.

use std::borrow::Cow;

use sha2::{Digest as _, Sha256};
use tongban_core::call::Digest;
use tongban_plugin_api::TableSource;
use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{Parser, Payload};

const SECTION: &str = "tongban:table";
/// What made the component: another compiler may make other bytes of the same sheet.
pub const COMPILER: &str = concat!("tongban-table ", env!("CARGO_PKG_VERSION"));

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

impl SourceError {
    /// The error in Chinese.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "不是完好的组件",
            Self::Missing => "组件不是由表格编译而来，或没有附带表格",
            Self::Altered => "组件所附的表格与其摘要不符",
        }
    }
}

pub(super) fn attach(mut component: Vec<u8>, sheet: &str) -> Vec<u8> {
    let mut payload = Sha256::digest(sheet.as_bytes()).to_vec();
    payload.push(u8::try_from(COMPILER.len()).expect("a short name"));
    payload.extend_from_slice(COMPILER.as_bytes());
    payload.extend_from_slice(sheet.as_bytes());
    let section = CustomSection { name: Cow::Borrowed(SECTION), data: Cow::Owned(payload) };
    section.append_to_component(&mut component);
    component
}

/// The sheet that a component was made from.
pub fn source(component: &[u8]) -> Result<TableSource, SourceError> {
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload.map_err(|error| SourceError::Unreadable(error.to_string()))?;
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) if depth == 0 && section.name() == SECTION => {
                return checked(section.data()).ok_or(SourceError::Altered);
            }
            _ => {}
        }
    }
    Err(SourceError::Missing)
}

fn checked(data: &[u8]) -> Option<TableSource> {
    let (digest, rest) = data.split_first_chunk::<32>()?;
    let (len, rest) = rest.split_first()?;
    let (compiler, sheet) = rest.split_at_checked(usize::from(*len))?;
    if Sha256::digest(sheet).as_slice() != digest {
        return None;
    }
    Some(TableSource {
        sheet: std::str::from_utf8(sheet).ok()?.into(),
        digest: Digest(*digest),
        compiler: std::str::from_utf8(compiler).ok()?.into(),
    })
}
