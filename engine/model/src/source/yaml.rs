//! YAML 1.2 with positions: events of the parser become a small tree of our own.
//!
//! Not here: what a definition may say (`shape`). Scalars stay text; who reads one decides what
//! it is, by [`Scalar::resolve`], which is the core schema of YAML 1.2: `on`, `yes` and `no` are
//! plain words.
//!
//! Invariants: aliases, anchors, tags, duplicate keys, keys that are no text and a second document
//! are refused; size, depth and number of values are limited before they are built; reading does
//! not recurse.

use std::sync::Arc;

use indexmap::IndexMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{
    codes,
    diagnostic::{Diagnostic, Place, Report},
};
use crate::Text;

/// How large a source may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes_max: usize,
    /// Lists and mappings inside one another.
    pub depth_max: usize,
    /// Scalars, lists and mappings in all.
    pub values_max: usize,
}

impl Limits {
    /// A definition of 500 nodes with long titles has some 150 KB and 15,000 values, 8 deep.
    pub const DEFINITION: Self = Self { bytes_max: 1 << 19, depth_max: 24, values_max: 50_000 };
}

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Yaml {
    /// Its first character.
    pub place: Place,
    /// What it is.
    pub content: Content,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A single word, number or text.
    Scalar(Scalar),
    /// `[a, b]` or lines with `-`.
    List(Vec<Yaml>),
    /// `{ a: b }` or lines with `:`.
    Map(Map),
    /// Something that was refused; its diagnostic is written already.
    Refused,
}

/// A mapping in the order written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    entries: IndexMap<Arc<str>, Entry>,
}

/// One line of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where the key is.
    pub key: Place,
    /// The value.
    pub value: Yaml,
}

/// A scalar as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text, without quotes.
    pub text: Arc<str>,
    /// It was quoted or a block: always text.
    pub quoted: bool,
}

/// What a scalar means by the core schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number; its text, as there is no binary float here.
    Number(&'a str),
    /// Anything else.
    Text(&'a str),
}

impl Scalar {
    /// What it means by the core schema of YAML 1.2.
    pub fn resolve(&self) -> Resolved<'_> {
        let text = &*self.text;
        match text {
            _ if self.quoted => Resolved::Text(text),
            "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
            "true" | "True" | "TRUE" => Resolved::Boolean(true),
            "false" | "False" | "FALSE" => Resolved::Boolean(false),
            _ if is_number(text) => Resolved::Number(text),
            _ => Resolved::Text(text),
        }
    }
}

