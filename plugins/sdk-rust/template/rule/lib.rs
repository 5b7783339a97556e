//! {{id}}：规则判定插件（示例，数字请改为本地文件规定的标准）。

use tongban_plugin::{Decision, Finding, Input, Refusal};

tongban_plugin::rule!(answer);

/// 人均月收入高于标准的，不予通过。
fn answer(input: &Input) -> Result<Decision, Refusal> {
    let income = input.number("人均月收入")?;
    let standard = input.number("低保标准")?;
    if income > standard {
        let why = Finding::new("收入超标", format!("人均月收入 {income} 元高于标准 {standard} 元"))
            .law("示例第三条");
        return Ok(Decision::reject().because(why));
    }
    Ok(Decision::approve())
}
