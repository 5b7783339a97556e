//! The sheet: CSV text parted into meta lines, titles, rules and test rows.
//!
//! Not here: what a cell means. Invariants: cells are trimmed, lines keep their number in the file,
//! wholly empty lines are dropped.

use super::{
    SOURCE_BYTES_MAX,
    problem::{self, At, Bilingual, Problems},
    spelling::normalised,
};

/// One line with its number in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) row: u32,
    /// Without the empty ones at the end.
    pub(super) cells: Vec<String>,
    /// Cells as written, empty ones at the end included.
    pub(super) width: usize,
}

impl Line {
    pub(super) fn at(&self, column: usize) -> At {
        At { row: self.row, column: u32::try_from(column + 1).unwrap_or(u32::MAX) }
    }

    /// The cell, or an empty one where the line is short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn key(&self) -> Option<String> {
        let first = normalised(self.cell(0));
        first.strip_prefix('#').map(|key| key.trim().to_lowercase())
    }
}

/// A sheet in parts.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// `#` lines but for `#test` and `#default`.
    pub(super) meta: Vec<(String, Line)>,
    pub(super) titles: Line,
    pub(super) rules: Vec<Line>,
    /// The `#default` line.
    pub(super) default: Option<Line>,
    /// Titles and rows under `#test`.
    pub(super) tests: Option<(Line, Vec<Line>)>,
}

/// Parts the sheet; `None` if it is no table at all.
pub(super) fn parse(source: &str, problems: &mut Problems) -> Option<Sheet> {
    if source.len() > SOURCE_BYTES_MAX {
        let (zh, en) = (
            format!("文件超过 {SOURCE_BYTES_MAX} 字节"),
            format!("expected at most {SOURCE_BYTES_MAX} bytes, but there are {}", source.len()),
        );
        problems.error(At::default(), problem::SIZE, Bilingual::new(zh, en));
        return None;
    }
    let mut sheet = Sheet::default();
    let mut testing = false;
    for line in lines(source, problems)? {
        let key = line.key();
        match key.as_deref() {
            Some("default" | "否则" | "其他情形") if !testing => {
                sheet.set_default(line, problems);
            }
            Some("test" | "tests" | "测试") => testing = true,
            Some(key) if key.is_empty() || line.cell(0).starts_with("##") => {}
            Some(key) if !testing && sheet.titles.cells.is_empty() => {
                sheet.meta.push((key.to_owned(), line));
            }
            Some(key) => {
                let (zh, en) = (
                    format!("“#{key}”要写在列标题之前"),
                    format!("expected `#{key}` above the titles, but it is below"),
                );
                problems.error(line.at(0), problem::META, Bilingual::new(zh, en));
            }
            None => sheet.place(line, testing, problems),
        }
    }
    if sheet.titles.cells.is_empty() {
        let text = Bilingual::new("没有列标题", "expected column titles, but there are none");
        problems.error(At::default(), problem::SHEET, text);
        return None;
    }
    Some(sheet)
}

impl Sheet {
    fn place(&mut self, line: Line, testing: bool, problems: &mut Problems) {
        let otherwise = matches!(line.cell(0), "否则" | "其他情形");
        match &mut self.tests {
            Some((_, rows)) if testing => rows.push(line),
            None if testing => self.tests = Some((line, Vec::new())),
            _ if self.titles.cells.is_empty() => self.titles = line,
            _ if otherwise => self.set_default(line, problems),
            _ => self.rules.push(line),
        }
    }

    fn set_default(&mut self, line: Line, problems: &mut Problems) {
        if self.titles.cells.is_empty() || self.default.is_some() {
            let text = Bilingual::new(
                "“否则”行只能有一行，写在列标题之后",
                "expected one default row below the titles, but this is not it",
            );
            problems.error(line.at(0), problem::META, text);
            return;
        }
        self.default = Some(line);
    }
}

fn lines(source: &str, problems: &mut Problems) -> Option<Vec<Line>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(source.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let (zh, en) = (
                    "不是 UTF-8 编码的 CSV 文件".to_owned(),
                    format!("expected CSV in UTF-8, but {error}"),
                );
                problems.error(At::default(), problem::SHEET, Bilingual::new(zh, en));
                return None;
            }
        };
        let row = record.position().map_or(0, csv::Position::line);
        let mut cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        let width = cells.len();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            lines.push(Line { row: u32::try_from(row).unwrap_or(u32::MAX), cells, width });
        }
    }
    Some(lines)
}
