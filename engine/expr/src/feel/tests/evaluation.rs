//! Answers.

use super::{check, full, gaps};

#[test]
fn numbers() {
    check(
        &full(),
        &[
            ("1 + 2 * 3", "7"),
            ("(1 + 2) * 3", "9"),
            ("10 - 4 - 3", "3"),
            ("12 / 4 / 3", "1"),
            ("-2 + 5", "3"),
            ("- (2 + 5)", "-7"),
            ("2 - -3", "5"),
            (".5 + 0.25", "0.75"),
            ("0.1 + 0.2", "0.3"),
            ("income / 家庭人数", "411.5"),
            ("1 / 3", "\"0.3333333333333333333333333333\""),
            ("2 / 3", "\"0.6666666666666666666666666667\""),
            ("9999999999999999999999999999 + 1", "expr-fault-out-of-range"),
            ("9999999999999999999999999999", "\"9999999999999999999999999999\""),
            ("income / 0", "expr-fault-division-by-zero"),
            ("modulo(income, 0)", "expr-fault-division-by-zero"),
            ("round half up(income / 7, 2)", "176.36"),
            ("round half up(2.5, 0)", "3"),
            ("round half up(-2.5, 0)", "-3"),
            ("round up(1.001, 2)", "1.01"),
            ("round down(-1.009, 2)", "-1"),
            ("decimal(2.5, 0)", "2"),
            ("floor(-1.5)", "-2"),
            ("ceiling(-1.5)", "-1"),
            ("ceiling(1.21, 1)", "1.3"),
            ("abs(-3)", "3"),
            ("modulo(-12, 5)", "3"),
            ("even(4) and odd(5)", "true"),
            ("min(3, 1, 2) + max([3, 1, 2])", "4"),
            ("sum(amounts)", "6.5"),
            ("mean([1, 2])", "1.5"),
            ("count(amounts)", "3"),
        ],
    );
}

#[test]
fn comparisons_and_logic() {
    check(
        &full(),
        &[
            ("income > 1000", "true"),
            ("income >= 1234.5", "true"),
            ("income = 1234.5", "true"),
            ("1234.5 = income", "true"),
            ("income != 1234.5", "false"),
            ("income < 5 or urgent", "true"),
            ("income < 5 and urgent", "false"),
            ("not(urgent)", "false"),
            ("income between 1000 and 2000 and urgent", "true"),
            ("income between 1 and 2", "false"),
            ("婚姻 = \"已婚\"", "true"),
            ("婚姻 in (\"已婚\", \"离异\")", "true"),
            ("婚姻 in [\"未婚\", \"离异\"]", "false"),
            ("\"低保\" in tags", "true"),
            ("3.5 in amounts", "true"),
            ("家庭人数 in [1..3]", "true"),
            ("家庭人数 in [1..3)", "false"),
            ("家庭人数 in (3..5]", "false"),
            ("家庭人数 in ]2..3]", "true"),
            ("家庭人数 in ((1..2], [3..4])", "true"),
            ("家庭人数 in (> 5, < 2, 3)", "true"),
            ("家庭人数 in (!= 3)", "false"),
            ("家庭人数 in > 2", "true"),
            ("家庭人数 in ((1 + 2) * 1, 7)", "true"),
            ("家庭人数 in []", "false"),
            ("income > 5 = true", "expr-syntax"),
            ("true = 家庭人数 in [1..3]", "true"),
            ("if income > 1000 then \"高\" else \"低\"", "\"高\""),
            ("if urgent then 1 else 2 + 10", "1"),
            ("1 + if urgent then 1 else 2 + 10", "2"),
            ("survey.visited and survey.score >= 60", "true"),
            ("survey", "{\"visited\":true,\"日期\":\"2026-03-01\",\"score\":85}"),
        ],
    );
}

