//! Formulas of outputs: numbers, inputs, + − ×, and division inside a rounding.
//!
//! Not here: conditions (`cell`). Invariants: every step has a scale that is known beforehand, is
//! done in checked `i64` and is one instruction sequence in a compiled component; operands are
//! worked out from left to right, so the first fault is the same everywhere.

use super::{
    cursor::Cursor,
    fault::FormulaFault,
    header::Column,
    kind::Kind,
    literal,
    problem::{self, CellProblem},
    spelling::normalised,
};

/// Most steps in one formula: more belongs into a process's expression.
const STEPS_MAX: usize = 64;
/// Most decimals of a step in between; more leaves no room for the number.
const STEP_SCALE_MAX: u32 = 12;

/// A number to be worked out; the scales are fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A literal, in units of its scale.
    Constant {
        /// The number times 10^scale.
        units: i64,
        /// Its decimals.
        scale: u32,
    },
    /// An input.
    Input {
        /// Its place among the inputs.
        index: usize,
        /// Its column's decimals.
        scale: u32,
    },
    /// Times 10^`power`: brings an operand to another's scale.
    Raise(Box<Formula>, u32),
    /// Sum of two numbers of one scale.
    Add(Box<Formula>, Box<Formula>),
    /// Difference of two numbers of one scale.
    Subtract(Box<Formula>, Box<Formula>),
    /// Product; its scale is the sum of the scales.
    Multiply(Box<Formula>, Box<Formula>),
    /// Quotient rounded to `scale`, halves away from zero.
    Divide {
        /// Already raised so that the quotient of units has `scale` decimals.
        dividend: Box<Formula>,
        /// Already raised likewise.
        divisor: Box<Formula>,
        /// Decimals of the result.
        scale: u32,
    },
}

impl Formula {
    /// Whether the result depends on an input.
    pub(super) fn reads_input(&self) -> bool {
        match self {
            Self::Constant { .. } => false,
            Self::Input { .. } => true,
            Self::Raise(inner, _) => inner.reads_input(),
            Self::Add(left, right)
            | Self::Subtract(left, right)
            | Self::Multiply(left, right)
            | Self::Divide { dividend: left, divisor: right, .. } => {
                left.reads_input() || right.reads_input()
            }
        }
    }

    /// Decimals of the result.
    pub fn scale(&self) -> u32 {
        match self {
            Self::Constant { scale, .. }
            | Self::Input { scale, .. }
            | Self::Divide { scale, .. } => *scale,
            Self::Raise(inner, power) => inner.scale() + power,
            Self::Add(left, _) | Self::Subtract(left, _) => left.scale(),
            Self::Multiply(left, right) => left.scale() + right.scale(),
        }
    }

    /// Works it out in units of its scale. `inputs` are encoded by their kinds.
    pub(super) fn units(
        &self,
        inputs: &[Option<i64>],
        columns: &[Column],
    ) -> Result<i64, FormulaFault> {
        let both = |left: &Self, right: &Self| {
            Ok((left.units(inputs, columns)?, right.units(inputs, columns)?))
        };
        match self {
            Self::Constant { units, .. } => Ok(*units),
            Self::Input { index, .. } => {
                let encoded = inputs[*index].ok_or(FormulaFault::Null)?;
                if !matches!(columns[*index].kind, Kind::Decimal(_)) {
                    return Ok(encoded);
                }
                if encoded & 1 == 1 { Err(FormulaFault::Inexact) } else { Ok(encoded >> 1) }
            }
            Self::Raise(inner, power) => {
                let units = inner.units(inputs, columns)?;
                units.checked_mul(10_i64.pow(*power)).ok_or(FormulaFault::Overflow)
            }
            Self::Add(left, right) => {
                let (left, right) = both(left, right)?;
                left.checked_add(right).ok_or(FormulaFault::Overflow)
            }
            Self::Subtract(left, right) => {
                let (left, right) = both(left, right)?;
                left.checked_sub(right).ok_or(FormulaFault::Overflow)
            }
            Self::Multiply(left, right) => {
                let (left, right) = both(left, right)?;
                left.checked_mul(right).ok_or(FormulaFault::Overflow)
            }
            Self::Divide { dividend, divisor, .. } => {
                let (dividend, divisor) = both(dividend, divisor)?;
                divided_half_up(dividend, divisor)
            }
        }
    }

