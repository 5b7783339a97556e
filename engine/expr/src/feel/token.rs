//! Source text to tokens, each with the bytes it came from.
//!
//! Not here: keywords. A word is a word; the parser gives it meaning by its place, because
//! `date and time(…)` is one function and `a and b` is not.
//! Invariants: a word never holds an operator or a space; texts are decoded here, so no escape
//! ever reaches the library; reading goes on after a problem, so that all are found at once.

mod text;

use std::ops::Range;

use super::{
    limits::{DIGITS_MAX, SOURCE_CHARACTERS_MAX},
    names::{continues_name, normal, starts_name},
    problem::{CHARACTER, NUMBER, Problem, SYNTAX, TOO_LARGE},
};

/// One token and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) at: Range<usize>,
    pub(super) what: What,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A name, a keyword or a part of a function's name, in NFKC.
    Word(String),
    /// Digits before and after the decimal point.
    Number(String, String),
    /// A text, decoded.
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
    /// After the last token.
    End,
}

/// Longer signs first: the first that fits is taken.
const SIGNS: &[&str] = &[
    "..", "!=", "<=", ">=", "+", "-", "*", "/", "=", "<", ">", "(", ")", "[", "]", ",", ".", "@",
    ":", "{", "}",
];

/// What people write from other languages, and what it is here.
const FOREIGN: &[(&str, &str)] = &[
    ("==", "="),
    ("&&", "and"),
    ("||", "or"),
    ("<>", "!="),
    ("**", "x * x"),
    ("!", "not(…)"),
    ("'", "\"…\""),
    ("%", "/ 100"),
    ("?", "name"),
];

/// All tokens up to and with [`What::End`], or every problem met.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, Vec<Problem>> {
    let length = source.chars().count();
    if length > SOURCE_CHARACTERS_MAX {
        let (zh, en) = (
            format!("表达式最多 {SOURCE_CHARACTERS_MAX} 字，这里有 {length} 字"),
            format!("expected at most {SOURCE_CHARACTERS_MAX} characters, but there are {length}"),
        );
        return Err(vec![
            Problem::new(TOO_LARGE, 0..source.len(), (zh, en))
                .hint("请改用决策表", "use a decision table"),
        ]);
    }
    let mut reader = Reader { source, position: 0, tokens: Vec::new(), problems: Vec::new() };
    reader.read();
    if reader.problems.is_empty() { Ok(reader.tokens) } else { Err(reader.problems) }
}

