//! Reading: bytes become the text of a table, with what was changed and where each line came from.
//!
//! Not here: the table's own language (`tongban_expr::table`).

use tongban_expr::table::{SOURCE_BYTES_MAX, respelled};

use crate::{
    Change, FILE_BYTES_MAX, SheetError, decode,
    delimiter::{self, Lines},
    grid::{Grid, place},
    workbook::{self, Workbook},
};

/// A sheet as `tongban_expr::Table::parse` reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// CSV text, parted by commas; the line of a rule is that of its row, but for the test sheet of
    /// a workbook, which stands below.
    pub text: String,
    /// What was read differently from how it was written, in the order of the sheet.
    pub changes: Vec<Change>,
    /// The worksheet of the rules; empty for CSV.
    rules: String,
    /// The worksheet of tests and the line of the text above its first row.
    tests: Option<(String, u32)>,
}

impl Sheet {
    /// Reads a file: XLSX, or CSV in UTF-8, UTF-16 or GB18030, parted by commas, tabs or
    /// semicolons.
    pub fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(too_large(FILE_BYTES_MAX));
        }
        let mut sheet = if bytes.starts_with(b"PK") {
            Self::of_workbook(bytes)?
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(SheetError::OldFormat);
        } else {
            let mut changes = Vec::new();
            let text = decode::text(bytes, &mut changes)?;
            let text = delimiter::with_commas(text, &mut changes)?;
            Self { text, changes, rules: String::new(), tests: None }
        };
        if sheet.text.len() > SOURCE_BYTES_MAX {
            return Err(too_large(SOURCE_BYTES_MAX));
        }
        for change in respelled(&sheet.text) {
            let place = sheet.place(change.row, change.column);
            sheet.changes.push(Change::new(place, change.before, change.after));
        }
        Ok(sheet)
    }

    /// The place in the clerk's file of a line and a cell of the text, both from 1: `B7`, or
    /// `规则!B7` in a workbook. 0 is a whole row, or the whole sheet.
    pub fn place(&self, row: u32, column: u32) -> String {
        match &self.tests {
            Some((name, above)) if row > *above => place(name, row - above, column),
            _ => place(&self.rules, row, column),
        }
    }

    fn of_workbook(bytes: &[u8]) -> Result<Self, SheetError> {
        let mut changes = Vec::new();
        let Workbook { rules, tests } = workbook::read(bytes, &mut changes)?;
        let mut lines = Lines::default();
        write(&rules, &mut lines, &mut changes);
        let tests = tests.map(|tests| {
            lines.push(["#测试"].into_iter());
            let above = u32::try_from(lines.count).expect("rows are few");
            write(&tests, &mut lines, &mut changes);
            (tests.name, above)
        });
        Ok(Self { text: lines.text, changes, rules: rules.name, tests })
    }
}

/// Writes a grid below what is there, each row on a line of its own.
fn write(grid: &Grid, lines: &mut Lines, changes: &mut Vec<Change>) {
    let above = lines.count;
    for row in grid.rows.keys() {
        lines.skip_to(above + u64::from(*row) + 1);
        let cells: Vec<String> = grid.line(*row).map(on_one_line).collect();
        for (column, (cell, written)) in (0..).zip(cells.iter().zip(grid.line(*row))) {
            if cell != written {
                changes.push(Change::new(grid.place(*row, column), written, cell));
            }
        }
        lines.push(cells.iter().map(String::as_str));
    }
}

/// A cell without line breaks, which a clerk makes by Alt+Enter.
fn on_one_line(cell: &str) -> String {
    let parts = cell.split(['\n', '\r']).map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

fn too_large(max: usize) -> SheetError {
    let max = u64::try_from(max).expect("usize fits u64");
    SheetError::TooLarge { max, unit: "bytes", zh: "字节" }
}
