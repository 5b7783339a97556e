//! One line of a division table: `code,name,parent,level`, and optionally `id`, `valid_from` (first
//! day), `valid_to` (first day on which it is no longer so) and `successors` (codes, `;` between).
//!
//! Not here: what lines mean to each other (`identity`, `read`). Invariant: a row that was read has
//! a valid code, name, level and period of its own.

use tongban_calendar::Date;

use super::{super::problem::Problem, DivisionCode, Level};

/// Longest name, in bytes: the longest official one has 84.
const NAME_MAX: usize = 300;

/// Largest permanent id: six times the divisions of China. It bounds the table of ids.
pub(super) const ID_MAX: u32 = 4_000_000;

/// A line as read.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) id: Option<u32>,
    pub(super) code: DivisionCode,
    pub(super) parent: DivisionCode,
    pub(super) name_start: u32,
    pub(super) name_len: u16,
    pub(super) level: Level,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) successors: Vec<DivisionCode>,
}

impl Row {
    pub(super) fn covers(&self, date: Date) -> bool {
        self.from <= date && date < self.to
    }
}

/// Where the columns are.
pub(super) struct Columns([Option<usize>; 8]);

const NAMES: [&str; 8] =
    ["code", "name", "parent", "level", "id", "valid_from", "valid_to", "successors"];
const CODE: usize = 0;
const NAME: usize = 1;
const PARENT: usize = 2;
const LEVEL: usize = 3;
const ID: usize = 4;
const FROM: usize = 5;
const TO: usize = 6;
const SUCCESSORS: usize = 7;

impl Columns {
    pub(super) fn find(header: &csv::StringRecord) -> Result<Self, Problem> {
        let columns = NAMES.map(|name| header.iter().position(|column| column == name));
        match columns[..=LEVEL].iter().position(Option::is_none) {
            None => Ok(Self(columns)),
            Some(missing) => Err(Problem::new("division-columns", 1, 1)
                .zh(format!("首行应有列 code,name,parent,level,缺少 {}", NAMES[missing]))
                .en(format!(
                    "expected the columns `code`, `name`, `parent` and `level` in the first line, \
                     but `{}` is missing",
                    NAMES[missing]
                ))),
        }
    }
}

/// Reads lines into rows, keeping the names in one string.
pub(super) struct Reader {
    columns: Columns,
    pub(super) names: String,
    pub(super) rows: Vec<Row>,
}

impl Reader {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, names: String::new(), rows: Vec::new() }
    }

    /// Reads one line; the first problem in it is enough.
    pub(super) fn read(&mut self, record: &csv::StringRecord) -> Result<(), Problem> {
        let line = record.position().map_or(0, csv::Position::line);
        let fields = Fields { record, columns: &self.columns, line };
        let level: Level = fields.parsed(LEVEL, "division-level", "区划级别")?;
        if level == Level::Nation {
            return Err(fields.problem(
                "division-level",
                LEVEL,
                "省级及以下的级别",
                "a level below the nation",
            ));
        }
        let code: DivisionCode =
            fields.parsed(CODE, "division-code", "区划代码(2 至 18 位数字)")?;
        let parent = match fields.text(PARENT) {
            "" if level == Level::Province => DivisionCode::NATION,
            _ => fields.parsed(PARENT, "division-code", "上级区划代码")?,
        };
        let name = fields.text(NAME);
        if name.is_empty() || name.len() > NAME_MAX {
            return Err(fields.problem(
                "division-name",
                NAME,
                "100 字以内的名称",
                "a name of 1 to 300 bytes",
            ));
        }
        let (from, to) = fields.period()?;
        let row = Row {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            id: fields.id()?,
            code,
            parent,
            name_start: u32::try_from(self.names.len()).expect("the file is below 4 GiB"),
            name_len: u16::try_from(name.len()).expect("names are short"),
            level,
            from,
            to,
            successors: fields.successors(to)?,
        };
        self.names.push_str(name);
        self.rows.push(row);
        Ok(())
    }
}

/// One line under its header.
struct Fields<'a> {
    record: &'a csv::StringRecord,
    columns: &'a Columns,
    line: u64,
}

impl<'a> Fields<'a> {
    fn text(&self, column: usize) -> &'a str {
        let at = self.columns.0[column];
        at.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    fn problem(&self, code: &'static str, column: usize, zh: &str, en: &str) -> Problem {
        let text: String = self.text(column).chars().take(40).collect();
        self.at(code, column)
            .zh(format!("应为{zh}，实为“{text}”"))
            .en(format!("expected {en}, but found `{text}`"))
    }

    fn at(&self, code: &'static str, column: usize) -> Problem {
        let before = self.record.iter().take(self.columns.0[column].unwrap_or(0));
        let position: usize = before.map(|field| field.chars().count() + 1).sum();
        Problem::new(code, self.line, position as u64 + 1)
    }

    fn parsed<T>(&self, column: usize, code: &'static str, zh: &str) -> Result<T, Problem>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        self.text(column)
            .parse()
            .map_err(|error: T::Err| self.problem(code, column, zh, "").en(error.to_string()))
    }

    fn id(&self) -> Result<Option<u32>, Problem> {
        match self.text(ID) {
            "" => Ok(None),
            text => match text.parse() {
                Ok(id @ 1..=ID_MAX) => Ok(Some(id)),
                _ => Err(self.problem(
                    "division-id",
                    ID,
                    "1 至 4000000 的编号或留空",
                    "a permanent id from 1 to 4000000 or nothing",
                )),
            },
        }
    }

    fn period(&self) -> Result<(Date, Date), Problem> {
        let day = |column, open| match self.text(column) {
            "" => Ok(open),
            text => text.parse().map_err(|_| {
                self.problem(
                    "division-period",
                    column,
                    "日期（如 2019-12-02）或留空",
                    "a date such as `2019-12-02` or nothing",
                )
            }),
        };
        let (from, to): (Date, Date) = (day(FROM, Date::MIN)?, day(TO, Date::MAX)?);
        if from < to {
            return Ok((from, to));
        }
        Err(self.problem(
            "division-period",
            TO,
            "晚于 valid_from 的日期",
            "a day after `valid_from`",
        ))
    }

    fn successors(&self, to: Date) -> Result<Vec<DivisionCode>, Problem> {
        let codes = self.text(SUCCESSORS).split([';', '；']).map(str::trim);
        let codes: Result<Vec<_>, _> =
            codes.filter(|code| !code.is_empty()).map(str::parse).collect();
        let problem = |zh, en| self.problem("division-successor", SUCCESSORS, zh, en);
        match codes {
            Err(_) => Err(problem("以分号分隔的区划代码", "division codes with `;` between")),
            Ok(codes) if !codes.is_empty() && to == Date::MAX => Err(problem(
                "有 valid_to 时才填写的后继区划",
                "`valid_to` together with successors",
            )),
            Ok(codes) => Ok(codes),
        }
    }
}
