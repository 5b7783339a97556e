//! 成员名单：表单中的记录列表。
//!
//! Not here: what has to agree (`lib.rs`). Invariant: what cannot be read is told at its field, and
//! hides nothing else.

use serde_json::Value as Json;
use tongban_plugin::{Date, Decimal, Problem};

/// 一名共同生活的家庭成员。
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) id: String,
    pub(crate) born: Entry<Date>,
    pub(crate) income: Entry<Decimal>,
}

/// 一格所填。
pub(crate) enum Entry<T> {
    /// 未填，与零不同。
    Empty,
    /// 填了。
    Value(T),
    /// 读不懂，已经指出。
    Unread,
}

/// 读取名单；写法不对的，在该格指出。
pub(crate) fn read(json: &str) -> (Vec<Member>, Vec<Problem>) {
    let Ok(Json::Array(list)) = serde_json::from_str(json) else {
        let problem = Problem::error("成员", "“成员”应为记录列表");
        return (Vec::new(), vec![problem.english("expected a list of records")]);
    };
    let mut problems = Vec::new();
    let members = list.iter().enumerate();
    let members = members.map(|(place, json)| member(place, json, &mut problems)).collect();
    (members, problems)
}

fn member(place: usize, json: &Json, problems: &mut Vec<Problem>) -> Member {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let mut unread = |field: &str, words: String, english: &str| {
        problems.push(Problem::error(format!("成员.{place}.{field}"), words).english(english));
    };
    let (name, relation, id) = (text("姓名"), text("与申请人关系"), text("证件号码"));
    let born = match &json["出生日期"] {
        Json::Null => Entry::Empty,
        found => found.as_str().and_then(date).map_or(Entry::Unread, Entry::Value),
    };
    if matches!(born, Entry::Unread) {
        let words = format!("“{name}”的出生日期不是日期，应写成 1980-05-01");
        unread("出生日期", words, "expected a day like 1980-05-01");
    }
    let digits = match &json["月收入"] {
        Json::Number(number) => Some(number.to_string()),
        Json::String(digits) => Some(digits.clone()),
        _ => None,
    };
    let income = match &json["月收入"] {
        Json::Null => Entry::Empty,
        _ => digits.and_then(|it| it.parse().ok()).map_or(Entry::Unread, Entry::Value),
    };
    if matches!(income, Entry::Unread) {
        let words = format!("“{name}”的月收入不是数值，应写成 1300.50");
        unread("月收入", words, "expected a number like 1300.50");
    }
    Member { name, relation, id, born, income }
}

/// `2026-03-02`；不存在的日子不算。
fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let date = Date::new(year, month, day);
    (date.parts() == (year, month, day)).then_some(date)
}
