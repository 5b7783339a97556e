//! What a component carries beside its code: custom sections of its outermost level.
//!
//! Not here: what is in them (`carried_cases`, `table_component`).

use std::borrow::Cow;

use wasm_encoder::{ComponentSection, CustomSection};
use wasmparser::{BinaryReaderError, Parser, Payload};

/// Puts a section behind all others.
pub(crate) fn append(component: &mut Vec<u8>, name: &str, data: Vec<u8>) {
    CustomSection { name: Cow::Borrowed(name), data: Cow::Owned(data) }
        .append_to_component(component);
}

/// The first section of each name. Fails where the component cannot be read to its end.
pub(crate) fn find<'c, const N: usize>(
    component: &'c [u8],
    names: [&str; N],
) -> Result<[Option<&'c [u8]>; N], BinaryReaderError> {
    let mut found = [None; N];
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) if depth == 0 => {
                let at = names.iter().position(|name| *name == section.name());
                if let Some(at) = at {
                    found[at] = found[at].or(Some(section.data()));
                }
            }
            _ => {}
        }
    }
    Ok(found)
}
