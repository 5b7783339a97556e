//! {{id}}：参数取值插件（示例，数字请改为本地文件规定的标准）。

use tongban_plugin::{Choice, Finding, Input, Refusal};

tongban_plugin::parameter!(answer);

/// 农村公示十日，城镇公示七日。
fn answer(input: &Input) -> Result<Choice, Refusal> {
    let days: i64 = if input.text("户籍类别")? == "农村" { 10 } else { 7 };
    let why = Finding::new("公示天数", format!("公示 {days} 天")).law("示例第三条");
    Ok(Choice::of(days).because(why))
}
