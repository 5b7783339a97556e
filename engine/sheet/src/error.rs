//! Why bytes are no sheet.
//!
//! Invariant: each error has a stable code with a page, speaks Chinese and English, and names a
//! place where there is one.

/// Every code, with what it means in Chinese and English.
pub const CODES: &[(&str, &str, &str)] = &[
    ("sheet-too-large", "表格文件超出规模上限", "a sheet's file is larger than its limit"),
    ("sheet-encoding", "文字编码认不出来", "the encoding of a sheet is not known"),
    ("sheet-old-format", "旧版 Excel 文件", "a workbook in the format before 2007"),
    ("sheet-unreadable", "不是完好的 XLSX 文件", "a workbook that cannot be read"),
    ("sheet-no-table", "文件里没有表格", "a file without a table"),
    (
        "sheet-several-tables",
        "有几张工作表都像是规则表",
        "more than one worksheet could be the table",
    ),
    ("sheet-cell", "单元格里不是可用的值", "a cell that holds no usable value"),
];

/// Why bytes are no sheet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// More than the limit.
    #[error("expected at most {max} {unit}, but there are more")]
    TooLarge {
        /// The limit.
        max: u64,
        /// Of what, in English.
        unit: &'static str,
        /// Of what, in Chinese.
        zh: &'static str,
    },
    /// Neither UTF-8 nor GB18030 nor UTF-16.
    #[error("expected text in UTF-8 or GB18030, but row {row} is neither")]
    Encoding {
        /// The line.
        row: u32,
    },
    /// An `.xls` of before 2007.
    #[error("expected .xlsx or .csv, but this is an older Excel file or a protected one")]
    OldFormat,
    /// A broken or protected workbook.
    #[error("expected a workbook (.xlsx), but {0}")]
    Unreadable(String),
    /// Nothing but empty worksheets.
    #[error("expected a worksheet with a table, but all are empty")]
    NoTable,
    /// More than one worksheet that could be the table.
    #[error("expected one worksheet with rules, but found {}", .0.join(", "))]
    SeveralTables(Vec<String>),
    /// More than one worksheet of tests; told under the same code.
    #[error("expected one worksheet with tests, but found {}", .0.join(", "))]
    SeveralTests(Vec<String>),
    /// A cell with an error, a time or something else that no table holds.
    #[error("expected a number, a word or a day in {place}, but found {found}")]
    Cell {
        /// Like `规则!B7`.
        place: String,
        /// What it holds.
        found: String,
    },
}

impl SheetError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        CODES[match self {
            Self::TooLarge { .. } => 0,
            Self::Encoding { .. } => 1,
            Self::OldFormat => 2,
            Self::Unreadable(_) => 3,
            Self::NoTable => 4,
            Self::SeveralTables(_) | Self::SeveralTests(_) => 5,
            Self::Cell { .. } => 6,
        }]
        .0
    }

    /// The error in Chinese, with what to do.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { max, zh, .. } => format!("超出上限：最多 {max} {zh}"),
            Self::Encoding { row } => {
                format!("第 {row} 行的文字编码认不出来；请另存为“CSV UTF-8”或 .xlsx")
            }
            Self::OldFormat => "旧版 Excel（.xls）或加密的文件；请另存为不加密的 .xlsx".to_owned(),
            Self::Unreadable(detail) => format!("不是完好的 .xlsx 文件：{detail}"),
            Self::NoTable => "工作表都是空的".to_owned(),
            Self::SeveralTables(names) => format!(
                "有几张工作表都有内容：{}；规则表只留一张，另可有“测试”和“说明”",
                names.join("、")
            ),
            Self::SeveralTests(names) => {
                format!("有几张测试表：{}；请合并成一张“测试”", names.join("、"))
            }
            Self::Cell { place, found } => {
                format!("{place} 格里是 {found}，不是可用的数、词或日期")
            }
        }
    }
}
