//! Reference tables: rows that an administrator registered for plugins to look up.
//!
//! ```text
//! 地区,标准,依据          first row: names of the columns, the first is the key
//! 530428,680,某文件       one row for each key, each cell a text
//! ```
//! Not here: where the bytes lie (the registry), rules (plugins and decision tables).
//! Invariant: keys are unique; a table is read once and never changes.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use tongban_calendar::Date;
use tongban_model::{Text, organisation::DivisionId};

use crate::{call::Digest, moment::Moment};

/// Rows. 10,000: every township of a province five times over.
pub const ROWS_MAX: usize = 10_000;
/// Columns. 32, as many as a decision table has.
pub const COLUMNS_MAX: usize = 32;
/// Bytes of a cell. 500: a figure, a name or an article.
pub const CELL_BYTES_MAX: usize = 500;

/// A table as registered.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Reference {
    /// The name under which plugins ask for it.
    #[n(0)]
    pub id: String,
    /// The division for which it holds, and everything below; none for the whole country.
    #[n(1)]
    pub division: Option<DivisionId>,
    /// The artifact that holds the CSV.
    #[n(2)]
    pub artifact: Digest,
    /// The first day on which it holds.
    #[n(3)]
    pub from: Moment,
    /// The first day on which it no longer does.
    #[n(4)]
    pub to: Option<Moment>,
    /// What it rests on.
    #[n(5)]
    pub law: String,
}

impl Reference {
    /// Whether it applies on a day.
    pub fn applies(&self, day: Date) -> bool {
        self.from.day() <= day && self.to.is_none_or(|to| day < to.day())
    }
}

/// The rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceTable {
    columns: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
}

impl ReferenceTable {
    /// Reads the CSV text; the first thing that is wrong, with its line.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let mut records = Records { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 1 };
        let columns = records.next().transpose()?.map(|(_, cells)| cells).unwrap_or_default();
        if columns.is_empty() || columns.len() > COLUMNS_MAX {
            return Err(wrong(1, "应有 1 至 32 列", "expected 1 to 32 columns"));
        }
        let named = |at: usize| !columns[at].is_empty() && !columns[..at].contains(&columns[at]);
        if !(0..columns.len()).all(named) {
            return Err(wrong(1, "列名不得为空或重复", "expected column names, each once"));
        }
        let mut rows = BTreeMap::new();
        for record in records {
            let (line, cells) = record?;
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if cells.len() != columns.len() {
                return Err(wrong(line, "列数与首行不同", "expected as many cells as columns"));
            }
            if cells[0].is_empty() {
                return Err(wrong(line, "首列不得为空", "expected a key in the first column"));
            }
            if rows.insert(cells[0].clone(), cells).is_some() {
                return Err(wrong(line, "首列的值重复", "expected each key once"));
            }
            if rows.len() > ROWS_MAX {
                return Err(wrong(line, "行数超过 10000", "expected at most 10000 rows"));
            }
        }
        Ok(Self { columns, rows })
    }

    /// The row with this key: names of the columns and cells.
    pub fn row(&self, key: &str) -> Option<Vec<(String, String)>> {
        let cells = self.rows.get(key)?;
        Some(self.columns.iter().cloned().zip(cells.iter().cloned()).collect())
    }

    /// How many rows there are.
    pub fn rows_count(&self) -> usize {
        self.rows.len()
    }
}

fn wrong(line: usize, zh: &str, en: &str) -> Text {
    Text::new(format!("第 {line} 行：{zh}"), format!("line {line}: {en}"))
}

/// The records of a CSV text (RFC 4180), with the lines on which they begin.
struct Records<'a> {
    rest: &'a str,
    line: usize,
}

impl Iterator for Records<'_> {
    type Item = Result<(usize, Vec<String>), Text>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.record())
    }
}

impl Records<'_> {
    fn record(&mut self) -> Result<(usize, Vec<String>), Text> {
        let start = self.line;
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, char)) = chars.next() {
            self.line += usize::from(char == '\n');
            match char {
                '"' if quoted && chars.next_if(|(_, next)| *next == '"').is_some() => {
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                ',' if !quoted => cells.push(std::mem::take(&mut cell).trim().to_owned()),
                '\n' if !quoted => {
                    end = at + 1;
                    break;
                }
                char => cell.push(char),
            }
            if cell.len() > CELL_BYTES_MAX || cells.len() > COLUMNS_MAX {
                return Err(wrong(start, "单元格过长或列数过多", "expected fewer, shorter cells"));
            }
        }
        if quoted {
            return Err(wrong(start, "引号没有结束", "expected a closing quotation mark"));
        }
        cells.push(cell.trim().to_owned());
        self.rest = &self.rest[end..];
        Ok((start, cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_its_key() {
        let text = "\u{feff}地区,标准,依据\r\n530428,680,\"甲，\"\"乙\"\"\n丙\"\n\n530402,700,\n";
        let table = ReferenceTable::parse(text).expect("the text is sound");
        let cell = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let row = [cell("地区", "530428"), cell("标准", "680"), cell("依据", "甲，\"乙\"\n丙")];
        assert_eq!(table.row("530428").as_deref(), Some(&row[..]));
        assert_eq!(table.row("530403"), None);
        assert_eq!(table.rows_count(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let rows = [
            ("", "line 1: expected 1 to 32 columns"),
            ("a,a\n", "line 1: expected column names, each once"),
            ("a,b\n1\n", "line 2: expected as many cells as columns"),
            ("a,b\n,2\n", "line 2: expected a key in the first column"),
            ("a,b\n1,2\n1,3\n", "line 3: expected each key once"),
            ("a,b\n1,\"2\n", "line 2: expected a closing quotation mark"),
        ];
        for (text, expected) in rows {
            let told = ReferenceTable::parse(text).expect_err("the text is wrong");
            assert_eq!(told.en, expected);
        }
        let long = format!("a\n{}\n", "x".repeat(CELL_BYTES_MAX + 1));
        assert!(ReferenceTable::parse(&long).is_err());
    }
}
