//! From a CSV table to the register: all problems at once, or a register.
//!
//! Not here: single lines (`row`), which rows are one division (`identity`).
//! Invariants: a register that is given has no errors; ids on file are kept.

use std::collections::{BTreeMap, BTreeSet};

use tongban_calendar::Date;

use super::{
    super::problem::{PROBLEMS_MAX, Problem},
    DivisionCode, DivisionId, Divisions, Level, Lineage, Period,
    identity::{Codes, Identity},
    row::{Columns, ID_MAX, Reader, Row},
};
use crate::Diagnostic;

/// Most lines of a table: China has 660,000 divisions; the rest is for history and grids.
const ROWS_MAX: usize = 3_000_000;

const COUNTRY: &str = "中华人民共和国";

impl Divisions {
    /// The country and nothing in it.
    pub fn empty() -> Self {
        let mut problems = Vec::new();
        let nothing = build(String::new(), &[], None, &mut problems);
        nothing.expect("no rows have no problems")
    }

    /// Reads a table; all diagnostics at once, a register when none is an error.
    ///
    /// Ids: the `id` column if it is there; else the id that `known` has for the code; else the
    /// next free one in the order of the file. So appending to a file keeps its ids, and reading a
    /// new edition over a known register keeps that register's.
    pub fn parse_csv(
        file: &str,
        text: &str,
        known: Option<&Self>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let divisions = rows(text, &mut problems).and_then(|reader| {
            let known = Known::new(known);
            build(reader.names, &reader.rows, Some(&known), &mut problems)
        });
        Problem::finish(file, divisions, problems)
    }
}

fn rows(text: &str, problems: &mut Vec<Problem>) -> Option<Reader> {
    let mut csv = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = csv.headers().map_err(|error| unreadable(&error));
    let mut reader = match header.and_then(Columns::find) {
        Ok(columns) => Reader::new(columns),
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let mut record = csv::StringRecord::new();
    loop {
        match csv.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) if reader.rows.len() == ROWS_MAX => {
                problems.push(too_long(&record));
                break;
            }
            Ok(true) => problems.extend(reader.read(&record).err()),
            Err(error) => problems.push(unreadable(&error)),
        }
        if problems.len() >= PROBLEMS_MAX {
            break;
        }
    }
    problems.is_empty().then_some(reader)
}

fn build(
    mut names: String,
    rows: &[Row],
    known: Option<&Known<'_>>,
    problems: &mut Vec<Problem>,
) -> Option<Divisions> {
    let codes = Codes::new(rows);
    let identity = Identity::find(&codes, problems);
    let ids = assign(rows, &identity, known);
    let name_start = u32::try_from(names.len()).expect("the file is below 4 GiB");
    names.push_str(COUNTRY);
    let mut periods = vec![Period {
        code: DivisionCode::NATION,
        division: DivisionId::NATION,
        parent: DivisionId::NATION,
        name_start,
        name_len: u16::try_from(COUNTRY.len()).expect("names are short"),
        level: Level::Nation,
        from: Date::MIN,
        to: Date::MAX,
    }];
    periods.reserve_exact(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let above = parent(row, rows, &codes).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        periods.push(Period {
            code: row.code,
            division: ids[number],
            parent: above.map_or(DivisionId::NATION, |above| ids[above]),
            name_start: row.name_start,
            name_len: row.name_len,
            level: row.level,
            from: row.from,
            to: row.to,
        });
    }
    if problems.len() >= PROBLEMS_MAX {
        return None;
    }
    let successions = identity.successions.iter();
    let lineage = successions.map(|(a, b)| (ids[*a], rows[*a].to, ids[*b])).collect();
    let divisions = index(names, periods, Lineage::new(lineage));
    Checks { divisions: &divisions, rows, ids: &ids }.run(known, problems);
    Some(divisions)
}

/// The row of the division above; none for the country.
fn parent(row: &Row, rows: &[Row], codes: &Codes<'_>) -> Result<Option<usize>, Problem> {
    if row.parent == DivisionCode::NATION {
        return Ok(None);
    }
    let problem = || Problem::new("division-parent", u64::from(row.line), 1);
    let together = |above: &usize| rows[*above].from < row.to && row.from < rows[*above].to;
    let Some(above) = codes.with(row.parent).find(together) else {
        return Err(problem()
            .zh(format!("上级区划 {} 在该行有效期内应存在，但表中没有", row.parent))
            .en(format!("expected the parent {} at that time, but it is not there", row.parent)));
    };
    if rows[above].level >= row.level {
        return Err(problem()
            .zh(format!("上级区划的级别应高于{}，实为{}", row.level.zh(), rows[above].level.zh()))
            .en(format!(
                "expected a parent above the level `{}`, but {} is a {}",
                row.level, row.parent, rows[above].level
            )));
    }
    Ok(Some(above))
}

/// The register that is there already.
struct Known<'k> {
    divisions: Option<&'k Divisions>,
    next: u32,
}

impl<'k> Known<'k> {
    fn new(divisions: Option<&'k Divisions>) -> Self {
        let next =
            divisions.map_or(1, |known| u32::try_from(known.starts.len()).unwrap_or(ID_MAX) - 1);
        Self { divisions, next }
    }

    /// The id on file of what had this code at some time of the row's.
    fn id(&self, row: &Row) -> Option<DivisionId> {
        let mut periods = self.divisions?.periods_with(row.code);
        periods
            .find(|period| period.from < row.to && row.from < period.to)
            .map(|period| period.division)
    }
}