#[test]
fn texts() {
    check(
        &full(),
        &[
            ("\"共\" + string(家庭人数) + \"人\"", "\"共3人\""),
            ("string length(婚姻)", "2"),
            ("substring(\"元江县\", 1, 2)", "\"元江\""),
            ("substring(\"元江县\", -1)", "\"县\""),
            ("substring before(\"甲-乙\", \"-\") + substring after(\"甲-乙\", \"-\")", "\"甲乙\""),
            (
                "starts with(婚姻, \"已\") and ends with(婚姻, \"婚\") and contains(婚姻, \"婚\")",
                "true",
            ),
            ("upper case(\"ab\") + lower case(\"CD\")", "\"ABcd\""),
            ("\"\\u5143\\u6C5F \\\"x\\\" \\\\\"", "\"元江 \\\"x\\\" \\\\\""),
            ("\"\\uD83D\\uDE40\"", "\"🙀\""),
            ("\"\\U01F640\"", "\"🙀\""),
            ("matches(\"530428199001010011\", \"^\\\\d{17}[\\\\dX]$\")", "true"),
            ("matches(\"13988\", \"^1[3-9]\\\\d{9}$\")", "false"),
            ("\"全角，标点\"", "\"全角，标点\""),
            ("string(true) + string(申请日)", "\"true2026-02-27\""),
        ],
    );
}

#[test]
fn days_and_instants() {
    check(
        &full(),
        &[
            ("today()", "\"2026-03-02\""),
            ("now()", "\"2026-03-02T02:30:00Z\""),
            ("申请日 < today()", "true"),
            ("申请日 = date(\"2026-02-27\")", "true"),
            ("申请日 = @\"2026-02-27\"", "true"),
            ("申请日 in [@\"2026-01-01\"..@\"2026-12-31\"]", "true"),
            ("申请日.year * 100 + 申请日.month", "202602"),
            ("申请日.weekday", "5"),
            ("(today() - 申请日).days", "3"),
            ("(申请日 - today()).days", "-3"),
            ("申请日 + duration(\"P7D\")", "\"2026-03-06\""),
            ("@\"2026-01-31\" + duration(\"P1M\")", "\"2026-02-28\""),
            ("years and months duration(@\"1966-03-03\", today()).years", "59"),
            ("years and months duration(@\"1966-03-02\", today()).years >= 60", "true"),
            ("date(2026, 3, 2) = today()", "true"),
            ("date(2026, 2, 30)", "expr-fault-no-result"),
            ("date(受理时刻)", "\"2026-02-27\""),
            ("受理时刻.hour", "9"),
            ("accepted_at > 受理时刻", "true"),
            ("accepted_at = 受理时刻", "false"),
            ("accepted_at != 受理时刻", "true"),
            ("受理时刻 = date and time(\"2026-02-27T01:30:00Z\")", "true"),
            ("受理时刻 = date and time(\"2026-02-27T09:30:00\")", "true"),
            ("@\"2026-02-28T00:30:00+08:00\" > @\"2026-02-27T17:00:00Z\"", "false"),
            ("date(date and time(\"2026-02-27T17:00:00Z\"))", "\"2026-02-28\""),
            ("受理时刻 + duration(\"PT24H\") < now()", "true"),
            ("受理时刻 + duration(\"PT24H\")", "\"2026-02-28T01:30:00Z\""),
            ("(now() - 受理时刻) / duration(\"PT1H\")", "73"),
            ("(now() - 受理时刻) > duration(\"PT72H\")", "true"),
        ],
    );
}

