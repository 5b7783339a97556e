//! A worksheet as cells of text, with merged cells filled.
//!
//! Not here: where cells come from (`workbook`), what titles mean (`header`). Invariant: rows and
//! columns count from 0 and are those of the worksheet.

use std::collections::BTreeMap;

use tongban_expr::table::SOURCE_BYTES_MAX;

use crate::{Change, SheetError};

/// A worksheet.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The worksheet's name; empty for a file without worksheets.
    pub(crate) name: String,
    /// Cells that are not empty, by row and column.
    pub(crate) rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// Bytes put so far. A text that a file holds once may stand in a million cells.
    bytes: usize,
}

/// First and last row and column of merged cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Merged {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

impl Grid {
    /// An empty worksheet.
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    pub(crate) fn put(&mut self, (row, column): (u32, u32), cell: String) {
        if !cell.trim().is_empty() {
            self.bytes += cell.len();
            self.rows.entry(row).or_default().insert(column, cell);
        }
    }

    /// Refuses what would be too large as text, before it is.
    pub(crate) fn check_size(&self) -> Result<(), SheetError> {
        if self.bytes <= SOURCE_BYTES_MAX {
            return Ok(());
        }
        let max = u64::try_from(SOURCE_BYTES_MAX).expect("usize fits u64");
        Err(SheetError::TooLarge { max, unit: "bytes", zh: "字节" })
    }

    pub(crate) fn cell(&self, row: u32, column: u32) -> &str {
        let cell = self.rows.get(&row).and_then(|cells| cells.get(&column));
        cell.map_or("", |cell| cell.trim())
    }

    /// Like `规则!B7`.
    pub(crate) fn place(&self, row: u32, column: u32) -> String {
        place(&self.name, row + 1, column + 1)
    }

    /// A row's cells up to the last that is not empty.
    pub(crate) fn line(&self, row: u32) -> impl Iterator<Item = &str> {
        let cells = self.rows.get(&row);
        let last = cells.and_then(|cells| cells.last_key_value()).map_or(0, |(last, _)| last + 1);
        (0..last).map(move |column| self.cell(row, column))
    }

    /// Writes the value of merged cells into each of them. A `#` line is a sentence over the whole
    /// width and stays as it is.
    pub(crate) fn fill(
        &mut self,
        merged: &[Merged],
        changes: &mut Vec<Change>,
    ) -> Result<(), SheetError> {
        for Merged { rows, columns } in merged {
            let value = self.cell(rows.0, columns.0).to_owned();
            if value.is_empty() || self.is_meta(rows.0) {
                continue;
            }
            let last = place("", rows.1 + 1, columns.1 + 1);
            let range = format!("{}:{last}", self.place(rows.0, columns.0));
            changes.push(Change::new(
                range,
                format!("{value}（合并单元格）"),
                format!("{value} × 每格"),
            ));
            for row in rows.0..=rows.1 {
                for column in columns.0..=columns.1 {
                    self.put((row, column), value.clone());
                    self.check_size()?;
                }
            }
        }
        Ok(())
    }

    /// Whether a row is a `#` line.
    pub(crate) fn is_meta(&self, row: u32) -> bool {
        let first = self.rows.get(&row).and_then(|cells| cells.get(&0));
        first.is_some_and(|first| first.trim_start().starts_with(['#', '＃']))
    }
}

/// `B7`, or `规则!B7`; row and column from 1, and 0 for a whole row or the whole sheet.
pub(crate) fn place(name: &str, row: u32, column: u32) -> String {
    let mark = if name.is_empty() { "" } else { "!" };
    if row == 0 {
        return name.to_owned();
    }
    if column == 0 {
        return format!("{name}{mark}{row}:{row}");
    }
    let (mut letters, mut rest) = (Vec::new(), column);
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).expect("below 26");
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{name}{mark}{letters}{row}")
}
