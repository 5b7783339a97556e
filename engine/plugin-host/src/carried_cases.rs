//! The test cases that a program carries: what its author tried it on, for whoever examines it or
//! a layer below it.
//!
//! Custom section `tongban:cases`: a CBOR list of inputs, named values each. A table needs none,
//! its sheet has its test rows. Invariant: inputs and nothing else; what an author expected of them
//! is not believed.

use tongban_core::facts::Facts;

use crate::sections;

const SECTION: &str = "tongban:cases";
/// Most inputs that are carried, and that are read back: what a person can still have checked.
pub const CASES_MAX: usize = 1_000;
/// Largest section that is written, and that is read back: cases are small, and travel with every
/// package.
const BYTES_MAX: usize = 256 * 1024;

/// The component with these inputs; those that are too many or too large are left out from the end.
pub fn carrying(mut component: Vec<u8>, inputs: &[Facts]) -> Vec<u8> {
    let mut count = inputs.len().min(CASES_MAX);
    let encoded = loop {
        let encoded = minicbor::to_vec(&inputs[..count]).expect("a vector takes all bytes");
        if encoded.len() <= BYTES_MAX {
            break encoded;
        }
        count /= 2;
    };
    if count > 0 {
        sections::append(&mut component, SECTION, encoded);
    }
    component
}

/// The inputs that a component carries; none where it carries nothing that can be read.
pub fn carried(component: &[u8]) -> Vec<Facts> {
    let Ok([data]) = sections::find(component, [SECTION]) else { return Vec::new() };
    data.and_then(read).unwrap_or_default()
}

fn read(data: &[u8]) -> Option<Vec<Facts>> {
    let sized = data.len() <= BYTES_MAX;
    let inputs: Vec<Facts> = minicbor::decode(data).ok().filter(|_| sized)?;
    (inputs.len() <= CASES_MAX).then_some(inputs)
}

#[cfg(test)]
mod tests {
    use tongban_expr::Value;

    use super::*;

    fn input(number: i64) -> Facts {
        Facts([("家庭月收入".into(), Value::Number(number.into()))].into_iter().collect())
    }

    fn empty() -> Vec<u8> {
        wasm_encoder::Component::new().finish()
    }

    #[test]
    fn what_is_attached_is_read_back() {
        let inputs = [input(3200), input(-1), Facts::default()];
        assert_eq!(carried(&carrying(empty(), &inputs)), inputs);
        assert_eq!(carrying(empty(), &[]), empty());
        assert_eq!(carried(&empty()), []);
    }

    #[test]
    fn too_many_and_too_large_are_left_out() {
        let many: Vec<_> = (0..2_000).map(input).collect();
        assert_eq!(carried(&carrying(empty(), &many)), many[..CASES_MAX]);
        let long = Value::Text("户".repeat(1_000).into());
        let large = Facts([("名".into(), long)].into_iter().collect());
        let read = carried(&carrying(empty(), &vec![large.clone(); 400]));
        assert_eq!(read, vec![large; 50]);
    }

    #[test]
    fn what_cannot_be_read_is_nothing() {
        assert_eq!(carried(b"not wasm"), []);
        let long = vec![0; BYTES_MAX + 1];
        for data in [&b""[..], b"\x81", b"\xff\xff", &[0x81; 3_000], &long] {
            let mut component = empty();
            sections::append(&mut component, SECTION, data.to_vec());
            assert_eq!(carried(&component), []);
        }
    }
}
