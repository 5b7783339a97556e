//! Base64 with padding (RFC 4648, section 4), as JSON carries bytes.
//!
//! Strict: no white space, no missing or superfluous padding, no bits that say nothing.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Not base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected base64 with padding, but character {0} does not fit")]
pub(crate) struct NotBase64(usize);

/// The bytes that a text stands for.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, NotBase64> {
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(4) {
        return Err(NotBase64(bytes.len()));
    }
    let table = table();
    let padding = bytes.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let body = &bytes[..bytes.len() - padding];
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    for (at, byte) in body.iter().enumerate() {
        let value = table[usize::from(*byte)].ok_or(NotBase64(at))?;
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push(u8::try_from(bits >> held & 0xFF).expect("eight bits"));
        }
    }
    if bits & ((1 << held) - 1) != 0 {
        return Err(NotBase64(body.len().saturating_sub(1)));
    }
    Ok(decoded)
}

fn table() -> [Option<u8>; 256] {
    let mut table = [None; 256];
    for (value, byte) in (0..).zip(ALPHABET) {
        table[usize::from(*byte)] = Some(value);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_vectors_of_the_standard_and_what_is_not_base64() {
        let table = [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ];
        for (text, expected) in table {
            assert_eq!(decode(text).expect(text), expected.as_bytes());
        }
        for text in ["Zg", "Zg=", "Z===", "====", "Zm9v\n", "Zh==", "Zm9-", "Zg==Zg=="] {
            assert!(decode(text).is_err(), "{text:?}");
        }
    }
}
