//! What is refused, and that what passes stays small.

use std::{thread, time::Instant};

use super::{answer, check, clock, full, parsed, problems};
use crate::{Expression, Names, Type, Value};

#[test]
fn what_could_run_away_is_refused() {
    check(
        &full(),
        &[
            ("for x in amounts return x", "expr-not-allowed"),
            ("for in[", "expr-not-allowed"),
            ("function(x) x + 1", "expr-not-allowed"),
            ("function(x) external { java: { class: \"a\" } }", "expr-not-allowed"),
            ("{ a: 1 }", "expr-not-allowed"),
            ("{v0: [1], v1: [v0, v0]}", "expr-not-allowed"),
            ("[1..5]", "expr-not-allowed"),
            ("1e6144 > 1", "expr-number"),
            ("1 in [1e6144..3]", "expr-number"),
            ("9e6144*10", "expr-number"),
            ("2 ** 3", "expr-character"),
            ("count(for x in amounts return x)", "expr-not-allowed"),
            ("1 + for x in amounts return x", "expr-not-allowed"),
            ("matches(婚姻, 婚姻)", "expr-type"),
            ("matches(婚姻, \"(\")", "expr-text"),
            ("matches(婚姻, \"(\\\\p{L}{50}){50}\")", "expr-text"),
            ("matches(婚姻, \"a{50}{50}{50}{50}\")", "expr-text"),
            ("matches(婚姻, \"\\\\w{200}\")", "expr-text"),
            ("matches(婚姻)", "expr-arguments"),
            ("matches(income, \"a\")", "expr-type"),
            ("round half up(income, 家庭人数)", "expr-type"),
            ("round half up(income, 7)", "expr-type"),
            ("round half up(income, -1)", "expr-type"),
            ("income(3)", "expr-unknown-function"),
            ("(income)(3)", "expr-not-allowed"),
            ("time(\"10:00:00\")", "expr-unknown-function"),
            ("number(\"\\u0000\")", "expr-text"),
            ("replace(婚姻, \"a\", \"b\")", "expr-unknown-function"),
            ("sort(amounts, function(a, b) a < b)", "expr-not-allowed"),
            ("get value(survey, \"visited\")", "expr-unknown-function"),
            ("income instance of number", "expr-not-allowed"),
            ("some in\"(\" insert before(", "expr-syntax"),
            ("some x in amounts, y in amounts satisfies x > y", "expr-not-allowed"),
            ("some x in [1, 2] satisfies x > 1", "expr-not-allowed"),
            ("[1, 2][item > 1]", "expr-not-allowed"),
            ("成员[count(成员[年龄 > 1]) > 1]", "expr-not-allowed"),
            ("some m in 成员 satisfies count(成员[年龄 > m.年龄]) > 1", "expr-not-allowed"),
            ("成员[年龄 > 1][收入 > 1]", "expr-not-allowed"),
            ("income[1]", "expr-type"),
            ("date(婚姻)", "expr-type"),
            ("date and time(申请日, 受理时刻)", "expr-arguments"),
            ("sum(n: 3)", "expr-not-allowed"),
            ("null", "null"),
        ],
    );
}

#[test]
fn sizes_are_limited() {
    let long = format!("income > {}", "1".repeat(1_000));
    assert_eq!(answer(&long, &full()), "expr-too-large", "1,009 characters");
    assert_eq!(answer(&format!("income > {}", "1".repeat(29)), &full()), "expr-number");
    let sum = |terms: usize| vec!["1"; terms].join("+");
    assert_eq!(answer(&sum(64), &full()), "64");
    assert_eq!(answer(&sum(65), &full()), "expr-too-large", "one level too deep");
    let brackets = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(answer(&brackets(63), &full()), "1");
    assert_eq!(answer(&brackets(64), &full()), "expr-too-large");
    assert_eq!(answer(&format!("{}1", "-".repeat(64)), &full()), "expr-too-large");
    let list = |items: usize| format!("count([{}])", vec!["1"; items].join(","));
    assert_eq!(answer(&list(254), &full()), "254");
    assert_eq!(answer(&list(255), &full()), "expr-too-large", "257 parts");
    let conditions =
        ["if ".repeat(20), "urgent".to_owned(), " then urgent else urgent".repeat(20)].concat();
    assert_eq!(answer(&conditions, &full()), "expr-too-large", "each `if` doubles its condition");
    assert_eq!(answer("if if urgent then urgent else urgent then 1 else 2", &full()), "1");
}

