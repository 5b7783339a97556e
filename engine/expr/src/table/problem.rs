//! What is wrong with a table, said to the clerk who wrote it.
//!
//! Not here: faults of an evaluation (`fault`). Invariants: every code is in [`CODES`]; messages
//! come in Chinese and English and name the row and the column of the sheet.

use std::{fmt, sync::Arc};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The table can be used.
    Warning,
    /// The table cannot be released.
    Error,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The two sentences.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A place in the sheet; both count from 1, and 0 means the whole table or row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// Line of the file.
    pub(super) row: u32,
    /// Cell of the line.
    pub(super) column: u32,
}

/// One problem of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableProblem {
    /// The file, as it was named to [`super::Table::parse`].
    pub file: Arc<str>,
    /// Line of the file from 1; 0 for the table as a whole.
    pub row: u32,
    /// Cell of the line from 1; 0 for the whole line.
    pub column: u32,
    /// Stable code, one of [`CODES`].
    pub code: &'static str,
    /// Whether the table can still be used.
    pub severity: Severity,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to write instead, where that is known.
    pub hint: Option<Bilingual>,
    /// Inputs that show it: column name and value as a clerk would type it.
    pub example: Vec<(Arc<str>, String)>,
}

impl fmt::Display for TableProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}: {}", self.file, self.row, self.column, self.code, self.en)
    }
}

/// A code, what it means and what to do, for the page that explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

macro_rules! codes {
    ($($name:ident $code:literal $zh:literal $en:literal;)*) => {
        $(pub(super) const $name: &str = $code;)*
        /// Every code that a table's problem can have.
        pub const CODES: &[CodeInfo] = &[$(CodeInfo { code: $code, zh: $zh, en: $en }),*];
    };
}

codes! {
    SHEET "table-sheet" "表格文件读不懂" "the sheet cannot be read";
    SIZE "table-too-large" "表格超出规模上限" "the table is larger than its limit";
    META "table-meta" "表头说明行有误" "a `#` line is wrong";
    HEADER "table-header" "列标题有误" "a column title is wrong";
    ROW_WIDTH "table-row-width" "本行的格数与列数不符" "a row has another number of cells";
    EMPTY_CELL "table-empty-cell" "单元格空着" "a cell is empty";
    CELL "table-cell" "条件格写法有误" "a condition cannot be read";
    AMBIGUOUS "table-ambiguous-cell" "条件格有两种读法" "a condition can be read in two ways";
    UNKNOWN_WORD "table-unknown-word" "不在可选值之内" "a word is not among the allowed values";
    PRECISION "table-precision" "小数位数超过列的声明" "more decimals than the column declares";
    EMPTY_INTERVAL "table-empty-interval" "区间为空，永远不成立" "an interval is empty";
    ALWAYS_TRUE "table-always-true" "条件对一切值都成立" "a condition holds for every value";
    OUTPUT "table-output" "结论格写法有误" "an output cannot be read";
    DIVISION "table-division" "除法没有写明如何进位" "a division without rounding";
    OUTCOME "table-outcome" "结论不是四种之一" "the outcome is none of the four";
    POLICY "table-policy" "命中方式与列不相配" "the hit policy does not fit the columns";
    DUPLICATE_ID "table-duplicate-id" "规则编号重复" "two rules have one id";
    NO_RULES "table-no-rules" "没有规则" "there are no rules";
    GAP "table-gap" "有情形没有规则管" "a case that no rule covers";
    GAP_BETWEEN_UNITS "table-gap-between-units" "相邻两档之间有缝"
        "a gap for values finer than the column declares";
    OVERLAP "table-overlap" "同一情形有几条规则同时成立" "a case that several rules cover";
    UNREACHABLE "table-unreachable" "规则永远轮不到" "a rule is never reached";
    NOT_COMPLETE "table-check-incomplete" "表太大，未能逐一核对"
        "the table is too large to check completely";
    MISFIT "table-misfit" "表格答不了所问的问题" "the table does not fit the question";
    TEST "table-test" "测试行写法有误" "a test row cannot be read";
}

/// Problems while they are collected.
#[derive(Debug)]
pub(super) struct Problems {
    file: Arc<str>,
    list: Vec<TableProblem>,
}

impl Problems {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.into(), list: Vec::new() }
    }

    /// Adds an error and gives it back to be refined.
    pub(super) fn error(
        &mut self,
        at: At,
        code: &'static str,
        text: Bilingual,
    ) -> &mut TableProblem {
        self.push(at, code, text, Severity::Error)
    }

    /// Adds a warning and gives it back to be refined.
    pub(super) fn warn(
        &mut self,
        at: At,
        code: &'static str,
        text: Bilingual,
    ) -> &mut TableProblem {
        self.push(at, code, text, Severity::Warning)
    }

    fn push(
        &mut self,
        at: At,
        code: &'static str,
        text: Bilingual,
        severity: Severity,
    ) -> &mut TableProblem {
        let Bilingual { zh, en } = text;
        let file = Arc::clone(&self.file);
        let At { row, column } = at;
        let (hint, example) = (None, Vec::new());
        self.list.push(TableProblem { file, row, column, code, severity, zh, en, hint, example });
        self.list.last_mut().expect("one was just pushed")
    }

    pub(super) fn add(&mut self, at: At, problem: CellProblem) {
        let added = self.error(at, problem.code, problem.text);
        added.hint = problem.hint;
    }

    pub(super) fn any_error(&self) -> bool {
        self.list.iter().any(|problem| problem.severity == Severity::Error)
    }

    pub(super) fn into_sorted(mut self) -> Vec<TableProblem> {
        self.list.sort_by_key(|problem| (problem.row, problem.column));
        self.list
    }
}

/// A problem whose place is known to the caller.
#[derive(Debug)]
pub(super) struct CellProblem {
    pub(super) code: &'static str,
    pub(super) text: Bilingual,
    pub(super) hint: Option<Bilingual>,
}

impl CellProblem {
    pub(super) fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, text: Bilingual::new(zh, en), hint: None }
    }

    pub(super) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Bilingual::new(zh, en));
        self
    }
}
