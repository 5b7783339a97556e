//! Tree to the library's AST: names resolved, kinds checked, empty values made loud.
//!
//! ```text
//! 收入          $收入              an outer name: nothing else can have it
//! a.b.c         $a.b.c             a path through records is one name: only the leaf is passed in
//! .f, item, x   .f, item, %x       a record's field, the item of a filter, a bound variable
//! today()       $today()           given by the caller
//! ```
//! Where the library lets an empty value pass in silence, the lowered form says it: `if c`, a
//! filter, `=`, `count`, `some`. Some of them write an operand twice, so the lowered size counts.
//!
//! Not here: evaluation; the grammar.
//! Invariant: after a problem the part has [`Kind::Unknown`] and is never evaluated.

mod arithmetic;
mod call;
mod choice;
mod compare;
mod list;
mod member;
mod name;
mod pattern;
mod refuse;

use std::{ops::Range, sync::Arc};

use dsntk_feel::{Name, values::Value};
use dsntk_feel_parser::AstNode;
use indexmap::IndexMap;

use super::{
    kind::Kind,
    limits::LOWERED_NODES_MAX,
    literal,
    names::Names,
    problem::{CONDITION, Problem, TOO_LARGE},
    tree::{Form, Node, Operator},
};
use crate::Type;

/// The caller's date.
pub(super) const TODAY: &str = "$today()";

/// The caller's instant.
pub(super) const NOW: &str = "$now()";

/// A source that passed.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) ast: AstNode,
    pub(super) kind: Kind,
    pub(super) yields_null: bool,
    pub(super) used: Vec<Used>,
    /// Functions that the scope must hold.
    pub(super) patterns: Vec<(Name, Value)>,
    pub(super) asks_today: bool,
    pub(super) asks_now: bool,
}

/// One name, or the end of one path, that is read.
#[derive(Clone, Debug)]
pub(super) struct Used {
    /// What the AST calls it.
    pub(super) lowered: Name,
    /// How it is written: `survey.visited`.
    pub(super) written: Arc<str>,
    /// The outer name, then fields of records.
    pub(super) path: Vec<Arc<str>>,
    pub(super) kind: Type,
}

/// Checks `tree` against `names`; a condition must be a boolean.
pub(super) fn lower(tree: &Node, names: &Names, condition: bool) -> Result<Checked, Vec<Problem>> {
    let mut lower = Lower {
        names,
        scope: None,
        used: IndexMap::new(),
        patterns: Vec::new(),
        asks_today: false,
        asks_now: false,
        problems: Vec::new(),
    };
    let part = lower.node(tree);
    if lower.problems.is_empty() {
        lower.check_result(tree, &part.kind, condition);
    }
    if !lower.problems.is_empty() {
        return Err(lower.problems);
    }
    Ok(Checked {
        ast: part.ast,
        kind: part.kind,
        yields_null: part.yields_null,
        used: lower.used.into_values().collect(),
        patterns: lower.patterns,
        asks_today: lower.asks_today,
        asks_now: lower.asks_now,
    })
}

struct Lower<'n> {
    names: &'n Names,
    /// Inside a filter, `some` or `every`; they do not nest.
    scope: Option<Scope>,
    used: IndexMap<String, Used>,
    patterns: Vec<(Name, Value)>,
    asks_today: bool,
    asks_now: bool,
    problems: Vec<Problem>,
}

/// What is bound while a list is walked.
enum Scope {
    /// `item`, and the fields of it if it is a record.
    Filter(Kind),
    /// The variable of `some` or `every`.
    Variable(String, Kind),
}

/// A lowered part.
#[derive(Clone)]
struct Part {
    kind: Kind,
    ast: AstNode,
    size: usize,
    shape: Shape,
    /// True if null is a possible answer and no error.
    yields_null: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Literal,
    /// A name or a path: null means that nothing was entered.
    Plain,
    Computed,
}

impl Part {
    fn literal(kind: Kind, ast: AstNode) -> Self {
        Self { yields_null: kind == Kind::Null, kind, ast, size: 1, shape: Shape::Literal }
    }

    fn plain(kind: Kind, ast: AstNode, size: usize) -> Self {
        Self { kind, ast, size, shape: Shape::Plain, yields_null: true }
    }

    fn computed(kind: Kind, ast: AstNode, size: usize) -> Self {
        Self { kind, ast, size, shape: Shape::Computed, yields_null: false }
    }

    fn unknown() -> Self {
        Self::literal(Kind::Unknown, AstNode::Null)
    }
}

