//! The fuzz target: any bytes are refused or evaluated, never a crash.
//!
//! Not here: making bytes; the tests mutate their corpus, any fuzzer may do better.
//! Invariant: what it checks holds for every input, so it needs no oracle.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::date};

use super::{Expression, Names, Today};
use crate::{Type, Value, value_from_json};

/// Reads `data` as an expression over a small application, and evaluates it on three documents.
///
/// Panics if a problem points outside the source or an answer is not of the announced type.
pub fn fuzz_expression(data: &[u8]) {
    let Ok(source) = std::str::from_utf8(data) else { return };
    let names = sample_names();
    let expression = match Expression::parse(source, &names) {
        Ok(expression) => expression,
        Err(problems) => {
            assert!(!problems.is_empty(), "a refusal says why");
            for problem in problems {
                assert!(
                    source.get(problem.at.clone()).is_some(),
                    "a problem points into `{source}`"
                );
            }
            return;
        }
    };
    let clock = Today { date: date(2026, 3, 2), instant: Timestamp::UNIX_EPOCH };
    for values in sample_values() {
        let Ok(answer) = expression.evaluate(&values, clock) else { continue };
        let announced =
            expression.result_type().map_or(answer == Value::Null, |kind| answer.is_of(kind));
        assert!(announced, "`{source}` announced {:?}, gave {answer:?}", expression.result_type());
        let again = expression.evaluate(&values, clock);
        assert_eq!(again.as_ref(), Ok(&answer), "`{source}` gives one answer");
    }
}

/// Names of every type.
pub(super) fn sample_names() -> Names {
    let member = Type::Record(
        [
            ("姓名", Type::Text),
            ("年龄", Type::Number),
            ("收入", Type::Number),
            ("残疾", Type::Boolean),
        ]
        .map(|(name, kind)| (name.into(), kind))
        .into(),
    );
    let survey = Type::Record(
        [("visited", Type::Boolean), ("日期", Type::Date), ("score", Type::Number)]
            .map(|(name, kind)| (name.into(), kind))
            .into(),
    );
    let kinds = [
        ("income", Type::Number),
        ("家庭人数", Type::Number),
        ("婚姻", Type::Text),
        ("urgent", Type::Boolean),
        ("申请日", Type::Date),
        ("受理时刻", Type::Instant),
        ("accepted_at", Type::Instant),
        ("成员", Type::List(Box::new(member))),
        ("amounts", Type::List(Box::new(Type::Number))),
        ("tags", Type::List(Box::new(Type::Text))),
        ("flags", Type::List(Box::new(Type::Boolean))),
        ("survey", survey),
        ("village_panel", Type::Boolean),
    ];
    kinds.into_iter().fold(Names::new(), |names, (name, kind)| {
        names.with_name(name, kind).expect("the sample names are well formed")
    })
}

/// One full document, one with gaps, one empty.
pub(super) fn sample_values() -> Vec<BTreeMap<String, Value>> {
    let full = serde_json::json!({
        "income": "1234.50", "家庭人数": 3, "婚姻": "已婚", "urgent": true,
        "申请日": "2026-02-27", "受理时刻": "2026-02-27T09:30:00+08:00",
        "accepted_at": "2026-02-27T01:30:00.250Z",
        "成员": [
            { "姓名": "张三", "年龄": 70, "收入": 800, "残疾": false },
            { "姓名": "李四", "年龄": 35, "收入": "2500.25", "残疾": true },
            { "姓名": "张小", "年龄": 8, "收入": 0, "残疾": false },
        ],
        "amounts": [1, 2, 3.5], "tags": ["低保", "残疾"], "flags": [true, false],
        "survey": { "visited": true, "日期": "2026-03-01", "score": 85 },
        "village_panel": true,
    });
    let gaps = serde_json::json!({
        "income": 0, "家庭人数": null, "成员": [{ "姓名": "张三", "年龄": null }], "amounts": [],
        "survey": { "visited": false },
    });
    let names = sample_names();
    [full, gaps, serde_json::json!({})]
        .iter()
        .map(|document| {
            names
                .iter()
                .filter_map(|(name, kind)| Some((name, document.get(name)?, kind)))
                .map(|(name, value, kind)| {
                    let value = value_from_json(value, kind).expect("the sample fits its types");
                    (name.to_owned(), value)
                })
                .collect()
        })
        .collect()
}
