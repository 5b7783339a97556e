//! Literals of cells: numbers, dates, booleans and quoted words.
//!
//! Not here: conditions around them (`cell`). Invariant: a number is read exactly or refused.

use jiff::civil::Date;

use super::{
    cursor::Cursor,
    kind::{Kind, days},
    problem::{self, CellProblem},
};

/// Units that a clerk may leave behind a number; they say nothing that the column does not.
const UNITS: &[&str] = &[
    "周岁", "岁", "元", "人", "户", "间", "个月", "个", "天", "日", "次", "年", "公顷", "亩",
    "毫米", "级",
];

/// A number as written: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) mantissa: i64,
    pub(super) scale: u32,
}

impl Number {
    /// The number in units of 10^-`scale`; `None` if it has more decimals or does not fit.
    pub(super) fn units(self, scale: u32) -> Result<i64, CellProblem> {
        let more = scale.checked_sub(self.scale).ok_or_else(|| {
            CellProblem::new(
                problem::PRECISION,
                format!("这一列只写 {scale} 位小数，这里写了 {} 位", self.scale),
                format!("expected at most {scale} decimals, but there are {}", self.scale),
            )
            .hint(
                format!("把列类型改成 小数({})，或少写几位", self.scale),
                format!("declare decimal({}) or write fewer digits", self.scale),
            )
        })?;
        self.mantissa.checked_mul(10_i64.pow(more)).ok_or_else(too_large)
    }
}

fn too_large() -> CellProblem {
    CellProblem::new(
        problem::CELL,
        "数值超过 18 位",
        "expected a number of at most 18 digits, but it has more",
    )
}

/// Reads an unsigned or signed number with 万 or 亿 and a unit behind it.
pub(super) fn number(cursor: &mut Cursor<'_>) -> Result<Option<Number>, CellProblem> {
    let mut ahead = *cursor;
    let negative = ahead.take("-");
    ahead.take("¥");
    ahead.skip_space();
    let whole = ahead.take_while(|next| next.is_ascii_digit());
    if whole.is_empty() {
        return Ok(None);
    }
    let mut fraction = "";
    if ahead.rest().starts_with('.') && !ahead.rest().starts_with("..") {
        ahead.take(".");
        fraction = ahead.take_while(|next| next.is_ascii_digit());
    }
    let mut scale = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    let sign = if negative { "-" } else { "" };
    let digits = format!("{sign}{whole}{fraction}");
    let mut mantissa: i64 = digits.parse().map_err(|_| too_large())?;
    for (word, power) in [("万", 4), ("亿", 8)] {
        if ahead.take(word) {
            let cancelled = scale.min(power);
            scale -= cancelled;
            mantissa = mantissa.checked_mul(10_i64.pow(power - cancelled)).ok_or_else(too_large)?;
        }
    }
    ahead.take_any(UNITS);
    *cursor = ahead;
    Ok(Some(Number { mantissa, scale }))
}

/// Reads `2024-01-31`, `2024/1/31` or `2024年1月31日` as days since 1970-01-01.
pub(super) fn day(cursor: &mut Cursor<'_>) -> Result<Option<i64>, CellProblem> {
    let mut ahead = *cursor;
    ahead.skip_space();
    let written = ahead.take_while(|next| next.is_ascii_digit() || "-/年月日".contains(next));
    if written.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = written.trim_end_matches('日').split(['-', '/', '年', '月']).collect();
    let date = if let [year, month, day] = parts[..] {
        let (year, month, day) = (year.parse().ok(), month.parse().ok(), day.parse().ok());
        year.zip(month).zip(day).and_then(|((year, month), day)| Date::new(year, month, day).ok())
    } else {
        None
    };
    let date = date.ok_or_else(|| {
        CellProblem::new(
            problem::CELL,
            format!("“{written}”不是日期"),
            format!("expected a date, but found `{written}`"),
        )
        .hint("写成 2024-01-31", "write 2024-01-31")
    })?;
    *cursor = ahead;
    Ok(Some(days(date)))
}

/// Reads 是/否, true/false.
pub(super) fn boolean(cursor: &mut Cursor<'_>) -> Option<bool> {
    ["true", "是", "false", "否"].iter().position(|word| cursor.take_word(word)).map(|at| at < 2)
}

/// Reads `"…"`; a doubled quote stands for one.
pub(super) fn quoted(cursor: &mut Cursor<'_>) -> Result<Option<String>, CellProblem> {
    if !cursor.take("\"") {
        return Ok(None);
    }
    let mut word = String::new();
    loop {
        word.push_str(cursor.take_while(|next| next != '"'));
        if !cursor.rest().starts_with('"') {
            let (zh, en) = ("引号没有成对", "expected a closing quote, but the cell ends");
            return Err(CellProblem::new(problem::CELL, zh, en));
        }
        cursor.take("\"");
        if !cursor.rest().starts_with('"') {
            return Ok(Some(word));
        }
        cursor.take("\"");
        word.push('"');
    }
}

/// Reads a literal of an ordered kind in units of the column's scale.
pub(super) fn ordered(cursor: &mut Cursor<'_>, kind: &Kind) -> Result<Option<i64>, CellProblem> {
    if *kind == Kind::Date {
        return day(cursor);
    }
    number(cursor)?.map(|number| number.units(kind.scale())).transpose()
}
