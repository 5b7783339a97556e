//! Holiday tables: which days differ from Monday to Friday, read from CSV.
//!
//! Columns `date,kind,holiday` and, for days that only a place observes, `division`: the code of an
//! autonomous prefecture or county. `kind` is `off` or `work`.
//! Not here: counting (`rank`). Invariants: at most one row for a day and place; a year is
//! published when it has its National Day (10-01), which every annual notice names; rows that a
//! notice has for days of a neighbouring year do not publish that year.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Date, legal_day::number_of};

/// The State Council's notices for 2019 to 2026, as shipped. Data: load a newer table over it.
pub const BUNDLED_HOLIDAYS: &str = include_str!("../../data/holidays-cn.csv");

/// Most rows of a table: forty days a year for a century, with room for local days.
const ROWS_MAX: usize = 20_000;

/// Days that differ from Monday to Friday. Immutable; a newer table makes a new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HolidayTable {
    /// The whole country: day → is it a working day.
    national: BTreeMap<Date, bool>,
    /// Division code → its own days.
    local: BTreeMap<String, BTreeMap<Date, bool>>,
}

/// What is wrong with one line of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[error("line {line}: {en}")]
pub struct CsvProblem {
    /// Line, from 1.
    pub line: u64,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl HolidayTable {
    /// Reads a table; all problems at once.
    pub fn parse_csv(text: &str) -> Result<Self, Vec<CsvProblem>> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let columns = match reader.headers() {
            Ok(header) => Columns::find(header).map_err(|problem| vec![problem])?,
            Err(error) => return Err(vec![unreadable(&error)]),
        };
        let mut table = Self::default();
        let mut problems = Vec::new();
        for (count, record) in reader.records().enumerate() {
            let row = record.map_err(|error| unreadable(&error));
            if count >= ROWS_MAX {
                problems.push(too_long(row.map_or_else(|p| p.line, |r| line(&r))));
                break;
            }
            if let Err(problem) = row.and_then(|row| table.add(&row, &columns)) {
                problems.push(problem);
            }
        }
        if problems.is_empty() { Ok(table) } else { Err(problems) }
    }

    /// The bundled table.
    ///
    /// # Panics
    /// Never: a test reads the same bytes.
    pub fn bundled() -> Self {
        Self::parse_csv(BUNDLED_HOLIDAYS).expect("the bundled table is tested")
    }

    /// The published years, ascending.
    pub fn years(&self) -> BTreeSet<i16> {
        self.national
            .keys()
            .filter(|date| (date.month(), date.day()) == (10, 1))
            .map(|date| date.year())
            .collect()
    }

    /// The codes of the divisions that have days of their own.
    pub fn divisions(&self) -> impl Iterator<Item = &str> {
        self.local.keys().map(String::as_str)
    }

    /// This table with a newer one over it. The newer one replaces each year that it publishes and
    /// each division that it names, and adds its other rows.
    #[must_use]
    pub fn updated_by(&self, newer: &Self) -> Self {
        let replaced = newer.years();
        let mut table = self.clone();
        table.national.retain(|date, _| !replaced.contains(&date.year()));
        table.national.extend(&newer.national);
        table.local.extend(newer.local.clone());
        table
    }

    /// Days that differ from Monday to Friday in the places of these codes; a later code wins.
    pub(crate) fn exceptions(&self, codes: &[&str]) -> BTreeMap<i64, bool> {
        let local = codes.iter().filter_map(|code| self.local.get(*code)).flatten();
        let all = self.national.iter().chain(local);
        all.map(|(date, working)| (number_of(*date), *working)).collect()
    }

    fn add(&mut self, row: &csv::StringRecord, columns: &Columns) -> Result<(), CsvProblem> {
        let line = line(row);
        let text = field(row, Some(columns.date));
        let date: Date = text.parse().map_err(|_| CsvProblem {
            line,
            zh: format!("应为日期（如 2026-10-01），实为“{text}”"),
            en: format!("expected a date such as `2026-10-01`, but found `{text}`"),
        })?;
        let working = match field(row, Some(columns.kind)) {
            "off" | "休" => false,
            "work" | "班" => true,
            kind => {
                return Err(CsvProblem {
                    line,
                    zh: format!("应为 off(休)或 work(班),实为“{kind}”"),
                    en: format!("expected `off` or `work`, but found `{kind}`"),
                });
            }
        };
        let code = field(row, columns.division);
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CsvProblem {
                line,
                zh: format!("应为区划代码（数字）或留空，实为“{code}”"),
                en: format!("expected a division code in digits or nothing, but found `{code}`"),
            });
        }
        let days = match code {
            "" => &mut self.national,
            code => self.local.entry(code.to_owned()).or_default(),
        };
        match days.insert(date, working) {
            None => Ok(()),
            Some(_) => Err(CsvProblem {
                line,
                zh: format!("{date} 重复出现"),
                en: format!("expected each day once, but {date} is here again"),
            }),
        }
    }
}

/// Where the columns are.
struct Columns {
    date: usize,
    kind: usize,
    division: Option<usize>,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, CsvProblem> {
        let at = |name: &str| header.iter().position(|column| column == name);
        match (at("date"), at("kind")) {
            (Some(date), Some(kind)) => Ok(Self { date, kind, division: at("division") }),
            _ => Err(CsvProblem {
                line: 1,
                zh: "首行应含列名 date 和 kind".into(),
                en: "expected a header with the columns `date` and `kind`, but one is missing"
                    .into(),
            }),
        }
    }
}

fn field(row: &csv::StringRecord, column: Option<usize>) -> &str {
    column.and_then(|column| row.get(column)).unwrap_or_default()
}

fn line(row: &csv::StringRecord) -> u64 {
    row.position().map_or(0, csv::Position::line)
}

fn unreadable(error: &csv::Error) -> CsvProblem {
    CsvProblem {
        line: error.position().map_or(0, csv::Position::line),
        zh: "此行不是有效的 CSV(UTF-8)".into(),
        en: "expected CSV in UTF-8, but the line cannot be read".into(),
    }
}

fn too_long(line: u64) -> CsvProblem {
    CsvProblem {
        line,
        zh: format!("行数超过上限 {ROWS_MAX}"),
        en: format!("expected at most {ROWS_MAX} rows, but there are more"),
    }
}

#[cfg(test)]
mod tests;
