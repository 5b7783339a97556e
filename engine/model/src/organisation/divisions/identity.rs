//! Which rows are periods of one and the same division.
//!
//! They are when they carry the same `id`, when one follows another under the same code (renamed),
//! or when one names the other as its only successor, begins that day and comes from nothing else
//! (recoded). Anything else that ends has gone over to other divisions: a merger or a split.
//!
//! Not here: the ids themselves (`read`). Invariant: the answer depends on the rows alone.

use std::collections::BTreeMap;

use tongban_calendar::Date;

use super::{super::problem::Problem, DivisionCode, row::Row};

/// Rows in groups, and what became of those that ended.
pub(super) struct Identity {
    /// For each row the first row of its division.
    group: Vec<u32>,
    /// Row that ended → row that took over.
    pub(super) successions: Vec<(usize, usize)>,
}

/// Rows by code and time.
pub(super) struct Codes<'r> {
    rows: &'r [Row],
    order: Vec<u32>,
}

impl<'r> Codes<'r> {
    pub(super) fn new(rows: &'r [Row]) -> Self {
        let count = u32::try_from(rows.len()).expect("rows are counted in 32 bits");
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by_key(|row| (rows[*row as usize].code, rows[*row as usize].from));
        Self { rows, order }
    }

    /// All rows with a code, oldest first.
    pub(super) fn with(&self, code: DivisionCode) -> impl Iterator<Item = usize> {
        let from = self.order.partition_point(|row| self.rows[*row as usize].code < code);
        let rows = self.order[from..].iter().map(|row| *row as usize);
        rows.take_while(move |row| self.rows[*row].code == code)
    }

    fn on(&self, code: DivisionCode, date: Date) -> Option<usize> {
        self.with(code).find(|row| self.rows[*row].covers(date))
    }

    fn neighbours(&self) -> impl Iterator<Item = (usize, usize)> {
        let pairs = self.order.windows(2).map(|pair| (pair[0] as usize, pair[1] as usize));
        pairs.filter(|(a, b)| self.rows[*a].code == self.rows[*b].code)
    }
}

impl Identity {
    pub(super) fn find(codes: &Codes<'_>, problems: &mut Vec<Problem>) -> Self {
        let count = u32::try_from(codes.rows.len()).expect("rows are counted in 32 bits");
        let mut identity = Self { group: (0..count).collect(), successions: Vec::new() };
        identity.same_id(codes.rows);
        identity.renamed(codes, problems);
        identity.recoded(codes, problems);
        for row in 0..codes.rows.len() {
            identity.group[row] = index(identity.first(row));
        }
        identity
    }

    /// The first row of the division to which a row belongs.
    pub(super) fn first(&self, mut row: usize) -> usize {
        while self.group[row] as usize != row {
            row = self.group[row] as usize;
        }
        row
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.group[a.max(b)] = index(a.min(b));
    }

    fn same_id(&mut self, rows: &[Row]) {
        let mut by_id = BTreeMap::new();
        for (number, row) in rows.iter().enumerate() {
            if let Some(id) = row.id {
                let first = *by_id.entry(id).or_insert(number);
                self.join(first, number);
            }
        }
    }

    fn renamed(&mut self, codes: &Codes<'_>, problems: &mut Vec<Problem>) {
        for (earlier, later) in codes.neighbours() {
            let (a, b) = (&codes.rows[earlier], &codes.rows[later]);
            if a.to > b.from {
                problems.push(
                    Problem::new("division-twice", u64::from(a.line.max(b.line)), 1)
                        .zh(format!(
                            "代码 {} 在同一时间出现两次（第 {} 行）",
                            b.code,
                            a.line.min(b.line)
                        ))
                        .en(format!(
                            "expected one division with the code {} at a time, but line {} has it \
                             too",
                            b.code,
                            a.line.min(b.line)
                        )),
                );
            } else if a.to == b.from && a.successors.is_empty() && !conflict(a, b) {
                self.join(earlier, later);
            }
        }
    }

    fn recoded(&mut self, codes: &Codes<'_>, problems: &mut Vec<Problem>) {
        let rows = codes.rows;
        let mut origins = BTreeMap::<usize, usize>::new();
        for (number, row) in rows.iter().enumerate() {
            for code in &row.successors {
                let Some(heir) = codes.on(*code, row.to) else {
                    problems.push(
                        Problem::new("division-successor", u64::from(row.line), 1)
                            .zh(format!("后继区划 {code} 在 {} 应已存在，但表中没有", row.to))
                            .en(format!(
                                "expected the successor {code} to exist on {}, but it does not",
                                row.to
                            )),
                    );
                    continue;
                };
                self.successions.push((number, heir));
                *origins.entry(heir).or_default() += usize::from(rows[heir].from == row.to);
            }
        }
        let successions = std::mem::take(&mut self.successions);
        for (ended, heir) in successions {
            let (a, b) = (&rows[ended], &rows[heir]);
            let only = a.successors.len() == 1 && a.to == b.from && origins[&heir] == 1;
            let continues = codes.with(b.code).any(|row| rows[row].to == b.from);
            if only && !continues && !conflict(a, b) {
                self.join(ended, heir);
            } else if self.first(ended) != self.first(heir) {
                self.successions.push((ended, heir));
            }
        }
    }
}

/// Their author says that they are two.
fn conflict(a: &Row, b: &Row) -> bool {
    a.id.is_some() && b.id.is_some() && a.id != b.id
}

fn index(row: usize) -> u32 {
    u32::try_from(row).expect("rows are counted in 32 bits")
}
