//! Forms: what is read, and what people are told when it is wrong.

use serde_json::json;
use tongban_expr::Value;

use super::Form;

fn form() -> Form {
    Form::compile(json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "income"],
        "properties": {
            "name": { "title": "姓名", "type": "string", "maxLength": 10 },
            "income": { "title": "收入", "type": "number", "minimum": 0 },
            "born": { "title": "出生", "type": "string", "format": "date" },
        },
    }))
    .expect("a sound form")
}

fn problems(document: &serde_json::Value) -> Vec<String> {
    let problems = form().read(document).expect_err("a document that is wrong");
    for problem in &problems {
        assert!(!problem.message.zh.is_empty() && !problem.message.en.is_empty());
    }
    problems.into_iter().map(|problem| problem.pointer).collect()
}

#[test]
fn a_good_document_becomes_a_record_of_values() {
    let document = json!({ "name": "李建国", "income": 900.5, "born": "1965-03-12" });
    let Ok(Value::Record(fields)) = form().read(&document) else { panic!("expected a record") };
    assert_eq!(fields["name"], Value::Text("李建国".into()));
    assert!(matches!(fields["income"], Value::Number(_)));
    assert!(matches!(fields["born"], Value::Date(_)));
}

#[test]
fn every_problem_is_told_with_its_place() {
    assert_eq!(problems(&json!({ "name": "李建国" })), ["/income"]);
    assert_eq!(problems(&json!({ "name": "李建国", "income": -1 })), ["/income"]);
    assert_eq!(
        problems(&json!({ "name": "李建国", "income": 1, "born": "1965-13-12" })),
        ["/born"]
    );
    let unknown = problems(&json!({ "name": "李建国", "income": 1, "other": true }));
    assert_eq!(unknown, ["/other"]);
}
