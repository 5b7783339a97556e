//! One test for each row of the library's known traps, in the order of that table.

use std::collections::BTreeMap;

use super::{Expression, Fault, Names, answer, check, clock, full, gaps, parsed, problems, record};
use crate::{Type, Value};

#[test]
fn a_hyphen_is_a_difference_and_the_name_meant_is_suggested() {
    let found = problems("village-panel and urgent");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].at.clone()), ("expr-unknown-name", 0..13));
    assert!(found[0].hint.as_ref().is_some_and(|hint| hint.zh.contains("village_panel")));
    assert_eq!(answer("家庭人数-1", &full()), "2");
    assert_eq!(answer("survey.score-1", &full()), "84");
    assert_eq!(Names::spelling("village-panel"), "village_panel");
}

#[test]
fn an_undeclared_name_is_a_problem_with_a_suggestion() {
    let found = problems("家庭人口 > 3 and incme > 1");
    let places: Vec<_> = found.iter().map(|problem| problem.at.clone()).collect();
    assert_eq!(places, [0..12, 21..26], "every undeclared name is told at once");
    let hints: Vec<_> = found.iter().filter_map(|problem| problem.hint.as_ref()).collect();
    assert!(hints[0].en.contains("`家庭人数`") && hints[1].en.contains("`income`"), "{hints:?}");
}

#[test]
fn names_are_compared_after_compatibility_folding() {
    assert_eq!(answer("ｉｎｃｏｍｅ > 1", &full()), "true");
    let names = Names::new().with_name("ｉｎｃｏｍｅ", Type::Number).expect("well formed");
    assert!(names.type_of("income").is_some());
}

#[test]
fn declared_names_have_no_operators_and_no_words_of_the_language() {
    for bad in ["a-b", "a b", "a.b", "1a", "", "a+b", "and", "item", "null", "？", "a'b"] {
        let problem = Names::new().with_name(bad, Type::Number).err();
        assert_eq!(problem.map(|problem| problem.code), Some("expr-declaration"), "`{bad}`");
    }
    let twice = Names::new().with_name("a", Type::Text).and_then(|n| n.with_name("a", Type::Text));
    assert!(twice.is_err(), "a name is declared once");
    let field = Type::Record([("a-b".into(), Type::Text)].into());
    assert!(Names::new().with_name("r", field).is_err(), "fields are names too");
}

#[test]
fn a_path_ends_where_an_operator_begins() {
    check(&full(), &[("survey.score - 1 > 2", "true"), ("survey.score+1 > 86", "false")]);
}

#[test]
fn a_double_equals_sign_is_refused() {
    let found = problems("income == 3");
    assert_eq!((found[0].code, found[0].at.clone()), ("expr-character", 7..9));
    assert_eq!(found[0].hint.as_ref().map(|hint| hint.en.as_str()), Some("write ="));
}

#[test]
fn full_width_punctuation_is_refused_outside_texts() {
    let found = problems("sum（income，家庭人数） ＞ 3");
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|problem| problem.code == "expr-character"));
    assert_eq!(found[1].hint.as_ref().map(|hint| hint.zh.as_str()), Some("请用半角写 ,"));
    assert_eq!(answer("婚姻 = “已婚”", &full()), "expr-character");
    assert_eq!(answer("\"（，）\"", &full()), "\"（，）\"");
}

#[test]
fn an_error_is_a_fault_and_never_false() {
    let condition = parsed("家庭人数 > 3 and income = 0");
    let fault = condition.condition(&gaps(), clock()).err();
    assert!(
        matches!(&fault, Some(Fault::Empty { empty, .. }) if *empty[0] == *"家庭人数"),
        "{fault:?}"
    );
    let named = parsed("urgent").condition(&gaps(), clock());
    assert!(matches!(named, Err(Fault::NotBoolean { .. })), "an empty answer is no condition");
    check(
        &gaps(),
        &[
            ("if 家庭人数 > 3 then true else false", "expr-fault-empty"),
            ("if null = null then true else false", "expr-compared-with-null"),
        ],
    );
}

#[test]
fn numbers_come_from_json_by_their_text() {
    let number = crate::value_from_json(&serde_json::json!(0.1), &Type::Number);
    assert_eq!(
        number.ok().map(|value| value == Value::Number("0.1".parse().expect("0.1"))),
        Some(true)
    );
}

/// The library keeps a pushed context after an error in a filter; nothing it holds can be met.
#[test]
fn an_error_in_a_filter_leaves_nothing_behind() {
    let member =
        Type::Record([("sum".into(), Type::Number), ("income".into(), Type::Number)].into());
    let names = Names::new()
        .with_name("income", Type::Number)
        .and_then(|names| names.with_name("l", Type::List(member.into())))
        .expect("well formed");
    let item = record(&[("sum", Value::Null), ("income", Value::Number(7.into()))]);
    let values = BTreeMap::from([
        ("income".to_owned(), Value::Number(1.into())),
        ("l".to_owned(), Value::List(vec![item])),
    ]);
    let source = "count(l[sum > 1]) > 0 or sum([income, 1]) = 2";
    let expression = Expression::parse(source, &names).expect("passes the fence");
    assert_eq!(expression.condition(&values, clock()), Ok(true), "income is 1, sum is a function");
    let twice = expression.condition(&values, clock());
    assert_eq!(twice, Ok(true), "each evaluation has a fresh scope");
}

#[test]
fn an_instant_without_an_offset_is_in_china() {
    check(
        &full(),
        &[
            ("date and time(\"2026-02-27T09:30:00\") = @\"2026-02-27T01:30:00Z\"", "true"),
            ("date and time(\"2026-02-27T09:30:00\")", "\"2026-02-27T01:30:00Z\""),
            ("@\"2026-02-27T09:30:00@Asia/Tokyo\" = now()", "expr-text"),
            ("@\"2026-02-27T09:30:00[Asia/Tokyo]\" = now()", "expr-text"),
        ],
    );
}

/// More traps of the library, found while this was written.
#[test]
fn further_traps() {
    check(
        &full(),
        &[
            // `round half down` subtracts a tenth: it would give 2 for 2.55.
            ("round half down(2.55, 0)", "expr-unknown-function"),
            // `days` drops the sign.
            ("(申请日 - today()).days", "-3"),
            ("(申请日 - today()).hours", "expr-unknown-field"),
            // a day meets an instant at midnight UTC.
            ("受理时刻 - 申请日", "expr-type"),
            // an absent list counts as one item.
            ("count(家庭人数)", "expr-type"),
        ],
    );
}
