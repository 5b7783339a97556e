//! Cells that are read differently from how they were written: full-width signs and the like.
//!
//! Not here: reading them; `cell`, `formula` and `header` change each cell in the same way. It
//! answers for sheets with errors too, as far as titles can be read.

use super::{
    Kind,
    header::{self, Title},
    problem::Problems,
    sheet::{self, Line},
    spelling::{normalised, plain_signs},
};

/// A cell that is read as if it said something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// Line of the file, from 1.
    pub row: u32,
    /// Cell of the line, from 1.
    pub column: u32,
    /// As written.
    pub before: String,
    /// As read.
    pub after: String,
}

/// How a cell is read.
type Reading = fn(&str) -> String;

/// Every cell of a sheet that is read differently from how it was written.
pub fn respelled(source: &str) -> Vec<Respelled> {
    let Some(sheet) = sheet::parse(source, &mut Problems::new("")) else { return Vec::new() };
    let mut found = Found(Vec::new());
    for (_, line) in &sheet.meta {
        found.add((line, 0), normalised);
    }
    let titles = &sheet.titles;
    let readings: Vec<Option<Reading>> = titles.cells.iter().map(|title| reading(title)).collect();
    found.add_all(titles);
    for line in sheet.rules.iter().chain(&sheet.default) {
        for (at, reading) in readings.iter().enumerate() {
            if let Some(reading) = reading {
                found.add((line, at), reading);
            }
        }
    }
    if let Some((titles, _)) = &sheet.tests {
        found.add_all(titles);
    }
    found.0.sort_by_key(|cell| (cell.row, cell.column));
    found.0
}

/// How the cells below a title are read; `None` where they are kept as they are.
fn reading(title: &str) -> Option<Reading> {
    match header::parse(title).ok()? {
        Title::Input(column) if column.kind.is_ordered() => Some(normalised),
        Title::Input(_) => Some(plain_signs),
        Title::Output(column) => Some(match column.kind {
            Kind::Text { .. } => plain_signs,
            Kind::Boolean | Kind::Integer | Kind::Decimal(_) | Kind::Date => normalised,
        }),
        Title::Id | Title::Law | Title::Reason | Title::Note => None,
    }
}

struct Found(Vec<Respelled>);

impl Found {
    fn add_all(&mut self, titles: &Line) {
        for at in 0..titles.cells.len() {
            self.add((titles, at), normalised);
        }
    }

    fn add(&mut self, (line, at): (&Line, usize), reading: impl Fn(&str) -> String) {
        let written = line.cell(at);
        let after = reading(written);
        if after != written {
            let place = line.at(at);
            let before = written.to_owned();
            self.0.push(Respelled { row: place.row, column: place.column, before, after });
        }
    }
}
