//! Column titles: `in:NAME:TYPE`, `out:NAME:TYPE`, and the columns that explain a rule.
//!
//! Not here: the cells below. Types: `integer`, `decimal(n)`, `date`, `boolean`, `text`,
//! `text(a|b)`; a number may carry bounds, `integer[0..150]`. Chinese titles mean the same.
//! Invariant: a column's kind does not depend on the cells, but for the words of an open text.

use std::sync::Arc;

use super::{
    cursor::Cursor,
    kind::{Kind, SCALE_MAX},
    literal,
    problem::{self, CellProblem},
    spelling::{is_name, normalised},
};

/// The four values of the output `outcome`, from the mildest.
pub const OUTCOMES: [&str; 4] = ["approve", "ask-for-materials", "refer", "reject"];
const OUTCOMES_ZH: [&str; 4] = ["通过", "补正", "上报", "不予"];

/// An input or output of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: what a process's expressions call it.
    pub name: Arc<str>,
    /// What it holds.
    pub kind: Kind,
    /// The encoded values that can come, both included.
    pub domain: (i64, i64),
    /// Whether bounds or words were declared, so that anything else is a fault.
    pub bounded: bool,
}

/// What a column is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Title {
    Input(Column),
    Output(Column),
    Id,
    Law,
    Reason,
    Note,
}

/// Reads one title.
pub(super) fn parse(text: &str) -> Result<Title, CellProblem> {
    let text = normalised(text);
    match text.to_lowercase().as_str() {
        "id" | "rule" | "编号" | "规则" | "规则编号" => return Ok(Title::Id),
        "law" | "依据" | "法律依据" => return Ok(Title::Law),
        "reason" | "理由" | "说明" => return Ok(Title::Reason),
        "note" | "备注" | "注" => return Ok(Title::Note),
        _ => {}
    }
    let mut parts = text.splitn(3, ':').map(str::trim);
    let role = parts.next().unwrap_or_default().to_lowercase();
    let name = parts.next().unwrap_or_default();
    let kind = parts.next();
    let input = match role.as_str() {
        "in" | "input" | "输入" | "条件" => true,
        "out" | "output" | "输出" | "结论" => false,
        _ => return Err(unknown_title(&text)),
    };
    let name = if !input && matches!(name, "结论" | "审核结论") { "outcome" } else { name };
    if !is_name(name) {
        return Err(CellProblem::new(
            problem::HEADER,
            format!("“{name}”不能作名称"),
            format!("expected a name, but found `{name}`"),
        )
        .hint("名称只用文字、数字和下划线，不以数字开头", "use letters, digits and `_`"));
    }
    if !input && name == "outcome" {
        return Ok(Title::Output(outcome_column()));
    }
    let kind = kind.ok_or_else(|| {
        CellProblem::new(
            problem::HEADER,
            format!("“{name}”没有写类型"),
            format!("expected a type, but `{name}` has none"),
        )
        .hint("例如 输入:年龄:整数", "for example in:age:integer")
    })?;
    let column = column(name, kind)?;
    Ok(if input { Title::Input(column) } else { Title::Output(column) })
}

fn outcome_column() -> Column {
    let words = OUTCOMES.iter().map(|word| Arc::from(*word)).collect();
    let kind = Kind::Text { words, closed: true };
    Column { name: "outcome".into(), domain: kind.domain(), kind, bounded: true }
}

/// An outcome in either language as its English word.
pub(super) fn outcome(word: &str) -> Option<&'static str> {
    let at = OUTCOMES.iter().position(|known| *known == word);
    at.or_else(|| OUTCOMES_ZH.iter().position(|known| *known == word)).map(|at| OUTCOMES[at])
}

/// An outcome's English word as a sheet writes it in Chinese; any other word as it is.
pub(super) fn outcome_zh(word: &str) -> &str {
    OUTCOMES.iter().position(|known| *known == word).map_or(word, |at| OUTCOMES_ZH[at])
}

