//! Faults: why an evaluation gave no answer.
//!
//! Not here: problems of the table itself (`problem`). Invariants: a fault never shows the value of
//! a field, which may be personal; a compiled component answers the very same English words.

use std::sync::Arc;

/// Why a table gave no answer for these inputs. The caller opens an incident record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableFault {
    /// An input cannot be read by its column.
    #[error("input `{name}`: {fault}")]
    Input {
        /// The column.
        name: Arc<str>,
        /// What is wrong with it.
        fault: InputFault,
    },
    /// The formula of an output failed.
    #[error("row {row}, output `{name}`: {fault}")]
    Output {
        /// Row of the rule.
        row: u32,
        /// The column.
        name: Arc<str>,
        /// What is wrong.
        fault: FormulaFault,
    },
    /// No rule matched and there is no default row.
    #[error("expected a rule of table `{table}` to match, but none did")]
    NoMatch {
        /// The table's id.
        table: Arc<str>,
    },
    /// Several rules matched under hit policy `U`, or rules that disagree under `A`.
    #[error("expected the matching rules of table `{table}` to agree, but they do not")]
    Conflict {
        /// The table's id.
        table: Arc<str>,
    },
    /// More rules matched than an answer can name.
    #[error("expected at most {max} rules of table `{table}` to match, but more did", max = super::HITS_MAX)]
    TooMany {
        /// The table's id.
        table: Arc<str>,
    },
    /// The sum of `C+` does not fit.
    #[error("expected the sum of table `{table}` to fit 18 digits, but it does not")]
    Sum {
        /// The table's id.
        table: Arc<str>,
    },
}

impl TableFault {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Input { name, fault } => format!("输入“{name}”：{}", fault.zh()),
            Self::Output { row, name, fault } => {
                format!("第 {row} 行，结论“{name}”：{}", fault.zh())
            }
            Self::NoMatch { table } => format!("决策表“{table}”中没有一条规则成立"),
            Self::Conflict { table } => format!("决策表“{table}”中几条规则同时成立，结论不一致"),
            Self::TooMany { table } => {
                format!("决策表“{table}”中成立的规则超过 {} 条", super::HITS_MAX)
            }
            Self::Sum { table } => format!("决策表“{table}”的合计超过 18 位"),
        }
    }
}

/// Why an input cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputFault {
    /// Another type than the column's.
    #[error("expected the column's type, but it is another")]
    WrongKind,
    /// A fraction where a whole number is declared.
    #[error("expected a whole number, but it has decimals")]
    NotInteger,
    /// Not inside the column's numbers.
    #[error("expected a number that fits, but it is too large")]
    TooLarge,
    /// Not among the declared values or outside the declared bounds.
    #[error("expected a declared value, but it is none")]
    NotAllowed,
}

impl InputFault {
    fn zh(self) -> &'static str {
        match self {
            Self::WrongKind => "类型与列的声明不符",
            Self::NotInteger => "应为整数，却带小数",
            Self::TooLarge => "数值过大",
            Self::NotAllowed => "不在声明的取值范围之内",
        }
    }
}

/// Why a formula gave no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormulaFault {
    /// An operand is empty.
    #[error("expected a number to calculate with, but the input is empty")]
    Null,
    /// An operand has more decimals than its column declares.
    #[error("expected no more decimals than declared, but the input has more")]
    Inexact,
    /// A step does not fit 64 bits.
    #[error("expected a result that fits, but it is too large")]
    Overflow,
    /// Division by zero.
    #[error("expected a divisor, but it is zero")]
    DivisionByZero,
}

impl FormulaFault {
    fn zh(self) -> &'static str {
        match self {
            Self::Null => "参与计算的输入为空",
            Self::Inexact => "参与计算的输入小数位数超过声明",
            Self::Overflow => "计算结果过大",
            Self::DivisionByZero => "除数为零",
        }
    }
}
