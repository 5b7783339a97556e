//! The conformance plugin for parameters in Rust.
//!
//! Invariant: its sisters in other languages give the same answers, byte for byte; so does a table.

use tongban_plugin::{Choice, Date, Finding, Input, Refusal, Value};

tongban_plugin::parameter!(answer);

fn answer(input: &Input) -> Result<Choice, Refusal> {
    if input.date("申请日")? < Date::new(2026, 1, 1) {
        let why = Finding::new("尚未施行", "申请日早于施行日期").law("示例第一条");
        return Ok(Choice::of(Value::None).because(why));
    }
    let (days, why) = if !input.is_empty("重大") && input.boolean("重大")? {
        (15, Finding::new("重大", "重大事项公示十五日").law("示例第二条"))
    } else if !input.is_empty("户籍类别") && input.text("户籍类别")? == "农村" {
        (10, Finding::new("农村", "农村公示十日").law("示例第三条"))
    } else {
        (7, Finding::new("城镇", "其他公示七日"))
    };
    Ok(Choice::of(days).because(why))
}