#[test]
fn a_list_from_outside_has_at_most_200_items() {
    let mut values = full();
    let list = |items: usize| Value::List(vec![Value::Number(1.into()); items]);
    values.insert("amounts".to_owned(), list(200));
    assert_eq!(answer("count(amounts[item = 1])", &values), "200");
    values.insert("amounts".to_owned(), list(201));
    assert_eq!(answer("count(amounts)", &values), "expr-fault-wrong-value");
}

#[test]
fn a_value_of_another_type_is_a_fault_that_names_it() {
    let mut values = full();
    values.insert("income".to_owned(), Value::Text("1234".into()));
    values.insert("survey".to_owned(), Value::Boolean(true));
    assert_eq!(answer("income > 3", &values), "expr-fault-wrong-value");
    assert_eq!(answer("survey.visited", &values), "expr-fault-wrong-value");
    let fault = parsed("income > 3").evaluate(&values, clock()).expect_err("a fault");
    assert!(fault.to_string().contains("`income`") && !fault.to_string().contains("1234"));
    assert!(fault.zh().contains("income"));
}

/// The deepest and largest sources, on a stack a quarter of a tokio thread's.
#[test]
fn half_a_mebibyte_of_stack_is_enough() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}urgent{}", open.repeat(depth), close.repeat(depth))
    };
    let sources = [
        nested("(", ")", 63),
        nested("not(", ")", 60),
        vec!["1"; 64].join("-"),
        vec!["urgent"; 64].join(" and "),
        "if urgent then 1 else ".repeat(40) + "2",
        ["income in (".repeat(9), "1".to_owned(), ")".repeat(9)].concat(),
        "-".repeat(62) + "1",
    ];
    let run = move || {
        for source in sources {
            match Expression::parse(&source, &crate::feel::fuzz::sample_names()) {
                Ok(expression) => drop(expression.evaluate(&full(), clock())),
                Err(problems) => assert!(!problems.is_empty(), "{source}"),
            }
        }
    };
    let thread = thread::Builder::new().stack_size(512 * 1_024).spawn(run);
    assert!(thread.expect("a thread").join().is_ok(), "no overflow, no panic");
}

/// The library's reader takes 0.35 s for 200 terms; ours is linear, so this is far from any limit.
#[test]
#[expect(clippy::disallowed_methods, reason = "a bound on time is what is tested")]
fn a_full_source_is_read_at_once() {
    let start = Instant::now();
    for _ in 0..20 {
        assert!(!problems(&format!("a{}", "+a".repeat(499))).is_empty());
        assert!(!problems(&"a ".repeat(500)).is_empty());
        assert!(!problems(&"income in (".repeat(90)).is_empty());
        assert!(!problems(&"[".repeat(1_000)).is_empty());
    }
    assert!(start.elapsed().as_secs() < 5, "80 hostile sources took {:?}", start.elapsed());
}

#[test]
fn a_panic_of_the_library_is_a_quiet_fault() {
    let panicked = crate::feel::quiet::run(|| -> u8 { panic!("nobody sees this") });
    assert_eq!(panicked, None);
    assert_eq!(crate::feel::quiet::run(|| 3), Some(3), "the next call is not affected");
}

#[test]
fn expressions_are_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(value: T) -> T {
        value
    }
    let expression = shared(parsed("income > 1000"));
    let values = full();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(expression.condition(&values, clock()), Ok(true)));
        }
    });
}

#[test]
fn a_wide_declaration_costs_nothing_to_read() {
    let mut names = Names::new();
    for index in 0..1_000 {
        names.declare(&format!("n{index}"), Type::Number).expect("within the limit");
    }
    assert!(names.declare("more", Type::Number).is_err(), "1,000 names are the limit");
    let expression = Expression::parse("n1 + n999 > 3", &names).expect("passes");
    assert_eq!(expression.names().collect::<Vec<_>>(), ["n1", "n999"]);
}
