//! The conformance validator in Rust.
//!
//! Invariant: its sisters in other languages give the same answers, byte for byte.

use tongban_plugin::{Finding, Input, Intent, Problem, Refusal, Report, calendar};

tongban_plugin::validator!(answer);

fn answer(input: &Input) -> Result<Report, Refusal> {
    let mut report = Report::new();
    let average = input.number("家庭月收入")?.divide(input.integer("人口")?, 2)?;
    if input.number("人均月收入")? != average {
        let problem = Problem::error("家庭.人均月收入", format!("应为 {average} 元"));
        let problem = problem.english(format!("expected {average} yuan"));
        report = report.with(problem.law("示例第一条"));
    }
    if !calendar::day_kind(input.date("申请日")?)?.working {
        report = report
            .with(Problem::warning("", "申请日不是工作日"))
            .because(Finding::new("休息日", "申请日不是工作日"))
            .wish(Intent::ask_agency("民政", "当日是否受理", ["申请日"]));
    }
    Ok(report)
}
