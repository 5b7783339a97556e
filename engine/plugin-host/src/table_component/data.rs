//! Static data: what a component's memory holds before the first instruction.
//!
//! Not here: what is put there (`plan`). Invariants: little endian; a text is stored once; every
//! record stands at a multiple of 8.

use std::collections::BTreeMap;

/// A text in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// The data segment while it is built.
#[derive(Debug)]
pub(super) struct Data {
    base: u32,
    bytes: Vec<u8>,
    texts: BTreeMap<String, Span>,
}

impl Data {
    /// Data that will stand at `base`, a multiple of 8.
    pub(super) fn at(base: u32) -> Self {
        assert_eq!(base % 8, 0, "the segment is aligned");
        Self { base, bytes: Vec::new(), texts: BTreeMap::new() }
    }

    pub(super) fn base(&self) -> u32 {
        self.base
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The first address behind the data, aligned.
    pub(super) fn end(&self) -> u32 {
        self.address().next_multiple_of(16)
    }

    fn address(&self) -> u32 {
        self.base + u32::try_from(self.bytes.len()).expect("a table's data is a few megabytes")
    }

    /// Stores a text, or finds it.
    pub(super) fn text(&mut self, text: &str) -> Span {
        if let Some(span) = self.texts.get(text) {
            return *span;
        }
        let len = u32::try_from(text.len()).expect("cells are short");
        let span = Span { start: self.address(), len };
        self.bytes.extend_from_slice(text.as_bytes());
        self.texts.insert(text.to_owned(), span);
        span
    }

    /// Reserves zeroed, aligned room.
    pub(super) fn room(&mut self, len: u32) -> u32 {
        let aligned = self.bytes.len().next_multiple_of(8);
        self.bytes.resize(aligned, 0);
        let start = self.address();
        self.bytes.resize(aligned + usize::try_from(len).expect("u32 fits"), 0);
        start
    }

    pub(super) fn put(&mut self, at: u32, bytes: &[u8]) {
        let start = usize::try_from(at - self.base).expect("u32 fits");
        self.bytes[start..start + bytes.len()].copy_from_slice(bytes);
    }

    pub(super) fn put_u32(&mut self, at: u32, value: u32) {
        self.put(at, &value.to_le_bytes());
    }

    pub(super) fn put_span(&mut self, at: u32, span: Span) {
        self.put_u32(at, span.start);
        self.put_u32(at + 4, span.len);
    }
}
