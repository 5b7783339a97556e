//! Tables that cannot answer what they are asked: where the problem is, and what to write instead.

use tongban_core::call::Question::{self, Amount, Checklist, Parameter, Rule, Validator};
use tongban_expr::table::{CODES, Table};

use crate::table_component::{CompileError, compile, misfits};

/// The sheet below `#table`, the question, where it does not fit, and some words of each language.
type Row = (&'static str, Question, &'static [(u32, u32)], (&'static str, &'static str));

const ROWS: &[Row] = &[
    ("F\nin:x:integer,out:y:integer\n-,1\n", Rule, &[(3, 2)], ("“输出:结论”", "`outcome`")),
    (
        "F\nin:x:integer,out:outcome,out:y:date\n3以上,通过,null\n>1,null,null\n否则,null,null\n",
        Rule,
        &[(5, 2), (6, 2)],
        ("每一行都要写结论", "an outcome in every row, but row 5 has none"),
    ),
    (
        "C\nin:x:integer,out:outcome,out:y:date\n-,通过,null\n",
        Rule,
        &[(3, 3)],
        ("只能有“结论”", "no output but `outcome`"),
    ),
    (
        "C\nin:x:integer,out:y:date,out:outcome\n-,null,通过\n",
        Rule,
        &[(3, 2)],
        ("只能有“结论”", "no output but `outcome`"),
    ),
    (
        "F\nin:x:integer,out:y:date,out:z:date\n-,null,null\n",
        Parameter,
        &[(3, 3)],
        ("一个输出列；现有输出列：y、z", "one output, but the outputs are y, z"),
    ),
    (
        "C\nin:x:integer,out:y:date,out:z:date\n-,null,null\n",
        Parameter,
        &[(2, 2), (3, 3)],
        ("只取一个值；现有命中方式：C", "gives one value, but it is C"),
    ),
    (
        "F\nin:x:integer,out:y:date\n-,null\n",
        Amount,
        &[(3, 2)],
        ("要是数字", "an output of numbers"),
    ),
    (
        "F\nin:x:integer,out:y:integer\n-,null\n",
        Amount,
        &[(4, 2)],
        ("每一行都要有数", "a number in every row"),
    ),
    (
        "C<\nin:x:integer,out:y:integer\n-,5\n",
        Amount,
        &[(2, 2)],
        ("总要得出一个数", "gives one value, but it is C<"),
    ),
    (
        "F\nin:x:integer,out:y:integer,out:z:integer\n-,5,6\n",
        Amount,
        &[(3, 3)],
        ("一个输出列", "one output"),
    ),
    (
        "F\nin:x:integer,out:y:integer\n-,5\n",
        Checklist,
        &[(2, 2), (3, 2)],
        ("命中的每一行都要算数", "hit policy C for a list of materials"),
    ),
    (
        "C\nin:x:integer,out:材料:文本,out:份数:整数,out:原件:文本,out:y:date\n\
         >9,null,100,a,null\n-,户口簿,x,a,null\n",
        Checklist,
        &[(3, 4), (3, 5), (4, 2), (4, 3), (5, 3)],
        ("“原件”要是布尔", "true or false as `原件`"),
    ),
    (
        "C\nin:x:integer,out:y:integer\n-,5\n",
        Validator,
        &[(3, 2)],
        ("要有“字段”一列", "`field` for a list of problems"),
    ),
    (
        "C\nin:x:integer,out:字段:整数,out:仅提示:整数\n>1,5,5\n-,5,5\n",
        Validator,
        &[(3, 2), (3, 3), (4, 2), (5, 2)],
        ("“字段”要是文本", "texts as `字段`"),
    ),
];

#[test]
fn what_does_not_fit_is_told_at_its_cell_with_a_hint_in_both_languages() {
    for (rest, question, places, (zh, en)) in ROWS {
        let (table, problems) = Table::parse(&format!("#table,t\n#hit,{rest}"), "t.csv");
        let table = table.unwrap_or_else(|| panic!("expected a table, but {problems:?}"));
        let found = misfits(&table, *question);
        let at: Vec<_> = found.iter().map(|problem| (problem.row, problem.column)).collect();
        assert_eq!(at, *places, "{rest}");
        assert!(found[0].zh.contains(zh) && found[0].en.contains(en), "{:?}", found[0]);
        for problem in &found {
            assert!(CODES.iter().any(|info| info.code == problem.code));
            let hint = problem.hint.as_ref().expect("a hint");
            assert!(!hint.zh.is_ascii() && hint.en.is_ascii(), "{hint:?}");
        }
        let refused = compile(&table, *question).expect_err(rest);
        if let CompileError::Misfit(again) = &refused {
            assert_eq!(*again, found);
        } else {
            assert!(!table.is_releasable(), "{refused}");
        }
    }
}

#[test]
fn a_table_without_a_line_for_its_hit_policy_is_told_at_its_titles() {
    let sheet = "#table,t\nin:x:integer,out:y:integer,out:z:integer\n-,5,6\n";
    let (table, _) = Table::parse(sheet, "t.csv");
    let found = misfits(&table.expect("it is sound"), Amount);
    assert_eq!((found[0].row, found[0].column), (2, 3));
}
