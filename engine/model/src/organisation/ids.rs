//! The permanent ids of divisions and people.
//!
//! Invariants: an id is never given to another division or person; a division keeps its id when its
//! code, name, level or parent changes.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A division, for good. Cases, indexes and grants hold this, never a code.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    Serialize,
    Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct DivisionId(#[n(0)] pub u32);

impl DivisionId {
    /// The whole country: the one division that every registry has.
    pub const NATION: Self = Self(0);
}

impl fmt::Display for DivisionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The code of a division in a period (GB/T 2260 and the statistical codes): 2 to 18 digits that do
/// not begin with 0. The country has the code `0`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct DivisionCode(u64);

impl DivisionCode {
    /// The code of the country.
    pub const NATION: Self = Self(0);

    /// Whether the digits of this code begin with those of `prefix`.
    pub fn starts_with(self, prefix: Self) -> bool {
        let mut code = self.0;
        while code > prefix.0 {
            code /= 10;
        }
        code == prefix.0
    }
}

impl FromStr for DivisionCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.len() {
            1 if text == "0" => Ok(Self::NATION),
            2..=18 if digits && !text.starts_with('0') => {
                Ok(Self(text.parse().expect("eighteen digits fit")))
            }
            _ => Err(NotACode(text.chars().take(40).collect())),
        }
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<DivisionCode> for String {
    fn from(code: DivisionCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for DivisionCode {
    type Error = NotACode;

    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

/// The text is no division code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a division code of 2 to 18 digits that begins with 1 to 9, but found `{0}`")]
pub struct NotACode(String);

/// A person on file, by the id that the register of people gives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(Arc<str>);

impl PersonId {
    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PersonId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl Borrow<str> for PersonId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<C> Encode<C> for PersonId {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for PersonId {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.str().map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_digits() {
        for text in ["0", "53", "530428003004", "530428003004001"] {
            let code: DivisionCode = text.parse().expect(text);
            assert_eq!(code.to_string(), text);
        }
        for text in ["", "00", "053", "5", "53x", "-53", "1234567890123456789"] {
            assert!(text.parse::<DivisionCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn prefixes_are_prefixes_of_digits() {
        let code = |text: &str| text.parse::<DivisionCode>().expect(text);
        assert!(code("530428003004").starts_with(code("530428")));
        assert!(code("53").starts_with(code("53")));
        assert!(!code("530428").starts_with(code("54")));
        assert!(!code("53").starts_with(code("530428")));
    }

    #[test]
    fn ids_are_stored_as_a_number_and_as_text() {
        let bytes = minicbor::to_vec(DivisionId(7)).expect("memory does not fail");
        assert_eq!(bytes, [7]);
        let person = PersonId::from("li");
        let bytes = minicbor::to_vec(&person).expect("memory does not fail");
        assert_eq!(bytes, [0x62, b'l', b'i']);
        assert_eq!(minicbor::decode::<PersonId>(&bytes).expect("it reads back"), person);
    }
}
