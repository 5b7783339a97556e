//! XLSX: worksheets become grids of text.
//!
//! Cells are read one by one and refused beyond the limits, never laid out by what the file says of
//! its size. Not here: the archive's limits (`archive`). Invariants: a number is what the worksheet
//! shows to 15 digits; a day is `2024-01-31`; a formula is its last result, and is
//! told among the changes.

use std::io::Cursor;

use calamine::{
    DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata,
};
use rust_decimal::Decimal;

use crate::{
    COLUMNS_MAX, Change, ROWS_MAX, SheetError, archive,
    grid::{Grid, Merged},
    header,
    template::choices,
};

/// What a workbook holds for us.
pub(crate) struct Workbook {
    pub(crate) rules: Grid,
    pub(crate) tests: Option<Grid>,
}

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8], changes: &mut Vec<Change>) -> Result<Workbook, SheetError> {
    archive::check(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let (mut rules, mut tests): (Vec<Grid>, Vec<Grid>) = (Vec::new(), Vec::new());
    for tab in book.sheets_metadata().to_vec() {
        let (lower, name) = (tab.name.trim().to_lowercase(), tab.name);
        // A list of ours is passed over only while it is hidden: a clerk's own rules are not.
        let is_list = name == choices::SHEET && tab.visible != SheetVisible::Visible;
        if is_list || matches!(lower.as_str(), "说明" | "填写说明" | "notes" | "readme") {
            continue;
        }
        let mut grid = grid(&mut book, &name, changes)?;
        if grid.rows.is_empty() {
            continue;
        }
        let merged = merged(&mut book, &name)?;
        grid.fill(&merged, changes)?;
        if matches!(lower.as_str(), "测试" | "test" | "tests") {
            tests.push(grid);
        } else {
            header::join(&mut grid, changes);
            rules.push(grid);
        }
    }
    if rules.len() > 1 {
        return Err(SheetError::SeveralTables(rules.into_iter().map(|grid| grid.name).collect()));
    }
    if tests.len() > 1 {
        return Err(SheetError::SeveralTests(tests.into_iter().map(|grid| grid.name).collect()));
    }
    let rules = rules.pop().ok_or(SheetError::NoTable)?;
    Ok(Workbook { rules, tests: tests.pop() })
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

fn unreadable(error: &XlsxError) -> SheetError {
    SheetError::Unreadable(error.to_string())
}

fn grid(book: &mut Book<'_>, name: &str, changes: &mut Vec<Change>) -> Result<Grid, SheetError> {
    let mut grid = Grid::named(name);
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
    while let Some(cell) =
        reader.next_cell_with_formula_metadata().map_err(|error| unreadable(&error))?
    {
        let (row, column) = cell.pos;
        let wrong = |found| SheetError::Cell { place: grid.place(row, column), found };
        let text = text(&cell.value).map_err(wrong)?;
        let formula = cell.formula.as_ref().map(spelled);
        if let (Some(formula), DataRef::Empty) = (&formula, &cell.value) {
            return Err(wrong(format!("`{formula}` without a result")));
        }
        if text.trim().is_empty() {
            continue;
        }
        if row >= ROWS_MAX {
            return Err(SheetError::TooLarge { max: ROWS_MAX.into(), unit: "rows", zh: "行" });
        }
        if column >= COLUMNS_MAX {
            return Err(SheetError::TooLarge {
                max: COLUMNS_MAX.into(),
                unit: "columns",
                zh: "列",
            });
        }
        if let Some(formula) = formula {
            changes.push(Change::new(grid.place(row, column), formula, text.clone()));
        }
        grid.put((row, column), text);
        grid.check_size()?;
    }
    Ok(grid)
}

/// A formula as it stands in the cell.
fn spelled(formula: &XlsxFormulaMetadata) -> String {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={formula}")
        }
        _ => "=…".to_owned(),
    }
}

fn merged(book: &mut Book<'_>, name: &str) -> Result<Vec<Merged>, SheetError> {
    let found = book.merge_cells_by_sheet_name(name).map_err(|error| unreadable(&error))?;
    let inside = found.into_iter().filter(|it| it.start.0 < ROWS_MAX && it.start.1 < COLUMNS_MAX);
    let merged = inside.map(|it| Merged {
        rows: (it.start.0, it.end.0.min(ROWS_MAX - 1)),
        columns: (it.start.1, it.end.1.min(COLUMNS_MAX - 1)),
    });
    Ok(merged.collect())
}

/// A cell as a clerk would type it; what it holds instead, where no table can hold it.
fn text(value: &DataRef<'_>) -> Result<String, String> {
    Ok(match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => (if *value { "是" } else { "否" }).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => shown(*number)?,
        DataRef::DateTime(moment) => day(moment)?,
        DataRef::DateTimeIso(text) => match text.split_once('T') {
            None => text.clone(),
            Some((day, time)) if time.trim_matches(['0', ':', '.', 'Z']).is_empty() => {
                day.to_owned()
            }
            Some(_) => return Err(format!("`{text}`")),
        },
        DataRef::DurationIso(text) => return Err(format!("`{text}`")),
        DataRef::Error(error) => return Err(format!("`{error}`")),
    })
}

/// A number as a worksheet shows it: 15 digits, without the noise of binary fractions.
fn shown(number: f64) -> Result<String, String> {
    let digits = format!("{number:.14e}");
    let number = Decimal::from_scientific(&digits).map_err(|_| format!("`{number}`"))?;
    Ok(number.normalize().to_string())
}

fn day(moment: &ExcelDateTime) -> Result<String, String> {
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    if moment.is_duration() || (hour, minute, second, milli) != (0, 0, 0, 0) {
        return Err(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"));
    }
    Ok(format!("{year:04}-{month:02}-{day:02}"))
}
