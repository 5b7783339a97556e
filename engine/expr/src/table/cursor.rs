//! A place in the text of one cell.
//!
//! Not here: grammar (`cell`, `formula`, `literal`). Invariant: it stands on a character boundary.

/// Reads a cell from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) fn rest(self) -> &'a str {
        self.rest
    }

    pub(super) fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn at_end(self) -> bool {
        self.rest.trim_start().is_empty()
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes `word` if it comes next, after space.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let Some(rest) = self.rest.trim_start().strip_prefix(word) else { return false };
        self.rest = rest;
        true
    }

    /// Takes the first of `words` that comes next; its place in the list.
    pub(super) fn take_any(&mut self, words: &[&str]) -> Option<usize> {
        words.iter().position(|word| self.take(word))
    }

    /// Takes `word` if it comes next and does not go on as a longer word.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        let goes_on = |next: char| next.is_alphanumeric() || next == '_';
        let taken = ahead.take(word) && !ahead.peek().is_some_and(goes_on);
        if taken {
            *self = ahead;
        }
        taken
    }

    /// Takes the longest run of characters that satisfy `is`.
    pub(super) fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|next| !is(next)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }
}
