//! Tokens: 256 random bits, of which only the hash is kept.

use sha2::{Digest as _, Sha256};
use tongban_core::call::Digest;

/// Marks a token of this system, so that scanners of leaked secrets know it.
const PREFIX: &str = "tongban_";

/// A fresh token; shown once.
pub(crate) struct Secret(String);

impl Secret {
    /// Makes one from the machine's random source.
    pub(crate) fn new() -> Result<Self, getrandom::Error> {
        use std::fmt::Write as _;
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let mut text = String::with_capacity(PREFIX.len() + 64);
        text.push_str(PREFIX);
        for byte in bytes {
            write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        }
        Ok(Self(text))
    }

    /// What the registry keeps.
    pub(crate) fn hash(&self) -> Digest {
        digest_of(&self.0)
    }

    /// The token itself.
    pub(crate) fn into_text(self) -> String {
        self.0
    }
}

/// The hash under which a token is known. Tokens are random, so a plain hash cannot be reversed.
pub(crate) fn digest_of(token: &str) -> Digest {
    Digest(Sha256::digest(token).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_their_hash_is_stable() {
        let (one, other) = (Secret::new().expect("random bytes"), Secret::new().expect("again"));
        assert_ne!(one.hash(), other.hash());
        let hash = one.hash();
        let text = one.into_text();
        assert_eq!(text.len(), PREFIX.len() + 64);
        assert_eq!(digest_of(&text), hash);
    }
}
