//! Where rows are in the one tree.
//!
//! ```text
//! row    space, key
//! piece  0x80 | space, length of key:u16, key, index:u32      big-endian
//! ```

use std::ops::Bound;

use tongban_store::Space;

const PIECES: u8 = 0x80;

/// The tree's key of a row.
pub(crate) fn row(space: Space, key: &[u8]) -> Vec<u8> {
    [&[space.number()], key].concat()
}

/// The tree's key of a piece of a row's value.
pub(crate) fn piece(space: Space, key: &[u8], index: u32) -> Vec<u8> {
    let length = u16::try_from(key.len()).expect("a key has at most 512 bytes");
    let space = [PIECES | space.number()];
    [&space, length.to_be_bytes().as_slice(), key, &index.to_be_bytes()].concat()
}

/// The tree's bounds of a range in a space.
pub(crate) fn bounds(
    space: Space,
    from: &Bound<Vec<u8>>,
    to: &Bound<Vec<u8>>,
) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let inside = |bound: &Bound<Vec<u8>>| bound.as_ref().map(|key| row(space, key));
    let from = match inside(from) {
        Bound::Unbounded => Bound::Included(vec![space.number()]),
        bound => bound,
    };
    let to = match inside(to) {
        Bound::Unbounded => Bound::Excluded(vec![space.number() + 1]),
        bound => bound,
    };
    (from, to)
}
