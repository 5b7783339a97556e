//! Delimiters: comma, tab or semicolon, told by the line of column titles.
//!
//! Not here: encodings. Invariant: text parted by commas is left byte for byte; other text keeps
//! the number of each line.

use crate::{Change, SheetError};

/// The text parted by commas.
pub(crate) fn with_commas(text: String, changes: &mut Vec<Change>) -> Result<String, SheetError> {
    let delimiter = found(&text);
    if delimiter == ',' {
        return Ok(text);
    }
    let name = if delimiter == '\t' { "TAB" } else { ";" };
    changes.push(Change::whole(name, ","));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).expect("a tab or a semicolon"))
        .from_reader(text.as_bytes());
    let mut lines = Lines::default();
    for record in reader.records() {
        let record = record.map_err(|error| SheetError::Unreadable(error.to_string()))?;
        let row = record.position().map_or(1, csv::Position::line);
        lines.skip_to(row);
        lines.push(record.iter());
    }
    Ok(lines.text)
}

/// The delimiter that occurs most in the titles: the first line that is not a `#` line.
fn found(text: &str) -> char {
    let is_titles = |line: &&str| {
        let line = line.trim_start_matches(['"', ' ']);
        !line.trim().is_empty() && !line.starts_with(['#', '＃'])
    };
    let titles = text.lines().find(is_titles).unwrap_or_default();
    let count = |delimiter: &char| {
        let mut quoted = false;
        let outside = titles.chars().filter(|sign| {
            quoted ^= *sign == '"';
            !quoted && sign == delimiter
        });
        outside.count()
    };
    // The last of equal ones wins: a comma unless another occurs more often.
    ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',')
}

/// CSV text while it is written, line by line.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) text: String,
    /// Lines written so far.
    pub(crate) count: u64,
}

impl Lines {
    /// Writes empty lines until `row`, from 1, comes next.
    pub(crate) fn skip_to(&mut self, row: u64) {
        while self.count + 1 < row {
            self.text.push('\n');
            self.count += 1;
        }
    }

    /// Writes one line of cells.
    pub(crate) fn push<'a>(&mut self, cells: impl Iterator<Item = &'a str>) {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            // Other delimiters are quoted too: they must not be taken for the sheet's own.
            let plain = !cell.contains([',', '"', '\n', '\r', ';', '\t']) && !cell.is_empty();
            if plain {
                self.text.push_str(cell);
            } else if !cell.is_empty() {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
                self.count += u64::try_from(cell.matches('\n').count()).unwrap_or(u64::MAX);
            }
        }
        self.text.push('\n');
        self.count += 1;
    }
}