    fn raised(self, scale: u32) -> Self {
        let power = scale - self.scale();
        match self {
            same if power == 0 => same,
            Self::Constant { units, scale: old } => match units.checked_mul(10_i64.pow(power)) {
                Some(units) => Self::Constant { units, scale },
                None => Self::Raise(Box::new(Self::Constant { units, scale: old }), power),
            },
            other => Self::Raise(Box::new(other), power),
        }
    }
}

/// The quotient rounded to a whole number, halves away from zero.
fn divided_half_up(dividend: i64, divisor: i64) -> Result<i64, FormulaFault> {
    if divisor == 0 {
        return Err(FormulaFault::DivisionByZero);
    }
    let quotient = dividend.checked_div(divisor).ok_or(FormulaFault::Overflow)?;
    let rest = (dividend % divisor).unsigned_abs();
    if rest < divisor.unsigned_abs() - rest {
        return Ok(quotient);
    }
    let away = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
    quotient.checked_add(away).ok_or(FormulaFault::Overflow)
}

/// Reads the formula of an output column of `scale` decimals over `inputs`.
pub(super) fn parse(text: &str, scale: u32, inputs: &[Column]) -> Result<Formula, CellProblem> {
    let text = normalised(text).replace('×', "*").replace('÷', "/").replace('−', "-");
    let mut parser = Parser { cursor: Cursor::new(&text), inputs, steps: 0 };
    let formula = parser.sum()?;
    if !parser.cursor.at_end() {
        return Err(parser.unexpected());
    }
    if formula.scale() > scale {
        let found = formula.scale();
        return Err(CellProblem::new(
            problem::PRECISION,
            format!("结果有 {found} 位小数，这一列只写 {scale} 位"),
            format!("expected at most {scale} decimals, but the result has {found}"),
        )
        .hint(
            format!("写成 四舍五入({text}, {scale})"),
            format!("write round half up({text}, {scale})"),
        ));
    }
    Ok(formula.raised(scale))
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    inputs: &'a [Column],
    steps: usize,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<Formula, CellProblem> {
        let first = self.product()?;
        self.sum_after(first)
    }

    fn sum_after(&mut self, first: Formula) -> Result<Formula, CellProblem> {
        let mut sum = first;
        while let Some(at) = self.cursor.take_any(&["+", "-"]) {
            let right = self.product()?;
            let scale = sum.scale().max(right.scale());
            let (left, right) = (Box::new(sum.raised(scale)), Box::new(right.raised(scale)));
            sum = if at == 0 { Formula::Add(left, right) } else { Formula::Subtract(left, right) };
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<Formula, CellProblem> {
        let mut product = self.factor()?;
        while self.cursor.take("*") {
            let right = self.factor()?;
            product = Formula::Multiply(Box::new(product), Box::new(right));
            refuse_fine(&product)?;
        }
        Ok(product)
    }

    fn factor(&mut self) -> Result<Formula, CellProblem> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return Err(CellProblem::new(
                problem::OUTPUT,
                format!("算式超过 {STEPS_MAX} 步"),
                format!("expected at most {STEPS_MAX} steps, but the formula has more"),
            ));
        }
        if self.cursor.take("(") {
            let inner = self.sum()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if let Some(number) = literal::number(&mut self.cursor)? {
            refuse_fine_scale(number.scale)?;
            return Ok(Formula::Constant { units: number.mantissa, scale: number.scale });
        }
        if self.cursor.take("-") {
            let inner = self.factor()?;
            let zero = Formula::Constant { units: 0, scale: inner.scale() };
            return Ok(Formula::Subtract(Box::new(zero), Box::new(inner)));
        }
        if self.cursor.take_any(&["round half up(", "round half up (", "四舍五入("]).is_some() {
            return self.rounding();
        }
        self.input()
    }

    /// `x / y, n)` or `x, n)`.
    fn rounding(&mut self) -> Result<Formula, CellProblem> {
        let first = self.product()?;
        let (dividend, divisor) = if self.cursor.take("/") {
            (first, self.factor()?)
        } else {
            (self.sum_after(first)?, Formula::Constant { units: 1, scale: 0 })
        };
        self.expect(",")?;
        let scale = literal::number(&mut self.cursor)?
            .filter(|number| number.scale == 0)
            .and_then(|number| u32::try_from(number.mantissa).ok())
            .filter(|scale| *scale <= super::SCALE_MAX);
        let Some(scale) = scale else { return Err(self.unexpected()) };
        self.expect(")")?;
        // units of the quotient: dividend / 10^a ÷ (divisor / 10^b) × 10^scale
        let (have, want) = (dividend.scale(), divisor.scale() + scale);
        let (dividend, divisor) = if have <= want {
            (dividend.raised(want), divisor)
        } else {
            let finer = divisor.scale() + have - want;
            (dividend, divisor.raised(finer))
        };
        refuse_fine(&dividend)?;
        refuse_fine(&divisor)?;
        Ok(Formula::Divide { dividend: Box::new(dividend), divisor: Box::new(divisor), scale })
    }

    fn input(&mut self) -> Result<Formula, CellProblem> {
        self.cursor.skip_space();
        let mut ahead = self.cursor;
        let name = ahead.take_while(|next| next.is_alphanumeric() || "_.".contains(next));
        if name.is_empty() {
            return Err(self.unexpected());
        }
        let Some(index) = self.inputs.iter().position(|column| &*column.name == name) else {
            let known: Vec<&str> = self.inputs.iter().map(|column| &*column.name).collect();
            return Err(CellProblem::new(
                problem::OUTPUT,
                format!("“{name}”不是输入列"),
                format!("expected an input column, but found `{name}`"),
            )
            .hint(
                format!("输入列：{}；文字请加引号", known.join("、")),
                format!("inputs: {}; quote text", known.join(", ")),
            ));
        };
        if !self.inputs[index].kind.is_number() {
            return Err(CellProblem::new(
                problem::OUTPUT,
                format!("“{name}”不是数，不能参与计算"),
                format!("expected a number to calculate with, but `{name}` is none"),
            ));
        }
        self.cursor = ahead;
        Ok(Formula::Input { index, scale: self.inputs[index].kind.scale() })
    }

    fn expect(&mut self, sign: &str) -> Result<(), CellProblem> {
        if self.cursor.take(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> CellProblem {
        let rest = self.cursor.rest().trim();
        if rest.starts_with('/') {
            return CellProblem::new(
                problem::DIVISION,
                "除法要写明保留几位小数",
                "expected a rounding around the division, but there is none",
            )
            .hint("写成 四舍五入(x / y, 2)", "write round half up(x / y, 2)");
        }
        let (zh, en) = if rest.is_empty() {
            ("算式没有写完".to_owned(), "expected more, but the cell ends".to_owned())
        } else {
            (format!("“{rest}”读不懂"), format!("expected a formula, but found `{rest}`"))
        };
        CellProblem::new(problem::OUTPUT, zh, en).hint(
            "例如：200、标准 - 收入、四舍五入(收入 / 人口, 2)",
            "for example 200, standard - income, round half up(income / members, 2)",
        )
    }
}

fn refuse_fine(formula: &Formula) -> Result<(), CellProblem> {
    refuse_fine_scale(formula.scale())
}

fn refuse_fine_scale(scale: u32) -> Result<(), CellProblem> {
    if scale <= STEP_SCALE_MAX {
        return Ok(());
    }
    Err(CellProblem::new(
        problem::PRECISION,
        format!("中间结果有 {scale} 位小数，上限 {STEP_SCALE_MAX} 位"),
        format!("expected at most {STEP_SCALE_MAX} decimals on the way, but there are {scale}"),
    ))
}