impl Map {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// A key's line.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// All lines in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Entry)> {
        self.entries.iter()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Yaml {
    /// The mapping, if it is one.
    pub fn map(&self) -> Option<&Map> {
        if let Content::Map(map) = &self.content { Some(map) } else { None }
    }

    /// The list, if it is one.
    pub fn list(&self) -> Option<&[Self]> {
        if let Content::List(list) = &self.content { Some(list) } else { None }
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        if let Content::Scalar(scalar) = &self.content { Some(scalar) } else { None }
    }

    /// The text, if it is one: a quoted scalar, or a plain one that is no number, boolean or null.
    pub fn text(&self) -> Option<&str> {
        match self.scalar()?.resolve() {
            Resolved::Text(text) => Some(text),
            Resolved::Null | Resolved::Boolean(_) | Resolved::Number(_) => None,
        }
    }

    /// Whether it says nothing at all.
    pub fn is_null(&self) -> bool {
        self.scalar().is_some_and(|scalar| scalar.resolve() == Resolved::Null)
    }

    /// The place of the character at a byte of this scalar's text. Exact for plain scalars of one
    /// line and for quoted ones without escapes; otherwise the beginning of the scalar.
    pub fn place_within(&self, byte: usize) -> Place {
        let Some(scalar) = self.scalar() else { return self.place.clone() };
        let Some(before) = scalar.text.get(..byte) else { return self.place.clone() };
        if scalar.text.contains('\n') {
            return self.place.clone();
        }
        let characters = before.chars().count() + usize::from(scalar.quoted);
        let column = self.place.column.saturating_add(narrow(characters));
        Place { column, ..self.place.clone() }
    }
}

/// `[-+]?[0-9]+`, a decimal fraction, an exponent, `0o17`, `0x1f`, `.inf`, `.nan`.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(octal) = text.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return !hexadecimal.is_empty() && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits =
        exponent.is_none_or(|power| digits(power.strip_prefix(['-', '+']).unwrap_or(power)));
    exponent_fits
        && match mantissa.split_once('.') {
            None => digits(mantissa),
            Some(("", fraction)) => digits(fraction),
            Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Reads one document. A tree that is there may have holes ([`Content::Refused`]), each with its
/// diagnostic; without a tree there is at least one error.
pub fn read(file: &str, bytes: &[u8], limits: Limits) -> (Option<Yaml>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let start = Place::start_of(file);
    if bytes.len() > limits.bytes_max {
        let (is, most) = (bytes.len(), limits.bytes_max);
        report.error(
            codes::FILE_TOO_LARGE,
            &start,
            Text::new(
                format!("文件应不超过 {most} 字节，实为 {is} 字节"),
                format!("expected at most {most} bytes, but the file has {is}"),
            ),
        );
        return (None, report.into_sorted());
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            not_utf8(&mut report, (file, bytes), error.valid_up_to());
            return (None, report.into_sorted());
        }
    };
    let reader =
        Reader { file: start.file, limits, report, open: Vec::new(), root: None, values: 0 };
    reader.read(text)
}

fn not_utf8(report: &mut Report, (file, bytes): (&str, &[u8]), at: usize) {
    let lines = bytes[..at].split(|byte| *byte == b'\n').count();
    let place = Place { line: narrow(lines), ..Place::start_of(file) };
    report
        .error(
            codes::NOT_UTF8,
            &place,
            Text::new(
                "文件应为 UTF-8 编码，这一行不是",
                "expected a file in UTF-8, but this line is not",
            ),
        )
        .hint("可能存成了 GBK，请另存为 UTF-8", "it may be GBK: save it as UTF-8");
}

/// A list or mapping that is still open.
enum Open {
    List { place: Place, items: Vec<Yaml> },
    Map { place: Place, map: Map, key: Option<(Arc<str>, Place, Keep)> },
}

/// What becomes of the value of a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Value,
    /// The key was refused; its value is read and dropped.
    Nothing,
}

struct Reader {
    file: Arc<str>,
    limits: Limits,
    report: Report,
    open: Vec<Open>,
    root: Option<Yaml>,
    values: usize,
}

/// The source cannot be read any further; the diagnostic is written.
struct Stopped;

