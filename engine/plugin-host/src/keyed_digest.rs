//! HMAC-SHA256 (RFC 2104): a digest that only the holder of the key can make.
//!
//! Not here: keys. It is twenty lines, so it is not a dependency; RFC 4231's vectors test it.

use sha2::{Digest as _, Sha256};

const BLOCK_BYTES: usize = 64;

/// The keyed digest of `parts`, one after the other.
pub(crate) fn of(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = [byte; BLOCK_BYTES];
        block.iter_mut().zip(key).for_each(|(pad, key)| *pad ^= key);
        block
    };
    let mut inner = Sha256::new_with_prefix(pad(0x36));
    for part in parts {
        inner.update(part);
    }
    Sha256::new_with_prefix(pad(0x5c)).chain_update(inner.finalize()).finalize().into()
}

/// Equality in a time that does not depend on where the first difference is.
pub(crate) fn equal(left: &[u8; 32], right: &[u8; 32]) -> bool {
    left.iter().zip(right).fold(0, |difference, (left, right)| difference | (left ^ right)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4231_case_2() {
        // A shorter key is padded with zeros, so the vector's key of 4 bytes fits.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let mac = of(&key, &[b"what do ya want ", b"for nothing?"]);
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(tongban_core::call::Digest(mac).to_string(), expected);
    }

    #[test]
    fn one_bit_makes_a_difference() {
        let mac = of(&[1; 32], &[b"a"]);
        let mut other = mac;
        other[31] ^= 1;
        assert!(equal(&mac, &mac.clone()));
        assert!(!equal(&mac, &other));
    }
}
