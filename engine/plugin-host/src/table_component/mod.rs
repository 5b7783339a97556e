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
mod entries;
mod fit;
mod inputs;
mod native;
mod outputs;
mod plan;
mod rules;
mod source;
mod source_error;

use tongban_core::call::Question;
use tongban_expr::table::{Table, TableProblem, TestFailure};

use crate::contract::{ComponentizeError, componentize};

pub use fit::misfits;
pub use native::native;
pub use source::{COMPILER, source, with_file};
pub use source_error::{Mistaken, SourceError};

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
    /// Its outputs or its hit policy are not those of the world.
    #[error("expected a table that fits its world, but it does not: {}", first_misfit(.0))]
    Misfit(Vec<TableProblem>),
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
            Self::Misfit(problems) => {
                let first = problems.first();
                let told = |it: &TableProblem| format!("：第 {} 行：{}", it.row, it.zh);
                format!("决策表答不了所问的问题{}", first.map_or_else(String::new, told))
            }
            Self::Component(_) => "编译结果不符合插件接口".to_owned(),
        }
    }
}

fn first(failures: &[TestFailure]) -> String {
    let first = failures.first();
    first.map_or_else(String::new, |failure| format!("row {}: {}", failure.row, failure.en))
}

fn first_misfit(problems: &[TableProblem]) -> String {
    let first = problems.first();
    first.map_or_else(String::new, |it| format!("row {}: {}", it.row, it.en))
}

/// Compiles a table to a component of `question`'s world, after its own test sheet has passed.
/// Which tables answer which question is told by [`misfits`].
pub fn compile(table: &Table, question: Question) -> Result<Vec<u8>, CompileError> {
    if !table.is_releasable() {
        return Err(CompileError::Unsound(table.id().to_owned()));
    }
    let failures = table.run_tests();
    if !failures.is_empty() {
        return Err(CompileError::Tests(failures));
    }
    let misfits = misfits(table, question);
    if !misfits.is_empty() {
        return Err(CompileError::Misfit(misfits));
    }
    let plan = plan::Plan::of(table, question);
    let module = code::module(&plan);
    let component = componentize(&module, question).map_err(CompileError::Component)?;
    Ok(source::attach(component, table.source()))
}

#[cfg(test)]
mod tests;
