//! Ordered reading, page by page.

use std::ops::Bound;

use crate::{Result, Space, Store};

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// One page of an ordered scan: which keys, in which direction, and at most how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where.
    pub space: Space,
    /// Lower bound, whatever the direction.
    pub from: Bound<Vec<u8>>,
    /// Upper bound, whatever the direction.
    pub to: Bound<Vec<u8>>,
    /// Whether to go from the greatest key down.
    pub reverse: bool,
    /// Most rows to return; fewer come only when the range has no more.
    pub limit: usize,
}

impl Range {
    /// Rows a page holds unless [`Range::limit`] is set: a page of documents stays below 64 MiB.
    pub const LIMIT: usize = 1_000;

    /// All keys of a space, upward.
    pub const fn all(space: Space) -> Self {
        Self {
            space,
            from: Bound::Unbounded,
            to: Bound::Unbounded,
            reverse: false,
            limit: Self::LIMIT,
        }
    }

    /// All keys that begin with `prefix`, upward.
    pub fn prefix(space: Space, prefix: impl Into<Vec<u8>>) -> Self {
        let from = prefix.into();
        let to = successor(&from).map_or(Bound::Unbounded, Bound::Excluded);
        Self { from: Bound::Included(from), to, ..Self::all(space) }
    }

    /// The same range, from the greatest key down.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { reverse: true, ..self }
    }

    /// The same range with pages of another size.
    #[must_use]
    pub fn limited(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The rest of the range once `key` has been read.
    #[must_use]
    pub fn after(self, key: Vec<u8>) -> Self {
        let bound = Bound::Excluded(key);
        if self.reverse { Self { to: bound, ..self } } else { Self { from: bound, ..self } }
    }

    /// Whether no key can lie in it. Adapters ask first: ordered maps panic on such bounds.
    pub fn is_void(&self) -> bool {
        if self.limit == 0 {
            return true;
        }
        match (&self.from, &self.to) {
            (Bound::Included(from), Bound::Included(to)) => from > to,
            (
                Bound::Included(from) | Bound::Excluded(from),
                Bound::Included(to) | Bound::Excluded(to),
            ) => from >= to,
            _ => false,
        }
    }
}

/// The least key that is greater than every key with this prefix; none if the prefix is all `0xFF`.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut next = prefix[..=last].to_vec();
    next[last] += 1;
    Some(next)
}

/// All rows of a range, fetched page by page while they are asked for. Each page is consistent in
/// itself; a commit may come between two pages.
pub fn rows(store: &dyn Store, range: Range) -> Rows<'_> {
    Rows { store, rest: Some(range), page: Vec::new().into_iter() }
}

/// See [`rows`]. Ends after the first error.
pub struct Rows<'a> {
    store: &'a dyn Store,
    rest: Option<Range>,
    page: std::vec::IntoIter<Row>,
}

impl Iterator for Rows<'_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.page.next() {
            return Some(Ok(row));
        }
        let range = self.rest.take()?;
        let page = match self.store.scan(&range) {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        if let Some((last, _)) = page.last().filter(|_| page.len() >= range.limit) {
            self.rest = Some(range.after(last.clone()));
        }
        self.page = page.into_iter();
        self.page.next().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Bound;

    use super::Range;
    use crate::Space;

    #[test]
    fn a_prefix_ends_before_its_successor() {
        let to = |prefix: &[u8]| Range::prefix(Space::Log, prefix).to;
        assert_eq!(to(b"ab"), Bound::Excluded(b"ac".to_vec()));
        assert_eq!(to(&[1, 255, 255]), Bound::Excluded(vec![2]));
        assert_eq!(to(&[255]), Bound::Unbounded);
        assert_eq!(to(b""), Bound::Unbounded);
    }

    #[test]
    fn void_ranges_are_known() {
        let range = |from, to| Range { from, to, ..Range::all(Space::Log) };
        let key = || b"k".to_vec();
        assert!(!range(Bound::Included(key()), Bound::Included(key())).is_void());
        assert!(range(Bound::Included(key()), Bound::Excluded(key())).is_void());
        assert!(range(Bound::Excluded(key()), Bound::Included(key())).is_void());
        assert!(range(Bound::Excluded(key()), Bound::Excluded(key())).is_void());
        assert!(!range(Bound::Unbounded, Bound::Excluded(key())).is_void());
        assert!(Range::all(Space::Log).limited(0).is_void());
    }
}
