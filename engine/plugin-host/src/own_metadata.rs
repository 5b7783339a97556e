//! Takes out of a core module what its own tools said of its interface.
//!
//! Invariant: everything else stays byte for byte. Which world a component is for is said by its
//! manifest; a module that speaks of several (an SDK for all worlds does) is still one plugin.

use wasm_encoder::RawSection;
use wasmparser::{Parser, Payload};

/// How custom sections begin in which guests' tools describe worlds.
const PREFIX: &str = "component-type";

/// The module without such sections; a module that cannot be read stays as it is, and whoever reads
/// it next says why.
pub(crate) fn strip(module: &[u8]) -> Vec<u8> {
    rebuilt(module).unwrap_or_else(|| module.to_vec())
}

fn rebuilt(module: &[u8]) -> Option<Vec<u8>> {
    let mut rebuilt = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.ok()?;
        if matches!(&payload, Payload::CustomSection(section) if section.name().starts_with(PREFIX))
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            rebuilt.section(&RawSection { id, data: module.get(range)? });
        }
    }
    Some(rebuilt.finish())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use wasm_encoder::{CustomSection, Module};

    use super::strip;

    fn module(sections: &[&str]) -> Vec<u8> {
        let module = wat::parse_str("(module (memory 1) (func (export \"f\")))").expect("sound");
        let mut module = module.clone();
        for name in sections {
            let section =
                CustomSection { name: Cow::Borrowed(name), data: Cow::Borrowed(b"anything") };
            let mut whole = Module::new();
            whole.section(&section);
            module.extend_from_slice(&whole.finish()[8..]);
        }
        module
    }

    #[test]
    fn descriptions_of_worlds_go_and_everything_else_stays() {
        let described = module(&["component-type:rule", "producers", "component-type:amount"]);
        assert_eq!(strip(&described), module(&["producers"]));
        assert_eq!(strip(&module(&[])), module(&[]));
        assert_eq!(strip(b"no module"), b"no module");
    }
}