fn column(name: &str, written: &str) -> Result<Column, CellProblem> {
    let mut cursor = Cursor::new(written);
    let word = cursor.take_while(char::is_alphabetic).to_lowercase();
    let kind = match word.as_str() {
        "boolean" | "布尔" | "是否" => Kind::Boolean,
        "integer" | "整数" => Kind::Integer,
        "date" | "日期" => Kind::Date,
        "decimal" | "小数" => Kind::Decimal(scale(&mut cursor)?),
        "text" | "文本" | "文字" => words(&mut cursor)?,
        _ => return Err(unknown_type(written)),
    };
    let mut domain = kind.domain();
    let mut bounded = matches!(kind, Kind::Text { closed: true, .. });
    if kind.is_number() && cursor.take("[") {
        bounded = true;
        domain = bounds(&mut cursor, &kind, domain)?;
    }
    if !cursor.at_end() {
        return Err(unknown_type(written));
    }
    Ok(Column { name: name.into(), kind, domain, bounded })
}

fn scale(cursor: &mut Cursor<'_>) -> Result<u32, CellProblem> {
    let digits =
        if cursor.take("(") { cursor.take_while(|next| next.is_ascii_digit()) } else { "" };
    let scale = digits.parse().ok().filter(|scale| *scale <= SCALE_MAX);
    scale.filter(|_| cursor.take(")")).ok_or_else(|| {
        CellProblem::new(
            problem::HEADER,
            format!("小数要写明位数，0 到 {SCALE_MAX}"),
            format!("expected the number of decimals, 0 to {SCALE_MAX}, but it is not there"),
        )
        .hint("例如 小数(2)", "for example decimal(2)")
    })
}

fn words(cursor: &mut Cursor<'_>) -> Result<Kind, CellProblem> {
    if !cursor.take("(") {
        return Ok(Kind::Text { words: Vec::new(), closed: false });
    }
    let list = cursor.take_while(|next| next != ')');
    let words: Vec<Arc<str>> = list.split(['|', '、']).map(|word| word.trim().into()).collect();
    let distinct = words.iter().collect::<std::collections::BTreeSet<_>>().len() == words.len();
    if !cursor.take(")") || !distinct || words.iter().any(|word| word.is_empty()) {
        return Err(CellProblem::new(
            problem::HEADER,
            "可选值要用 | 分开，不能空，不能重复",
            "expected distinct words parted by |, but found something else",
        )
        .hint("例如 文本(男|女)", "for example text(male|female)"));
    }
    Ok(Kind::Text { words, closed: true })
}

fn bounds(
    cursor: &mut Cursor<'_>,
    kind: &Kind,
    domain: (i64, i64),
) -> Result<(i64, i64), CellProblem> {
    let wrong = || {
        CellProblem::new(
            problem::HEADER,
            "取值范围写法有误",
            "expected bounds, but they cannot be read",
        )
        .hint("例如 整数[0..150] 或 小数(2)[0..]", "for example integer[0..150]")
    };
    let low = literal::ordered(cursor, kind)?.and_then(|units| kind.encode_units(units));
    if !cursor.take("..") {
        return Err(wrong());
    }
    let high = literal::ordered(cursor, kind)?.and_then(|units| kind.encode_units(units));
    let (low, high) = (low.unwrap_or(domain.0), high.unwrap_or(domain.1));
    if !cursor.take("]") || low > high { Err(wrong()) } else { Ok((low, high)) }
}

fn unknown_title(text: &str) -> CellProblem {
    CellProblem::new(
        problem::HEADER,
        format!("列标题“{text}”读不懂"),
        format!("expected a column title, but found `{text}`"),
    )
    .hint(
        "写成 输入:名称:类型、输出:名称:类型、编号、依据、理由 或 备注",
        "write in:NAME:TYPE, out:NAME:TYPE, id, law, reason or note",
    )
}

fn unknown_type(text: &str) -> CellProblem {
    CellProblem::new(
        problem::HEADER,
        format!("类型“{text}”读不懂"),
        format!("expected a type, but found `{text}`"),
    )
    .hint(
        "类型有：整数、小数(2)、文本、文本(甲|乙)、日期、布尔",
        "types: integer, decimal(2), text, text(a|b), date, boolean",
    )
}