struct Reader<'s> {
    source: &'s str,
    position: usize,
    tokens: Vec<Token>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self) {
        loop {
            self.skip_blank();
            let start = self.position;
            let Some(first) = self.peek() else { break };
            if first == '"' {
                self.read_text();
            } else if first.is_ascii_digit()
                || (first == '.' && self.peek_at(1).is_some_and(|c| c.is_ascii_digit()))
            {
                self.read_number();
            } else if starts_name(first) {
                let word = normal(self.take_while(continues_name));
                self.push(start, What::Word(word));
            } else {
                self.read_sign(first);
            }
        }
        let end = self.source.len();
        self.push(end, What::End);
    }

    fn skip_blank(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            let start = self.position;
            if self.rest().starts_with("//") {
                self.take_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                let Some(length) = self.rest().find("*/") else {
                    self.position = self.source.len();
                    self.problem(
                        SYNTAX,
                        start,
                        (
                            "注释没有结束".to_owned(),
                            "expected `*/`, but the comment never ends".to_owned(),
                        ),
                    );
                    return;
                };
                self.position += length + 2;
            } else {
                return;
            }
        }
    }

    fn read_number(&mut self) {
        let start = self.position;
        let before = self.take_while(|c| c.is_ascii_digit()).to_owned();
        let mut after = String::new();
        if self.peek() == Some('.') && self.peek_at(1).is_some_and(|c| c.is_ascii_digit()) {
            self.position += 1;
            self.take_while(|c| c.is_ascii_digit()).clone_into(&mut after);
        }
        let tail = self.take_while(continues_name).to_owned();
        let written = &self.source[start..self.position];
        if !tail.is_empty() {
            let problem = Problem::new(
                NUMBER,
                start..self.position,
                (
                    format!("“{written}”不是数字"),
                    format!("expected a number of digits and one point, but found `{written}`"),
                ),
            );
            self.problems.push(problem.hint(
                "只写数字，不带单位，不用科学记数",
                "write digits only: no unit, no exponent",
            ));
            return;
        }
        let digits = before.trim_start_matches('0').len() + after.len();
        if digits > DIGITS_MAX {
            self.problem(
                NUMBER,
                start,
                (
                    format!("数字最多 {DIGITS_MAX} 位，这里有 {digits} 位"),
                    format!("expected at most {DIGITS_MAX} digits, but the number has {digits}"),
                ),
            );
            return;
        }
        self.push(start, What::Number(before, after));
    }

    fn read_sign(&mut self, first: char) {
        let start = self.position;
        if let Some((foreign, ours)) = FOREIGN.iter().find(|(f, _)| self.is_foreign(f)) {
            self.position += foreign.len();
            let problem = Problem::new(
                CHARACTER,
                start..self.position,
                (
                    format!("这里没有“{foreign}”这个符号"),
                    format!("expected an operator, but `{foreign}` is none here"),
                ),
            );
            self.problems.push(problem.hint(format!("请写 {ours}"), format!("write {ours}")));
            return;
        }
        if let Some(sign) = SIGNS.iter().find(|sign| self.rest().starts_with(**sign)) {
            self.position += sign.len();
            self.push(start, What::Sign(sign));
            return;
        }
        self.position += first.len_utf8();
        let (zh, en) = (
            format!("这里不能有字符“{first}”（U+{:04X}）", u32::from(first)),
            format!("expected a name or a sign, but found `{first}` (U+{:04X})", u32::from(first)),
        );
        let problem = Problem::new(CHARACTER, start..self.position, (zh, en));
        self.problems.push(match half_width(first) {
            Some(ascii) => {
                problem.hint(format!("请用半角写 {ascii}"), format!("write {ascii} in half width"))
            }
            None => problem,
        });
    }

    /// `!=` and `<=` are ours although `!` is not.
    fn is_foreign(&self, foreign: &str) -> bool {
        self.rest().starts_with(foreign) && !(foreign == "!" && self.rest().starts_with("!="))
    }

    fn rest(&self) -> &str {
        &self.source[self.position..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn peek_at(&self, offset: usize) -> Option<char> {
        self.rest().chars().nth(offset)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &str {
        let start = self.position;
        let rest = &self.source[start..];
        self.position += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        &self.source[start..self.position]
    }

    fn push(&mut self, start: usize, what: What) {
        self.tokens.push(Token { at: start..self.position, what });
    }

    fn problem(&mut self, code: &'static str, start: usize, message: (String, String)) {
        self.problems.push(Problem::new(code, start..self.position, message));
    }
}

/// What a character of a Chinese keyboard stands for.
fn half_width(c: char) -> Option<String> {
    Some(match c {
        '“' | '”' | '「' | '」' => "\"".to_owned(),
        '‘' | '’' => "\"…\"".to_owned(),
        '、' => ",".to_owned(),
        '。' => ".".to_owned(),
        '【' => "[".to_owned(),
        '】' => "]".to_owned(),
        '≥' => ">=".to_owned(),
        '≤' => "<=".to_owned(),
        '≠' => "!=".to_owned(),
        '×' => "*".to_owned(),
        '÷' => "/".to_owned(),
        '－' | '—' | '–' | '−' => "-".to_owned(),
        _ => {
            let normal = normal(&c.to_string());
            if normal.is_ascii() && normal != c.to_string() { normal } else { return None }
        }
    })
}
