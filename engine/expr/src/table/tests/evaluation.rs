//! Evaluation: samples with their test sheets, hit policies, formulas, faults.

use rust_decimal::Decimal;

use crate::Value;

use super::{SAMPLES, sound};
use crate::table::{Table, TableFault};

fn number(text: &str) -> Value {
    Value::Number(Decimal::from_str_exact(text).expect("a number of the test"))
}

/// `name=value …`, numbers only, as inputs.
fn case(text: &str) -> Vec<(String, Value)> {
    let pair = |item: &str| {
        let (name, value) = item.split_once('=').expect("name=value");
        (name.to_owned(), number(value))
    };
    text.split_whitespace().map(pair).collect()
}

/// The rules and outputs of a case, or the fault, as one line.
fn told(table: &Table, text: &str) -> String {
    let case = case(text);
    let find =
        |name: &str| case.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    match table.evaluate(&find) {
        Err(fault) => fault.to_string(),
        Ok(matched) => {
            let rules: Vec<&str> = matched.rules.iter().map(|rule| &*rule.id).collect();
            let outputs: Vec<String> = matched.outputs.values().map(spelled).collect();
            format!("{}: {}", rules.join(","), outputs.join(" "))
        }
    }
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(spelled).collect::<Vec<_>>().join("|"))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn samples_are_sound_and_pass_their_own_tests() {
    for (name, source) in SAMPLES {
        let table = sound(source);
        assert_eq!(table.run_tests(), [], "{name}");
    }
}

#[test]
fn a_wrong_expectation_is_told() {
    let source = SAMPLES[0].1.replace("1000,否,否,B,200,B男双", "1000,否,否,C,200,B男双");
    let failures = sound(&source).run_tests();
    let told: Vec<&str> = failures.iter().map(|failure| &*failure.en).collect();
    assert_eq!(told, ["expected `类别` to be C, but it is B"]);
}

#[test]
fn a_wrong_outcome_is_told_in_the_words_of_the_sheet() {
    let source = "#表,t,示例\n#命中,收集\n编号,输入:数:整数,输出:结论,理由\n少,5以下,上报,少\n#测试\n\
                  数,=>结论,=>规则\n5,[],\n6,[上报],少\n";
    let failures = sound(source).run_tests();
    let told: Vec<&str> = failures.iter().map(|failure| &*failure.zh).collect();
    assert_eq!(
        told,
        ["“结论”应为 []，实为 上报", "“结论”应为 上报，实为 []", "“规则”应为 少，实为 []",]
    );
}

#[test]
fn hit_policies() {
    let sheet = |policy: &str, kind: &str, outputs: [&str; 3]| {
        let [one, two, three] = outputs;
        format!(
            "#table,t\n#hit,{policy}\nid,in:x:integer,out:y:{kind}\n\
             a,>=0,{one}\nb,>5,{two}\nc,>9,{three}\n#default,-,{three}\n"
        )
        .replace("#default", "否则")
    };
    let words = "text(high|low)";
    let rows = [
        ("F", words, ["low", "high", "high"], "x=10", "a: low"),
        ("P", words, ["low", "high", "high"], "x=10", "b: high"),
        ("P", words, ["low", "high", "high"], "x=3", "a: low"),
        ("A", words, ["low", "low", "low"], "x=10", "a,b,c: low"),
        ("C", words, ["low", "high", "low"], "x=10", "a,b,c: [low|high|low]"),
        ("R", words, ["low", "high", "low"], "x=6", "a,b: [low|high]"),
        ("O", words, ["low", "high", "low"], "x=10", "b,a,c: [high|low|low]"),
        ("C+", "decimal(2)", ["1.5", "x", "x * 2"], "x=10", "a,b,c: 31.50"),
        ("C<", "integer", ["7", "x", "x * 2"], "x=10", "a,b,c: 7"),
        ("C>", "integer", ["7", "x", "x * 2"], "x=10", "a,b,c: 20"),
        ("C#", "integer", ["7", "x", "x * 2"], "x=10", "a,b,c: 3"),
    ];
    for (policy, kind, outputs, given, wanted) in rows {
        // The default row needs an id of its own and the first cell is its mark.
        let source = sheet(policy, kind, outputs);
        assert_eq!(told(&sound(&source), given), wanted, "{policy}");
    }
}

#[test]
fn nothing_matches() {
    let sheet =
        |policy: &str| format!("#table,t\n#hit,{policy}\nin:x:integer,out:y:integer\n>0,1\n");
    for (policy, wanted) in
        [("C", ": []"), ("C+", ": 0"), ("C<", ": Null"), ("C>", ": Null"), ("C#", ": 0")]
    {
        assert_eq!(told(&sound(&sheet(policy)), "x=0"), wanted, "{policy}");
    }
    let (table, _) = Table::parse(&sheet("U"), "t.csv");
    let table = table.expect("a gap leaves the table there");
    assert!(!table.is_releasable());
    assert_eq!(told(&table, "x=0"), "expected a rule of table `t` to match, but none did");
}

