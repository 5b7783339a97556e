//! Problems as an administrator reads them.

use super::{check, full, parsed, problems, sample_names};
use crate::{Expression, Fault, Problem, Type};

/// One line for each problem: place, code, Chinese, hint.
fn lines(source: &str) -> Vec<String> {
    problems(source)
        .iter()
        .map(|problem| {
            let hint = problem.hint.as_ref().map_or(String::new(), |h| format!(" [{}]", h.zh));
            format!("{:?} {}{hint}", problem.at, problem.zh)
        })
        .collect()
}

#[test]
fn kinds_are_checked() {
    check(
        &full(),
        &[
            ("income > \"3\"", "expr-type"),
            ("income = \"3\"", "expr-type"),
            ("income + \"3\"", "expr-type"),
            ("income in (\"3\")", "expr-type"),
            ("income in tags", "expr-type"),
            ("income in [\"a\"..\"b\"]", "expr-type"),
            ("income between 1 and \"2\"", "expr-type"),
            ("申请日 > \"2026-01-01\"", "expr-type"),
            ("申请日 > 受理时刻", "expr-type"),
            ("申请日 + 7", "expr-type"),
            ("urgent > true", "expr-type"),
            ("urgent and income", "expr-type"),
            ("not(income)", "expr-type"),
            ("-婚姻", "expr-type"),
            ("if income then 1 else 2", "expr-type"),
            ("if urgent then 1 else \"a\"", "expr-type"),
            ("成员[收入]", "expr-type"),
            ("some m in income satisfies true", "expr-type"),
            ("some m in 成员 satisfies m.年龄", "expr-type"),
            ("[1, \"a\"]", "expr-type"),
            ("[1, null]", "expr-type"),
            ("sum(tags)", "expr-type"),
            ("sum(1, \"a\")", "expr-type"),
            ("min(申请日)", "expr-type"),
            ("string length(income)", "expr-type"),
            ("count(income)", "expr-type"),
            ("list contains(tags, 1)", "expr-type"),
            ("survey = survey", "expr-type"),
            ("amounts = amounts", "expr-type"),
            ("income > null", "expr-type"),
            ("income + 1 = null", "expr-compared-with-null"),
            ("today() - 申请日", "expr-type"),
            ("duration(\"P1D\")", "expr-type"),
            ("sum()", "expr-arguments"),
            ("abs(1, 2)", "expr-arguments"),
            ("today(1)", "expr-arguments"),
            ("date(1, 2)", "expr-arguments"),
            ("survey.visted", "expr-unknown-field"),
            ("成员.岁数", "expr-unknown-field"),
            ("申请日.hour", "expr-unknown-field"),
            ("income.years", "expr-unknown-field"),
            ("item > 3", "expr-unknown-name"),
            ("some m in 成员 satisfies 年龄 > 3", "expr-unknown-name"),
            ("date(\"2026-02-30\") = today()", "expr-text"),
            ("date(\"2026-2-3\") = today()", "expr-text"),
            ("duration(\"7天\") = duration(\"P7D\")", "expr-text"),
            ("duration(\"P9999999D\") = duration(\"P7D\")", "expr-text"),
        ],
    );
}

#[test]
fn syntax_is_told_where_it_breaks() {
    let rows = [
        ("", "0..0 这里应当是值，但表达式已经结束"),
        ("income >", "8..8 这里应当是值，但表达式已经结束"),
        ("income > 3 5", "11..12 这里应当是运算符或结尾，却是“5”"),
        (
            "家庭 人数 > 3",
            "7..13 这里应当是运算符或结尾，却是“人数” [名称中不能有空格；不同的名称之间要有运算符]",
        ),
        ("(income > 3", "11..11 这里应当是)，但表达式已经结束"),
        ("1 < income < 5", "11..12 比较不能连写 [例如写成 x in [1..5]]"),
        ("income > 100元", "9..15 “100元”不是数字 [只写数字，不带单位，不用科学记数]"),
        ("if urgent then 1", "16..16 这里应当是else，但表达式已经结束"),
        ("婚姻 = '已婚'", "9..10 这里没有“'”这个符号 [请写 \"…\"]"),
        ("婚姻 = \"已婚", "9..16 文本没有结束的双引号"),
        ("\"\\uD83D\"", "1..7 文本里不能写“\\\\uD83D” [请直接写出该字符]"),
        (r#"matches(婚姻, "\d")"#, "17..19 文本里不能写“\\\\d” [反斜杠要写两个：\\\\]"),
        ("urgent && income > 3", "7..9 这里没有“&&”这个符号 [请写 and]"),
        ("income > 5%", "10..11 这里没有“%”这个符号 [请写 / 100]"),
        ("income /* 注释", "7..16 注释没有结束"),
    ];
    for (source, wanted) in rows {
        assert_eq!(lines(source)[0], wanted, "{source}");
    }
}

#[test]
fn comments_and_line_breaks_are_blanks() {
    check(&full(), &[("income // 元\n > 3 /* 或者 */ and\turgent", "true")]);
}

#[test]
fn every_mistake_is_told_at_once() {
    let codes: Vec<_> = problems("收入 > \"3\" and income > \"3\" or summ(amounts) = 婚烟")
        .iter()
        .map(|problem| problem.code)
        .collect();
    assert_eq!(
        codes,
        ["expr-unknown-name", "expr-type", "expr-unknown-function", "expr-unknown-name"]
    );
}

#[test]
fn a_condition_must_be_a_boolean() {
    let names = sample_names();
    let refused = Expression::parse_condition("income + 1", &names).err().unwrap_or_default();
    assert_eq!(refused[0].code, "expr-not-condition");
    assert_eq!(
        refused[0].to_string(),
        "0..10: expected a condition, but this gives a number\nhint: write a comparison, as x > 0"
    );
    assert!(Expression::parse_condition("null", &names).is_err());
    assert!(Expression::parse_condition("urgent", &names).is_ok());
}

#[test]
fn an_expression_tells_what_it_reads_and_gives() {
    let expression = parsed("if survey.visited then sum(成员.收入) else income");
    let names: Vec<_> = expression.names().collect();
    assert_eq!(names, ["survey.visited", "成员", "income"]);
    assert_eq!(expression.result_type(), Some(&Type::Number));
    assert!(!expression.reads_clock() && parsed("today() > 申请日").reads_clock());
    assert_eq!(parsed("null").result_type(), None);
    assert_eq!(format!("{:?}", parsed("1+1")), "Expression(\"1+1\")");
}

#[test]
fn every_problem_has_a_listed_code_and_both_languages() {
    let sources = ["收入 > 3", "\"", "1e5", "{}", "1 +", "income = \"a\"", "（", "x.y(", "abs()"];
    for source in sources {
        for problem in problems(source) {
            assert!(Problem::CODES.contains(&problem.code), "{}", problem.code);
            assert!(problem.en.starts_with("expected ") && !problem.en.ends_with('.'), "{problem}");
            assert!(!problem.zh.is_ascii(), "{}", problem.zh);
        }
    }
    let fault = Fault::DivisionByZero { source_text: "1 / 0".into() };
    assert_eq!(fault.code(), "expr-fault-division-by-zero");
    assert_eq!(fault.to_string(), "expected a divisor, but it is zero in `1 / 0`");
}
