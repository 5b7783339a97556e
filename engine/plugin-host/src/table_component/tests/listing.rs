//! Tables that list: each row that matches adds a material or a problem.

use tongban_core::call::{Answer, Item, Outcome, Problem, Question, Severity};
use tongban_expr::Value;

use super::{Case, admitted, agree, compile, sound};

fn asked(sheet: &str, question: Question, input: &[(&str, Value)]) -> Answer {
    let table = sound(sheet);
    let plugin = admitted(&compile(&table, question).expect("it fits"));
    let input: Case = input.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    match agree(&table, (question, plugin), input) {
        Outcome::Answered(answer) => answer,
        other => panic!("expected an answer, but {other:?}"),
    }
}

#[test]
fn each_row_asks_for_a_material() {
    let input = [
        ("共同生活人数", Value::Number(1.into())),
        ("委托代办", Value::Boolean(true)),
        ("单独申请事由", Value::Text("残疾".into())),
    ];
    let answer = asked(include_str!("papers.csv"), Question::Checklist, &input);
    let item = |id: &str, name: &str, copies| Item {
        id: id.to_owned(),
        name: name.to_owned(),
        required: true,
        original: false,
        copies,
        note: None,
        law: None,
    };
    let some = |text: &str| Some(text.to_owned());
    let expected = [
        Item { original: true, law: some("第九条"), ..item("hukou", "户口簿", 2) },
        Item {
            original: true, note: some("由他人代办"), ..item("agent-id", "代办人身份证", 0)
        },
        Item {
            required: false,
            law: some("第十条"),
            note: some("以重度残疾单独申请"),
            ..item("disability", "残疾人证", 1)
        },
    ];
    assert_eq!(answer.items, expected);
    let rules: Vec<_> = answer.findings.iter().map(|finding| &*finding.rule).collect();
    assert_eq!(rules, ["hukou", "agent-id", "disability"]);
    assert!(answer.verdict.is_none() && answer.values.is_empty() && answer.problems.is_empty());
}

#[test]
fn each_row_tells_a_problem() {
    let asked = |income: i64, size: i64| {
        let input = [
            ("家庭月收入", Value::Number(income.into())),
            ("共同生活人数", Value::Number(size.into())),
        ];
        asked(include_str!("checks.csv"), Question::Validator, &input).problems
    };
    let problem = |field: &str, message: &str, severity, law: Option<&str>| Problem {
        field: field.to_owned(),
        message: message.to_owned(),
        message_en: None,
        severity,
        law: law.map(str::to_owned),
    };
    let (warning, error) = (Severity::Warning, Severity::Error);
    let high = problem("monthly_income", "家庭月收入偏高，请核对", warning, None);
    assert_eq!(asked(20_001, 1), [high]);
    let debt = problem("monthly_income", "家庭月收入不能为负", error, Some("第六条"));
    let nobody = problem("", "至少一人", error, Some("第四条"));
    assert_eq!(asked(-1, 0), [debt, nobody]);
    assert_eq!(asked(500, 3), []);
}
