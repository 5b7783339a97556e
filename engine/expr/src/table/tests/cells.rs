//! Condition cells: what each spelling accepts, shown by values on both sides of every bound.

use rust_decimal::Decimal;

use crate::Value;

use super::{problems, sound};

/// Quotes a cell for CSV.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

fn sheet(kind: &str, cell: &str) -> String {
    format!("#table,t\n#hit,C\nin:x:{kind},out:y:integer\n{},1\n", quoted(cell))
}

/// Whether the only rule, with `cell` under `kind`, matches each value.
#[track_caller]
fn check(kind: &str, cell: &str, yes: &[Value], no: &[Value]) {
    let table = sound(&sheet(kind, cell));
    for (values, wanted) in [(yes, true), (no, false)] {
        for value in values {
            let matched = table.evaluate(&|_| Some(value.clone())).expect("the value is readable");
            assert_eq!(!matched.rules.is_empty(), wanted, "{cell} on {value:?}");
        }
    }
}

fn number(text: &str) -> Value {
    Value::Number(Decimal::from_str_exact(text).expect("a number of the test"))
}

fn numbers(list: &str) -> Vec<Value> {
    list.split_whitespace()
        .map(|item| if item == "null" { Value::Null } else { number(item) })
        .collect()
}

fn words(list: &str) -> Vec<Value> {
    let value = |item: &str| match item {
        "null" => Value::Null,
        word => Value::Text(word.into()),
    };
    list.split_whitespace().map(value).collect()
}

#[test]
fn integer_conditions() {
    let rows = [
        ("-", "-5 0 null", ""),
        ("不限", "0 null", ""),
        ("null", "null", "0"),
        ("空", "null", "0"),
        ("70", "70", "69 71 null"),
        (">=70", "70 71", "69 null"),
        ("＞＝70", "70", "69"),
        ("≥ 70", "70", "69"),
        ("<70", "69", "70 null"),
        ("!=70", "69 71", "70 null"),
        ("60以上", "60 61", "59 null"),
        ("60岁以上", "60", "59"),
        ("60以下", "60", "61"),
        ("60以内", "60", "61"),
        ("60以外", "61", "60"),
        ("不满60", "59", "60"),
        ("不足60", "59", "60"),
        ("超过60", "61", "60"),
        ("不超过60", "60", "61"),
        ("不低于60", "60", "59"),
        ("年满60周岁", "60", "59"),
        ("60及以上", "60", "59"),
        ("60以上(不含)", "61", "60"),
        ("60以下（不含本数）", "59", "60"),
        ("60以上80以下", "60 80", "59 81"),
        ("60岁以上80岁以下", "60 80", "59 81"),
        ("60以上不满80", "60 79", "59 80"),
        ("超过60不满80", "61 79", "60 80"),
        ("超过60但不满80", "61", "60 80"),
        ("3人以上、10人以下", "3 10", "2 11"),
        ("3人以上，不满10人", "3 9", "2 10"),
        (">=60 and <80", "60 79", "59 80"),
        (">=60 且 <80", "60 79", "59 80"),
        ("80以上、60以下", "60 80", "61 79"),
        ("[3..10)", "3 9", "2 10"),
        ("(3..10]", "4 10", "3 11"),
        ("1, 3|5、7", "1 3 5 7", "2 4 6 null"),
        ("not(3)", "2 4", "3 null"),
        ("非(3|[5..6])", "2 4 7", "3 5 6 null"),
        ("not(null)", "0", "null"),
        ("null, >5", "6 null", "5"),
        ("1万以上", "10000", "9999"),
        ("2.5万", "25000", "24999"),
    ];
    for (cell, yes, no) in rows {
        check("integer", cell, &numbers(yes), &numbers(no));
    }
}

#[test]
fn decimal_conditions_are_exact_beyond_the_declared_scale() {
    let rows = [
        ("<=1000", "1000 999.999999", "1000.000000000001 1000.01 null"),
        (">1000", "1000.0000000000000000000001", "1000"),
        ("<1000", "999.9999999999999", "1000"),
        (">=1000", "1000", "999.9999999999999999"),
        ("1000", "1000 1000.00", "1000.0000001 999.9999999"),
        ("not(1000)", "1000.0000001", "1000 null"),
        ("[-3.5..0)", "-3.5 -0.0000000001", "-3.5000001 0"),
        ("1.5万以下", "15000", "15000.001"),
    ];
    for (cell, yes, no) in rows {
        check("decimal(2)", cell, &numbers(yes), &numbers(no));
    }
}

#[test]
fn words_booleans_and_dates() {
    check("text", "urban|\"r,u\"", &words("urban r,u"), &words("rural null"));
    check("text", "城镇、农村", &words("城镇 农村"), &words("城市 null"));
    check("text", "非(城镇)", &words("农村 other"), &words("城镇 null"));
    check("text", "\"-\"", &words("-"), &words("x"));
    check("text(男|女)", "男", &words("男"), &words("女 null"));
    let (yes, no) = ([Value::Boolean(true)], [Value::Boolean(false), Value::Null]);
    check("boolean", "是", &yes, &no);
    check("布尔", "not(false)", &yes, &no);
    let day = |day| Value::Date(jiff::civil::date(2024, 1, day));
    check("date", "2024年1月15日以上", &[day(15)], &[day(14), Value::Null]);
    check("日期", "[2024-01-01..2024/1/15)", &[day(1), day(14)], &[day(15)]);
}

#[test]
fn what_the_sheet_says_of_bounds_holds_where_the_cell_does_not() {
    let sheet = "#table,t\n#hit,C\n#以下,不含\nin:x:integer,out:y:integer\n60以下,1\n\
                 70以上80以下(含),1\n";
    let table = sound(sheet);
    for (value, rules) in [("59", 1), ("60", 0), ("70", 1), ("80", 1)] {
        let matched = table.evaluate(&|_| Some(number(value))).expect("an answer");
        assert_eq!(matched.rules.len(), rules, "{value}");
    }
}

#[test]
fn cells_that_are_refused() {
    let rows = [
        ("integer", "", "table-empty-cell"),
        ("integer", "abc", "table-cell"),
        ("integer", "60 80", "table-cell"),
        ("integer", "60-80", "table-ambiguous-cell"),
        ("integer", "60至80", "table-ambiguous-cell"),
        ("integer", "12,500", "table-ambiguous-cell"),
        ("integer", "1,000以下", "table-ambiguous-cell"),
        ("integer", ">=60,<80", "table-always-true"),
        ("integer", "[5..3]", "table-empty-interval"),
        ("integer", "(3..4)", "table-empty-interval"),
        ("integer", "80以上60以下", "table-empty-interval"),
        ("integer", "1.5", "table-precision"),
        ("integer", "99999999999999999999", "table-cell"),
        ("decimal(2)", "9000000000000000000", "table-cell"),
        ("decimal(2)", "1.505", "table-precision"),
        ("integer[0..150]", ">150", "table-empty-interval"),
        ("text(男|女)", "他", "table-unknown-word"),
        ("text", "a<b", "table-cell"),
        ("text", "\"a", "table-cell"),
        ("boolean", "maybe", "table-cell"),
        ("date", "2024-02-30", "table-cell"),
        ("integer", "not(not(not(not(not(1)))))", "table-cell"),
        ("integer", "not(1", "table-cell"),
        ("integer", "[1..2", "table-cell"),
    ];
    for (kind, cell, code) in rows {
        let found = problems(&sheet(kind, cell));
        let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{kind} {cell}: {found:?}");
        assert_eq!((found[0].row, found[0].column), (4, 1), "{cell}");
    }
}
