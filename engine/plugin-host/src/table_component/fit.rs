//! Whether a table's outputs and hit policy can answer a question; what does not fit is told at the
//! cell of the sheet.
//!
//! Not here: whether the table is sound (`tongban_expr::table`).

mod lists;

use tongban_core::call::Question;
use tongban_expr::table::{
    Aggregate, Bilingual, Misplaced, Output, Policy, Rule, Table, TableProblem,
};

/// What keeps a table from answering `question`, in the order of the sheet; nothing if it can.
///
/// `rule` needs the output `outcome`; `parameter` needs one output; `amount` needs one number;
/// `checklist` and `validator` collect what each row adds. The hit policies C, R and O give several
/// outputs and so fit only these, and `rule` with `outcome` alone.
pub fn misfits(table: &Table, question: Question) -> Vec<TableProblem> {
    let fit = Fit { table, outputs: table.outputs().iter().map(|column| &*column.name).collect() };
    let mut found = match question {
        Question::Rule => fit.rule(),
        Question::Parameter => fit.parameter(),
        Question::Amount => fit.amount(),
        Question::Checklist => fit.list(&lists::MATERIALS),
        Question::Validator => fit.list(&lists::PROBLEMS),
    };
    found.sort_by_key(|problem| (problem.row, problem.column));
    found
}

struct Fit<'a> {
    table: &'a Table,
    /// Names of the outputs.
    outputs: Vec<&'a str>,
}

/// Chinese and English.
type Words<'a> = (&'a str, &'a str);

impl Fit<'_> {
    fn rule(&self) -> Vec<TableProblem> {
        let Some(outcome) = self.outputs.iter().position(|name| *name == "outcome") else {
            let text = ("规则判定的表要有“输出:结论”一列", "an output `outcome`");
            let hint = (
                "加一列，标题写 输出:结论，每行写 通过、补正、上报 或 不予",
                "add a column out:outcome with approve, ask-for-materials, refer or reject",
            );
            return vec![self.columns(Misplaced::Titles, text, hint)];
        };
        let text = ("每一行都要写结论", "an outcome in every row");
        let hint =
            ("写 通过、补正、上报 或 不予", "write approve, ask-for-materials, refer or reject");
        let mut found = self.empty(outcome, text, hint);
        if self.collects() && self.outputs.len() > 1 {
            let extra = Misplaced::Title(usize::from(outcome == 0));
            let text = (
                "几条规则都算数时，只能有“结论”一个输出列",
                "no output but `outcome` where several rules answer",
            );
            let hint = (
                "删去别的输出列，或把 #命中 改为 首个",
                "remove the other outputs, or write #hit,F",
            );
            found.push(self.columns(extra, text, hint));
        }
        found
    }

    fn parameter(&self) -> Vec<TableProblem> {
        let text = ("参数取值的表只能有一个输出列", "one output");
        let mut found = self.one_output(text);
        if self.collects() {
            found.push(self.several_values("参数取值的表只取一个值", "首个", "F"));
        }
        found
    }

    fn amount(&self) -> Vec<TableProblem> {
        let text = ("金额计算的表只能有一个输出列", "one output, a number in every row");
        let mut found = self.one_output(text);
        if !found.is_empty() {
            return found;
        }
        if self.table.outputs()[0].kind.is_number() {
            let text = ("每一行都要有数", "a number in every row");
            found.extend(self.empty(0, text, ("没有金额时写 0", "write 0 where there is none")));
        } else {
            let text = ("金额计算的表，输出列要是数字", "an output of numbers");
            let hint = ("标题写成 输出:金额:小数(2)", "title it out:amount:decimal(2)");
            found.push(self.columns(Misplaced::Title(0), text, hint));
        }
        let smallest =
            matches!(self.table.policy(), Policy::Aggregate(Aggregate::Min | Aggregate::Max));
        if self.collects() || smallest {
            let zh = "金额计算的表总要得出一个数";
            found.push(self.several_values(zh, "首个 或 合计", "F or #hit,C+"));
        }
        found
    }

    /// Under C, R and O all rules that match answer.
    fn collects(&self) -> bool {
        matches!(self.table.policy(), Policy::Collect | Policy::OutputOrder)
    }

    fn one_output(&self, text: Words<'_>) -> Vec<TableProblem> {
        let hint = ("只留一个输出列，其余改作 备注", "keep one output; title the others note");
        let extra = (self.outputs.len() > 1).then_some(Misplaced::Title(1));
        extra.map(|extra| self.columns(extra, text, hint)).into_iter().collect()
    }

    /// A problem of the columns, which says which there are.
    fn columns(&self, place: Misplaced, text: Words<'_>, hint: Words<'_>) -> TableProblem {
        let (zh, en) = (self.outputs.join("、"), self.outputs.join(", "));
        let text = Bilingual::new(
            format!("{}；现有输出列：{zh}", text.0),
            format!("expected {}, but the outputs are {en}", text.1),
        );
        self.table.misfit(place, text, Bilingual::new(hint.0, hint.1))
    }

    /// Each row without a value in this output.
    fn empty(&self, output: usize, text: Words<'_>, hint: Words<'_>) -> Vec<TableProblem> {
        let is_empty = |rule: &Rule| rule.outputs[output] == Output::Null;
        self.rows((output, is_empty), (text, "has none"), hint)
    }

    /// A problem for each row that is wrong, at its cell of an output; `instead` is what the row
    /// does, in English.
    fn rows(
        &self,
        (output, is_wrong): (usize, impl Fn(&Rule) -> bool),
        (text, instead): (Words<'_>, &str),
        hint: Words<'_>,
    ) -> Vec<TableProblem> {
        let rules = self.table.rules().chain(self.table.default_rule());
        let told = rules.filter(|rule| is_wrong(rule)).map(|rule| {
            let place = Misplaced::Cell { row: rule.row, output };
            let en = format!("expected {}, but row {} {instead}", text.1, rule.row);
            self.table.misfit(place, Bilingual::new(text.0, en), Bilingual::new(hint.0, hint.1))
        });
        told.collect()
    }

    fn several_values(&self, zh: &str, instead_zh: &str, instead: &str) -> TableProblem {
        let letters = self.table.policy().letters();
        let text = Bilingual::new(
            format!("{zh}；现有命中方式：{letters}"),
            format!("expected a hit policy that gives one value, but it is {letters}"),
        );
        let hint =
            Bilingual::new(format!("把 #命中 改为 {instead_zh}"), format!("write #hit,{instead}"));
        self.table.misfit(Misplaced::Policy, text, hint)
    }
}