#[test]
fn lists() {
    check(
        &full(),
        &[
            ("count(成员)", "3"),
            ("sum(成员.收入)", "3300.25"),
            ("sum(成员.收入) / count(成员) < 1200", "true"),
            ("count(成员[年龄 >= 60])", "1"),
            ("成员[年龄 >= 60].姓名", "[\"张三\"]"),
            ("成员[残疾].收入", "[2500.25]"),
            ("成员[item.年龄 < 18].姓名", "[\"张小\"]"),
            ("成员[1].姓名", "\"张三\""),
            ("成员[-1].姓名", "\"张小\""),
            ("成员[9].姓名", "expr-fault-no-result"),
            ("amounts[item > 1]", "[2,3.5]"),
            ("amounts[item > 家庭人数]", "[3.5]"),
            ("成员[收入 > income].姓名", "[\"李四\"]"),
            ("some m in 成员 satisfies m.残疾", "true"),
            ("every m in 成员 satisfies m.年龄 >= 8", "true"),
            ("some 人 in 成员 satisfies 人.收入 > income and urgent", "true"),
            ("list contains(tags, \"残疾\")", "true"),
            ("count(distinct values(tags))", "2"),
            ("all(flags)", "false"),
            ("any(flags)", "true"),
            ("[1, 2, 3]", "[1,2,3]"),
            ("sum([1, 2, income])", "1237.5"),
            ("sum(成员[年龄 > 100].收入)", "expr-fault-no-result"),
            ("amounts", "[1,2,3.5]"),
            ("sum(成员[年龄 > 18].收入) + sum(成员[年龄 < 18].收入)", "3300.25"),
        ],
    );
}

/// An empty value is equal to null and to nothing else; any other use is a fault.
#[test]
fn empty_values_are_loud() {
    check(
        &gaps(),
        &[
            ("家庭人数 = null", "true"),
            ("家庭人数 != null", "false"),
            ("null = 婚姻", "true"),
            ("survey.score = null", "true"),
            ("婚姻", "null"),
            ("if urgent = null then 家庭人数 else 1", "null"),
            ("家庭人数 > 3", "expr-fault-empty"),
            ("3 < 家庭人数", "expr-fault-empty"),
            ("家庭人数 = 3", "expr-fault-empty"),
            ("3 = 家庭人数", "expr-fault-empty"),
            ("3 != 家庭人数", "expr-fault-empty"),
            ("income = 家庭人数", "expr-fault-empty"),
            ("家庭人数 = income", "expr-fault-empty"),
            ("家庭人数 != income", "expr-fault-empty"),
            ("受理时刻 = accepted_at", "expr-fault-empty"),
            ("家庭人数 + 1", "expr-fault-empty"),
            ("1 + 家庭人数", "expr-fault-empty"),
            ("income between 家庭人数 and 5", "expr-fault-empty"),
            ("家庭人数 in [1..3]", "expr-fault-empty"),
            ("家庭人数 in (1, 2)", "expr-fault-empty"),
            ("家庭人数 in amounts", "expr-fault-empty"),
            ("list contains(amounts, 家庭人数)", "expr-fault-empty"),
            ("urgent and income = 0", "expr-fault-empty"),
            ("urgent and income > 0", "false"),
            ("urgent or income = 0", "true"),
            ("not(urgent)", "expr-fault-empty"),
            ("if urgent then 1 else 2", "expr-fault-empty"),
            ("count(tags)", "expr-fault-empty"),
            ("sum(tags[item = \"x\"].x)", "expr-unknown-field"),
            ("count(tags[item = \"x\"])", "expr-fault-empty"),
            ("some t in tags satisfies t != null", "expr-fault-empty"),
            ("every t in tags satisfies t != null", "expr-fault-empty"),
            ("count(成员[年龄 >= 60])", "expr-fault-empty"),
            ("count(成员[年龄 >= 60]) > 5 or income > 5", "expr-fault-empty"),
            ("count(成员[年龄 != null and 年龄 >= 60])", "0"),
            ("some m in 成员 satisfies m.年龄 > 3", "expr-fault-empty"),
            ("sum(成员.年龄)", "expr-fault-empty"),
            ("成员.年龄", "[null]"),
            ("家庭人数 != null and 家庭人数 > 3", "false"),
            ("string length(婚姻) > 1", "expr-fault-empty"),
            ("sum(amounts)", "expr-fault-no-result"),
            ("if count(amounts) = 0 then 0 else sum(amounts)", "0"),
            ("(申请日 - today()).days < 3", "expr-fault-empty"),
        ],
    );
}