/// Gives each row the id of its division.
fn assign(rows: &[Row], identity: &Identity, known: Option<&Known<'_>>) -> Vec<DivisionId> {
    let mut of_group = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(id) = row.id {
            of_group.entry(identity.first(number)).or_insert(DivisionId(id));
            used.insert(DivisionId(id));
        }
    }
    let found = |row| known.and_then(|known| known.id(row));
    for (number, row) in rows.iter().enumerate() {
        let group = identity.first(number);
        if let Some(id) = found(row).filter(|id| !of_group.contains_key(&group) && used.insert(*id))
        {
            of_group.insert(group, id);
        }
    }
    let after = used.last().map_or(1, |id| id.0 + 1);
    let mut next = known.map_or(1, |known| known.next).max(after);
    let fresh = |number| {
        *of_group.entry(identity.first(number)).or_insert_with(|| {
            next += 1;
            DivisionId(next - 1)
        })
    };
    (0..rows.len()).map(fresh).collect()
}

fn index(names: String, mut periods: Vec<Period>, lineage: Lineage) -> Divisions {
    periods.sort_unstable_by_key(|period| (period.division, period.from));
    let count = u32::try_from(periods.len()).expect("periods are counted in 32 bits");
    let ids = periods.last().map_or(0, |period| period.division.0) + 1;
    let mut starts = Vec::with_capacity(ids as usize + 1);
    for (number, period) in (0..count).zip(&periods) {
        starts.resize((period.division.0 as usize + 1).max(starts.len()), number);
    }
    starts.push(count);
    let mut by_code: Vec<u32> = (0..count).collect();
    by_code.sort_unstable_by_key(|n| (periods[*n as usize].code, periods[*n as usize].from));
    let mut by_parent: Vec<u32> = (1..count).collect();
    by_parent.sort_unstable_by_key(|n| (periods[*n as usize].parent, periods[*n as usize].code));
    Divisions { names, periods, starts, by_code, by_parent, lineage }
}

/// What can only be seen in the whole register.
struct Checks<'a> {
    divisions: &'a Divisions,
    rows: &'a [Row],
    ids: &'a [DivisionId],
}

impl Checks<'_> {
    fn run(&self, known: Option<&Known<'_>>, problems: &mut Vec<Problem>) {
        for (row, id) in self.rows.iter().zip(self.ids) {
            if problems.len() >= PROBLEMS_MAX {
                return;
            }
            problems.extend(self.overlap(row, *id));
            problems.extend(self.parent_missing(row, *id));
            problems.extend(self.without_heir(row, *id));
        }
        for id in known.and_then(|known| known.divisions).into_iter().flat_map(Divisions::ids) {
            if self.divisions.periods_of(id).is_empty() {
                let known = known.and_then(|known| known.divisions?.latest(id));
                problems.extend(known.map(|division| vanished(division.code, division.name)));
            }
        }
    }

    /// Two rows with one id at one time.
    fn overlap(&self, row: &Row, id: DivisionId) -> Option<Problem> {
        let same = self.divisions.periods_of(id);
        let others = same.iter().filter(|period| period.from < row.to && row.from < period.to);
        (others.count() > 1).then(|| {
            Problem::new("division-twice", u64::from(row.line), 1)
                .zh(format!("编号 {id} 的各有效期不应重叠"))
                .en(format!("expected the periods of id {id} one after another, but they overlap"))
        })
    }

    /// The parent must be there, itself or by its one heir, on the first and the last day.
    fn parent_missing(&self, row: &Row, id: DivisionId) -> Option<Problem> {
        if row.parent == DivisionCode::NATION {
            return None;
        }
        let last = row.to.yesterday().unwrap_or(row.to);
        let missing = [row.from, last].into_iter().find(|day| {
            self.divisions.period(id, *day).is_some() && self.divisions.parent(id, *day).is_none()
        })?;
        Some(
            Problem::new("division-parent", u64::from(row.line), 1)
                .zh(format!("上级区划 {} 并非在该行整个有效期内都存在({missing})", row.parent))
                .en(format!(
                    "expected the parent {} or its one successor in the whole period, but there \
                     is none on {missing}",
                    row.parent
                ))
                .hint(
                    "请用 valid_from、valid_to 分行写明各时期的上级",
                    "give each time its own line with `valid_from` and `valid_to`",
                ),
        )
    }

    /// It ends and nothing follows: its cases would have no place.
    fn without_heir(&self, row: &Row, id: DivisionId) -> Option<Problem> {
        let last = self.divisions.periods_of(id).last()?;
        let lost = row.to != Date::MAX && last.to == row.to && row.successors.is_empty();
        lost.then(|| {
            Problem::new("division-without-heir", u64::from(row.line), 1)
                .warning()
                .zh(format!(
                    "{} 于 {} 撤销，但未写明后继区划，在办事项将无处归属",
                    row.code, row.to
                ))
                .en(format!(
                    "expected successors of {}, but it ends on {} without: its cases have no place",
                    row.code, row.to
                ))
        })
    }
}

fn vanished(code: DivisionCode, name: &str) -> Problem {
    Problem::new("division-vanished", 1, 1)
        .zh(format!("已登记的区划 {code} {name} 不应从表中消失"))
        .en(format!("expected {code} {name}, which is on file, but the table does not have it"))
        .hint(
            "撤销的区划请保留其行，并填写 valid_to 和 successors",
            "keep the line of what has ended and give it `valid_to` and `successors`",
        )
}

fn unreadable(error: &csv::Error) -> Problem {
    Problem::new("csv-unreadable", error.position().map_or(1, csv::Position::line), 1)
        .zh("此行不是有效的 CSV(UTF-8)")
        .en("expected CSV in UTF-8, but the line cannot be read")
}

fn too_long(record: &csv::StringRecord) -> Problem {
    Problem::new("csv-unreadable", record.position().map_or(1, csv::Position::line), 1)
        .zh(format!("行数超过上限 {ROWS_MAX}"))
        .en(format!("expected at most {ROWS_MAX} lines, but there are more"))
}
