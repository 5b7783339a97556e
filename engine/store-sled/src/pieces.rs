//! How a value is kept: whole if it is short, else in pieces under keys of their own.
//!
//! sled keeps whatever is larger than a quarter of a segment (128 KiB) in a separate file that it
//! never syncs, and it counts whole leaves: up to 16 entries, a few more after a merge. So an entry
//! must stay below 6 KiB together with its key.
//!
//! ```text
//! whole      0, value
//! in pieces  1, number of pieces:u32      big-endian
//! ```

use tongban_store::Failure;

/// Longest entry value, in bytes: 21 entries of it with the longest keys are 97 KiB.
pub(crate) const PIECE_MAX: usize = 4 << 10;

const WHOLE: u8 = 0;
const IN_PIECES: u8 = 1;

/// A row as it is in the tree.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept<'a> {
    /// The value itself.
    Whole(&'a [u8]),
    /// The number of its pieces.
    InPieces(u32),
}

/// The row to keep for a value.
pub(crate) fn encode(value: &[u8]) -> Vec<u8> {
    if value.len() < PIECE_MAX {
        return [&[WHOLE], value].concat();
    }
    let count = u32::try_from(split(value).count()).expect("a value has at most 8 MiB");
    [[IN_PIECES].as_slice(), &count.to_be_bytes()].concat()
}

/// The pieces of a value that is not kept whole.
pub(crate) fn split(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    value.chunks(PIECE_MAX)
}

/// Reads a row.
pub(crate) fn decode(row: &[u8]) -> Result<Kept<'_>, Failure> {
    match row {
        [WHOLE, value @ ..] => Ok(Kept::Whole(value)),
        [IN_PIECES, a, b, c, d] => Ok(Kept::InPieces(u32::from_be_bytes([*a, *b, *c, *d]))),
        _ => Err("expected a value or the number of its pieces, but the row is neither".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, PIECE_MAX, decode, encode, split};

    #[test]
    fn no_entry_is_longer_than_a_piece() {
        for length in [0, 1, PIECE_MAX - 1, PIECE_MAX, PIECE_MAX + 1, 10 * PIECE_MAX] {
            let value = vec![7; length];
            let row = encode(&value);
            assert!(row.len() <= PIECE_MAX, "{length}");
            match decode(&row).expect("it was just encoded") {
                Kept::Whole(found) => assert_eq!(found, value),
                Kept::InPieces(count) => {
                    assert_eq!(split(&value).count(), usize::try_from(count).expect("few"));
                    assert!(split(&value).all(|piece| piece.len() <= PIECE_MAX));
                }
            }
        }
        decode(&[]).expect_err("a row is never empty");
        decode(&[9]).expect_err("there is no kind 9");
    }
}