impl Lower<'_> {
    fn node(&mut self, node: &Node) -> Part {
        let part = match &node.form {
            Form::Null => Part::literal(Kind::Null, AstNode::Null),
            Form::Boolean(value) => Part::literal(Kind::Boolean, AstNode::Boolean(*value)),
            Form::Number(before, after) => Part::literal(
                Kind::Number,
                AstNode::Numeric(before.clone(), after.clone(), '+', String::new()),
            ),
            Form::Text(text) => Part::literal(Kind::Text, AstNode::String(text.clone())),
            Form::At(text) => self.literal(literal::any(text, &node.at)),
            Form::Name(name) => self.name(name, &node.at),
            Form::Path(base, field) => self.path(node, base, field),
            Form::Filter(list, test) => self.filter(node, list, test),
            Form::List(items) => self.list(items),
            Form::Call(callee, arguments) => self.call(callee, arguments, &node.at),
            Form::Negation(operand) => self.negation(operand),
            Form::Binary(operator, left, right) => self.binary(*operator, left, right),
            Form::Between(value, low, high) => self.between(value, low, high),
            Form::In(value, tests) => self.membership(value, tests),
            Form::If(condition, positive, negative) => {
                self.conditional(condition, positive, negative)
            }
            Form::Quantified(quantifier, variable, list, body) => {
                self.quantified(*quantifier, variable, (list, body))
            }
        };
        self.within_size(part, &node.at)
    }

    fn binary(&mut self, operator: Operator, left: &Node, right: &Node) -> Part {
        match operator {
            Operator::Or | Operator::And => self.logic(operator, left, right),
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                self.arithmetic(operator, left, right)
            }
            _ => self.comparison(operator, left, right),
        }
    }

    fn literal(&mut self, read: Result<(Kind, AstNode), Problem>) -> Part {
        match read {
            Ok((kind, ast)) => Part::literal(kind, ast),
            Err(problem) => self.refuse(problem),
        }
    }

    fn refuse(&mut self, problem: Problem) -> Part {
        self.problems.push(problem);
        Part::unknown()
    }

    /// Parts are dropped as soon as they are too large, before anything copies them again.
    fn within_size(&mut self, part: Part, at: &Range<usize>) -> Part {
        if part.size <= LOWERED_NODES_MAX {
            return part;
        }
        self.refuse(
            Problem::new(
                TOO_LARGE,
                at.clone(),
                (
                    "表达式嵌套的条件太多",
                    "expected fewer conditions within conditions, but they multiply here",
                ),
            )
            .hint("请改用决策表", "use a decision table"),
        )
    }

    fn check_result(&mut self, tree: &Node, kind: &Kind, condition: bool) {
        let (zh, en) = kind.words();
        if condition && *kind != Kind::Boolean {
            self.problems.push(
                Problem::new(
                    CONDITION,
                    tree.at.clone(),
                    (
                        format!("条件应当得出是非，这里得出{zh}"),
                        format!("expected a condition, but this gives {en}"),
                    ),
                )
                .hint("请写成比较，例如 x > 0", "write a comparison, as x > 0"),
            );
        } else if *kind != Kind::Null && kind.to_type().is_none() {
            self.problems.push(
                Problem::new(
                    super::problem::TYPE,
                    tree.at.clone(),
                    (
                        format!("结果不能是{zh}"),
                        format!("expected a value, but the result is {en}"),
                    ),
                )
                .hint("请取其 .days 或 .years", "take its .days or .years"),
            );
        }
    }
}

/// A name in the AST; the library trims it, and ours have no blanks at the ends.
fn named(text: &str) -> AstNode {
    AstNode::Name(Name::from(text))
}

/// What evaluates to an error: `at` refuses every text that is no date.
fn error() -> AstNode {
    AstNode::At("empty value".to_owned())
}

/// Zero if `witness` is zero, else `part`.
fn unless_zero(witness: &Part, part: Part) -> Part {
    let zero = || AstNode::Numeric("0".to_owned(), String::new(), '+', String::new());
    let size = part.size + witness.size + 4;
    let is_zero = AstNode::Eq(witness.ast.clone().into(), zero().into());
    let ast = AstNode::If(is_zero.into(), zero().into(), part.ast.into());
    Part { ast, size, ..part }
}

/// `part` if `witness` is not null, else an error.
fn unless_empty(witness: &Part, part: Part) -> Part {
    let size = part.size + witness.size + 4;
    let known = AstNode::Nq(witness.ast.clone().into(), AstNode::Null.into());
    let ast = AstNode::If(known.into(), part.ast.into(), error().into());
    Part { ast, size, ..part }
}