impl Reader {
    fn read(mut self, text: &str) -> (Option<Yaml>, Vec<Diagnostic>) {
        let mut parser = Parser::new_from_str(text);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, span) = match next {
                Ok(event) => event,
                Err(error) => {
                    let place = self.place(error.marker().line(), error.marker().col());
                    self.syntax(&place, error.info());
                    return (None, self.report.into_sorted());
                }
            };
            if let Event::DocumentStart(_) = event {
                documents += 1;
                if documents > 1 {
                    self.second_document(span);
                    break;
                }
            }
            if let Err(Stopped) = self.take(event, span) {
                return (None, self.report.into_sorted());
            }
        }
        if self.root.is_none() {
            let place = Place { file: self.file, line: 1, column: 1 };
            let message = Text::new("文件是空的", "expected a document, but the file is empty");
            self.report.error(codes::YAML_EMPTY, &place, message);
        }
        (self.root, self.report.into_sorted())
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Stopped> {
        let place = self.place(span.start.line(), span.start.col());
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.plain_only(&place, anchor, tag.is_some());
                let quoted = style != ScalarStyle::Plain;
                let scalar = Scalar { text: text.as_ref().into(), quoted };
                self.count(&place)?;
                self.value(Yaml { place, content: Content::Scalar(scalar) });
            }
            Event::Alias(_) => {
                self.alias(&place);
                self.value(Yaml { place, content: Content::Refused });
            }
            Event::SequenceStart(anchor, tag) => {
                self.plain_only(&place, anchor, tag.is_some());
                self.open(Open::List { place: place.clone(), items: Vec::new() }, &place)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.plain_only(&place, anchor, tag.is_some());
                let map = Map::default();
                self.open(Open::Map { place: place.clone(), map, key: None }, &place)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn open(&mut self, open: Open, place: &Place) -> Result<(), Stopped> {
        self.count(place)?;
        if self.open.len() >= self.limits.depth_max {
            let most = self.limits.depth_max;
            self.report.error(
                codes::YAML_TOO_DEEP,
                place,
                Text::new(
                    format!("嵌套应不超过 {most} 层"),
                    format!("expected at most {most} levels, but this is one more"),
                ),
            );
            return Err(Stopped);
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self) {
        let closed = match self.open.pop() {
            Some(Open::List { place, items }) => Yaml { place, content: Content::List(items) },
            Some(Open::Map { place, map, .. }) => Yaml { place, content: Content::Map(map) },
            None => return,
        };
        self.value(closed);
    }

    /// A value is complete: it is the root, an item, a key or the value of a key.
    fn value(&mut self, value: Yaml) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Map { map, key, .. }) => match key.take() {
                None => *key = Some(new_key(&mut self.report, map, &value)),
                Some((_, _, Keep::Nothing)) => {}
                Some((name, place, Keep::Value)) => {
                    map.entries.insert(name, Entry { key: place, value });
                }
            },
        }
    }

    fn count(&mut self, place: &Place) -> Result<(), Stopped> {
        self.values += 1;
        let most = self.limits.values_max;
        if self.values <= most {
            return Ok(());
        }
        self.report.error(
            codes::YAML_TOO_MANY,
            place,
            Text::new(
                format!("应不超过 {most} 个值"),
                format!("expected at most {most} values, but there are more"),
            ),
        );
        Err(Stopped)
    }

    fn place(&self, line: usize, column: usize) -> Place {
        let (line, column) = (narrow(line).max(1), narrow(column).saturating_add(1));
        Place { file: Arc::clone(&self.file), line, column }
    }

    fn syntax(&mut self, place: &Place, info: &str) {
        let info: String = info.chars().take(200).collect();
        self.report.error(
            codes::YAML_SYNTAX,
            place,
            Text::new(
                format!("YAML 写法有误，从这里起读不懂（{info}）"),
                format!("expected YAML, but the text cannot be read from here: {info}"),
            ),
        );
    }

    fn plain_only(&mut self, place: &Place, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.report.error(
                codes::YAML_ALIAS,
                place,
                Text::new(
                    "不支持锚点（&），请把内容写全",
                    "expected the content itself, but this is an anchor (`&`)",
                ),
            );
        }
        if tagged {
            self.report.error(
                codes::YAML_TAG,
                place,
                Text::new(
                    "不支持类型标签（!），请直接写内容",
                    "expected the content itself, but this is a tag (`!`)",
                ),
            );
        }
    }

    fn alias(&mut self, place: &Place) {
        self.report.error(
            codes::YAML_ALIAS,
            place,
            Text::new(
                "不支持引用（*），请把内容写全",
                "expected the content itself, but this is an alias (`*`)",
            ),
        );
    }

    fn second_document(&mut self, span: Span) {
        let place = self.place(span.start.line(), span.start.col());
        self.report.error(
            codes::YAML_SECOND_DOCUMENT,
            &place,
            Text::new(
                "一个文件只能有一份文档",
                "expected one document, but a second one begins here",
            ),
        );
    }
}

fn new_key(report: &mut Report, map: &Map, key: &Yaml) -> (Arc<str>, Place, Keep) {
    let place = key.place.clone();
    let Some(scalar) = key.scalar() else {
        if key.content != Content::Refused {
            report.error(
                codes::YAML_KEY,
                &place,
                Text::new(
                    "键应为文字",
                    "expected a word as the key, but this is a list or a mapping",
                ),
            );
        }
        return ("".into(), place, Keep::Nothing);
    };
    let name = Arc::clone(&scalar.text);
    let Some(first) = map.entries.get(&name) else { return (name, place, Keep::Value) };
    let line = first.key.line;
    report.error(
        codes::YAML_DUPLICATE_KEY,
        &place,
        Text::new(
            format!("“{name}”已在第 {line} 行写过"),
            format!("expected each key once, but `{name}` is already on line {line}"),
        ),
    );
    (name, place, Keep::Nothing)
}

#[cfg(test)]
mod tests;