#[test]
fn formulas() {
    let rows = [
        ("200", "x=1 y=1", "200.00"),
        ("1.5万元", "x=1 y=1", "15000.00"),
        ("x - y", "x=10.25 y=3", "7.25"),
        ("x－y＋1", "x=10.25 y=3", "8.25"),
        ("-x", "x=10.25 y=3", "-10.25"),
        ("x * 2 + y × 3", "x=1.25 y=2", "8.50"),
        ("(x + y) * 2", "x=1.25 y=2", "6.50"),
        ("round half up(x / y, 2)", "x=2 y=3", "0.67"),
        ("四舍五入(x ÷ y, 2)", "x=2 y=3", "0.67"),
        ("round half up(x / y, 0)", "x=5 y=2", "3.00"),
        ("round half up(x / y, 0)", "x=-5 y=2", "-3.00"),
        ("round half up(x / y, 0)", "x=2.49 y=1", "2.00"),
        ("round half up((x + 1) / (y - 1), 1)", "x=1 y=4", "0.70"),
        ("round half up(x * 0.155, 2)", "x=10 y=1", "1.55"),
        ("round half up(x * 0.155, 2)", "x=0.1 y=1", "0.02"),
        (
            "round half up(x / y, 2)",
            "x=1 y=0",
            "row 4, output `z`: expected a divisor, but it is zero",
        ),
        (
            "x",
            "x=1.005 y=0",
            "row 4, output `z`: expected no more decimals than declared, but the input has more",
        ),
        (
            "y * y * y * y * y",
            "x=1 y=100000",
            "row 4, output `z`: expected a result that fits, but it is too large",
        ),
        (
            "x",
            "y=1",
            "row 4, output `z`: expected a number to calculate with, but the input is empty",
        ),
        ("x", "x=0 y=1.5", "input `y`: expected a whole number, but it has decimals"),
        (
            "x",
            "x=99999999999999999999 y=1",
            "input `x`: expected a number that fits, but it is too large",
        ),
    ];
    for (formula, given, wanted) in rows {
        let source = "#table,t\nin:x:decimal(2),in:y:integer,out:z:decimal(2)\n-,-,\"1\"\n"
            .to_owned()
            .replace("\"1\"", &format!("\"{formula}\""));
        let source = source.replace("#table,t\n", "#table,t\n#note,row 4 is the rule\n");
        let found = told(&sound(&source), given);
        let found = found.strip_prefix("4: ").unwrap_or(&found);
        assert_eq!(found, wanted, "{formula}");
    }
}

#[test]
fn formulas_that_are_refused() {
    let rows = [
        ("x / y", "table-division"),
        ("round half up(x + x / y, 2)", "table-division"),
        ("x * 0.155", "table-precision"),
        ("1.005", "table-precision"),
        ("z", "table-output"),
        ("w", "table-output"),
        ("x +", "table-output"),
        ("round half up(x / y)", "table-output"),
        ("round half up(x / y, 9)", "table-output"),
        ("x * x * x * x * x * x * x", "table-precision"),
        ("12 apples", "table-output"),
        ("", "table-empty-cell"),
    ];
    for (formula, code) in rows {
        let source = format!(
            "#table,t\nin:x:decimal(2),in:y:integer,in:w:text,out:z:decimal(2)\n-,-,-,\"{formula}\"\n"
        );
        let codes: Vec<&str> =
            super::problems(&source).iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code], "{formula}");
    }
}

#[test]
fn inputs_that_a_column_cannot_read() {
    let table = sound(
        "#table,t\n#hit,C\nin:x:integer[0..150],in:s:text(a|b),in:d:date,out:y:integer\n-,-,-,1\n",
    );
    let bad = [
        ("x", Value::Text("7".into()), "input `x`: expected the column's type, but it is another"),
        ("x", number("151"), "input `x`: expected a declared value, but it is none"),
        ("s", Value::Text("c".into()), "input `s`: expected a declared value, but it is none"),
        ("d", number("1"), "input `d`: expected the column's type, but it is another"),
    ];
    for (name, value, wanted) in bad {
        let fault = table.evaluate(&|asked| (asked == name).then(|| value.clone()));
        let fault: TableFault = fault.expect_err("the input is wrong");
        assert_eq!(fault.to_string(), wanted);
        assert!(fault.zh().contains(name));
    }
}

#[test]
fn the_canonical_form_forgets_spelling_and_keeps_meaning() {
    let of = |cell: &str, law: &str| {
        sound(&format!(
            "#table,t\n#hit,C\nin:年龄:整数,in:s:text,out:y:integer,law\n{cell},1,{law}\n"
        ))
        .canonical()
    };
    assert_eq!(of("60以上,城镇", "a"), of(">=60,\"\"\"城镇\"\"\"", "a"));
    assert_ne!(of("60以上,城镇", "a"), of(">60,城镇", "a"));
    assert_ne!(of("60以上,城镇", "a"), of("60以上,城镇", "b"));
    assert_ne!(of("60以上,城镇", "a"), of("60以上,非(城镇)", "a"));
}
