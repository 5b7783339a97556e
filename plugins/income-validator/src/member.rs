//! 成员名单：表单中的记录列表。

use serde_json::Value as Json;
use tongban_plugin::{Date, Decimal, Refusal};

/// 一名共同生活的家庭成员。
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) id: String,
    pub(crate) born: Option<Date>,
    /// 未填为空，与零不同。
    pub(crate) income: Option<Decimal>,
}

/// 读取名单；格式不对的，插件不能校验。
pub(crate) fn read(json: &str) -> Result<Vec<Member>, Refusal> {
    let Ok(Json::Array(list)) = serde_json::from_str(json) else {
        return Err("“成员”应为记录列表".into());
    };
    list.iter().map(member).collect()
}

fn member(json: &Json) -> Result<Member, Refusal> {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let born = match json["出生日期"].as_str() {
        Some(day) => Some(date(day).ok_or_else(|| format!("“{day}”不是日期"))?),
        None => None,
    };
    let income = match &json["月收入"] {
        Json::Null => None,
        Json::Number(number) => Some(number.to_string().parse()?),
        Json::String(digits) => Some(digits.parse()?),
        _ => return Err("“月收入”应为数值".into()),
    };
    let (name, relation, id) = (text("姓名"), text("与申请人关系"), text("证件号码"));
    Ok(Member { name, relation, id, born, income })
}

/// `2026-03-02`；不存在的日子不算。
fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(str::parse::<i32>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let date = Date::new(year, month, day);
    (date.parts() == (year, month, day)).then_some(date)
}
