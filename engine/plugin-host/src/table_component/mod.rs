//! Decision tables as components: a table's typed form becomes WebAssembly, with no toolchain.
//!
//! ```text
//! Table ─ plan (static data: findings, values, words) ─ inputs, rules, outputs (code) ─ module
//!       ─ componentize ─ source section ─► component without imports
//! ```
//! What a rule says is static data; code decides which rules match and writes only the numbers
//! that
//! are calculated. Not here: reading sheets (`tongban_expr::table`), running components.
//! Laws: the component answers exactly as [`native()`] does, down to the words of a refusal; the
//! same
//! table always gives the same bytes.

mod arithmetic;
mod code;
mod data;
mod inputs;
mod native;
mod outputs;
mod plan;
mod rules;
mod source;

use tongban_core::call::Question;
use tongban_expr::table::{Aggregate, Column, Output, Policy, Table, TestFailure};

use crate::contract::{ComponentizeError, componentize};

pub use native::native;
pub use source::{COMPILER, SourceError, source};

/// Why a table cannot become a component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// The table still has errors.
    #[error("expected a table without errors, but `{0}` has some: see its diagnostics")]
    Unsound(String),
    /// Its own test sheet fails.
    #[error("expected the test sheet to pass, but {} of its rows fail: {}", .0.len(), first(.0))]
    Tests(Vec<TestFailure>),
    /// Its outputs are not those of the world.
    #[error("expected {expected}, but {found}")]
    Shape {
        /// What the world needs.
        expected: &'static str,
        /// What the table has.
        found: String,
        /// The same in Chinese.
        zh: String,
    },
    /// The module does not fit its world: a mistake of this compiler.
    #[error("expected the compiled table to fit its world, but it does not")]
    Component(#[source] ComponentizeError),
}

impl CompileError {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unsound(id) => format!("决策表“{id}”还有错误，请先按诊断修改"),
            Self::Tests(failures) => {
                let (count, first) = (failures.len(), failures.first());
                let first = first.map(|it| format!("，第 {} 行：{}", it.row, it.zh));
                format!("测试行有 {count} 处不符{}", first.unwrap_or_default())
            }
            Self::Shape { zh, .. } => zh.clone(),
            Self::Component(_) => "编译结果不符合插件接口".to_owned(),
        }
    }
}

fn first(failures: &[TestFailure]) -> String {
    let first = failures.first();
    first.map_or_else(String::new, |failure| format!("row {}: {}", failure.row, failure.en))
}

/// Compiles a table to a component of `question`'s world, after its own test sheet has passed.
///
/// `rule` needs the output `outcome`; `parameter` needs one output; `amount` needs one number. The
/// hit policies C, R and O give several outputs and so fit only `rule` with `outcome` alone.
pub fn compile(table: &Table, question: Question) -> Result<Vec<u8>, CompileError> {
    if !table.is_releasable() {
        return Err(CompileError::Unsound(table.id().to_owned()));
    }
    let failures = table.run_tests();
    if !failures.is_empty() {
        return Err(CompileError::Tests(failures));
    }
    check_shape(table, question)?;
    let plan = plan::Plan::of(table, question);
    let module = code::module(&plan);
    let component = componentize(&module, question).map_err(CompileError::Component)?;
    Ok(source::attach(component, table.source()))
}

fn check_shape(table: &Table, question: Question) -> Result<(), CompileError> {
    let outputs = table.outputs();
    let names = || outputs.iter().map(|column| &*column.name).collect::<Vec<_>>().join(", ");
    let shape = |expected: &'static str, zh: &str| {
        Err(CompileError::Shape {
            expected,
            found: format!("the outputs are {} under {}", names(), table.policy().letters()),
            zh: format!("{zh}；现有：{}，命中方式 {}", names(), table.policy().letters()),
        })
    };
    let collects = matches!(table.policy(), Policy::Collect | Policy::OutputOrder);
    match question {
        Question::Rule if outputs.iter().all(|column| &*column.name != "outcome") => {
            shape("an output `outcome`", "规则判定的表要有“输出:结论”一列")
        }
        Question::Rule if null_in(table, "outcome") => {
            shape("an outcome in every row", "每一行都要写结论")
        }
        Question::Rule if collects && outputs.len() > 1 => shape(
            "no output but `outcome` where several rules answer",
            "几条规则都算数时，只能有“结论”一个输出列",
        ),
        Question::Parameter if collects || outputs.len() != 1 => {
            shape("one output with one value", "参数取值的表只能有一个输出列，只取一个值")
        }
        Question::Amount if !is_amount(table) => shape(
            "one output, a number in every row, with one value",
            "金额计算的表只能有一个数字输出列，每行都要有数，只取一个值",
        ),
        Question::Checklist | Question::Validator => shape(
            "a world that a table can answer: rule, parameter or amount",
            "决策表只能回答规则、参数和金额",
        ),
        Question::Rule | Question::Parameter | Question::Amount => Ok(()),
    }
}

fn is_amount(table: &Table) -> bool {
    let single = match table.policy() {
        Policy::Collect | Policy::OutputOrder => false,
        Policy::Aggregate(how) => matches!(how, Aggregate::Sum | Aggregate::Count),
        Policy::Unique | Policy::First | Policy::Priority | Policy::Any => true,
    };
    match table.outputs() {
        [column] => single && column.kind.is_number() && !null_in(table, &column.name),
        _ => false,
    }
}

fn null_in(table: &Table, name: &str) -> bool {
    let at = table.outputs().iter().position(|column: &Column| &*column.name == name);
    let Some(at) = at else { return false };
    table.rules().chain(table.default_rule()).any(|rule| rule.outputs[at] == Output::Null)
}

#[cfg(test)]
mod tests;
