//! {{id}}：金额计算插件（示例，数字请改为本地文件规定的标准）。

use tongban_plugin::{Assessment, Decimal, Finding, Input, Refusal};

tongban_plugin::amount!(answer);

/// 补差额 =（标准 − 人均月收入）× 人口，不低于零。
fn answer(input: &Input) -> Result<Assessment, Refusal> {
    let gap = input.number("低保标准")?.subtract(input.number("人均月收入")?)?;
    let amount = gap.multiply(input.integer("共同生活人数")?)?.max(Decimal::ZERO).round(2)?;
    let why = Finding::new("补差", format!("每月补差 {amount} 元")).law("示例第三条");
    Ok(Assessment::of(amount).because(why))
}
