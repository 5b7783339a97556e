//! {{id}}：校验插件（示例，请改为本地表单的字段）。

use tongban_plugin::{Input, Problem, Refusal, Report};

tongban_plugin::validator!(answer);

/// 人均月收入应等于家庭月收入除以共同生活人数，四舍五入到分。
fn answer(input: &Input) -> Result<Report, Refusal> {
    let average = input.number("家庭月收入")?.divide(input.integer("共同生活人数")?, 2)?;
    if input.number("人均月收入")? == average {
        return Ok(Report::new());
    }
    let problem = Problem::error("人均月收入", format!("按家庭月收入计算应为 {average} 元"))
        .english(format!("expected {average} yuan by the household's income"));
    Ok(Report::new().with(problem.law("示例第三条")))
}
