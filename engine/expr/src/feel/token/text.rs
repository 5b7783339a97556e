//! Texts in double quotes, decoded.
//!
//! Not here: other tokens.
//! Invariant: what comes out is Unicode without NUL: half a surrogate pair is a problem, where the
//! library's own reader would panic on it, even on a whole pair.

use super::{Reader, What};
use crate::feel::problem::{Problem, TEXT};

impl Reader<'_> {
    /// Reads a text; the position is at its opening quote.
    pub(super) fn read_text(&mut self) {
        let start = self.position;
        self.position += 1;
        let mut text = String::new();
        loop {
            let at = self.position;
            let Some(c) = self.peek() else {
                self.problem(
                    TEXT,
                    start,
                    (
                        "文本没有结束的双引号".to_owned(),
                        "expected a closing quote, but the text never ends".to_owned(),
                    ),
                );
                return;
            };
            self.position += c.len_utf8();
            match c {
                '"' => break,
                '\\' => match self.escape() {
                    Some(c) => text.push(c),
                    None => self.bad_escape(at),
                },
                '\0' => self.bad_escape(at),
                c => text.push(c),
            }
        }
        self.push(start, What::Text(text));
    }

    /// The character that an escape stands for; the position is behind the backslash.
    fn escape(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.position += c.len_utf8();
        match c {
            '"' | '\\' | '\'' => Some(c),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => {
                let unit = self.hexadecimal(4)?;
                if !(0xD800..0xDC00).contains(&unit) {
                    return char::from_u32(unit).filter(|c| *c != '\0');
                }
                let second = self.rest().strip_prefix("\\u").is_some();
                if !second {
                    return None;
                }
                self.position += 2;
                let low = self.hexadecimal(4)?;
                let pair = (0xDC00..0xE000).contains(&low);
                pair.then(|| char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)))?
            }
            'U' => char::from_u32(self.hexadecimal(6)?).filter(|c| *c != '\0'),
            _ => None,
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let written = self.rest().get(..digits)?;
        if !written.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(written, 16).ok()?;
        self.position += digits;
        Some(number)
    }

    fn bad_escape(&mut self, start: usize) {
        let at = start..self.position;
        let written = &self.source[at.clone()];
        let (zh, en) = (
            format!("文本里不能写“{}”", written.escape_debug()),
            format!("expected a character, but found `{}`", written.escape_debug()),
        );
        let problem = Problem::new(TEXT, at, (zh, en));
        let unit = written.starts_with("\\u") || written.starts_with("\\U");
        self.problems.push(if written.starts_with('\\') && !unit {
            problem.hint("反斜杠要写两个：\\\\", "write a backslash twice: \\\\")
        } else {
            problem.hint("请直接写出该字符", "write the character itself")
        });
    }
}
