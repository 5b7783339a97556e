//! `+ - * /` and the sign.
//!
//! Not here: rounding, which is always asked for by a function.
//! Invariant: a day and an instant never meet: the library would take the day's start in UTC.

use dsntk_feel_parser::AstNode;

use super::{Lower, Part, refuse};
use crate::feel::{
    kind::Kind,
    names::Names,
    problem::{NAME, Problem},
    tree::{Form, Node, Operator},
};

impl Lower<'_> {
    pub(super) fn arithmetic(&mut self, operator: Operator, left: &Node, right: &Node) -> Part {
        if operator == Operator::Subtract
            && let Some(problem) = self.hyphenated(left, right)
        {
            return self.refuse(problem);
        }
        let at = left.at.start..right.at.end;
        let (left, right) = (self.node(left), self.node(right));
        let Some(kind) = result(operator, &left.kind, &right.kind) else {
            let problem = refuse::mismatch(&at, operator.sign(), &left.kind, &right.kind);
            return self.refuse(problem);
        };
        let size = left.size + right.size + 1;
        let (left, right) = (left.ast.into(), right.ast.into());
        let ast = match operator {
            Operator::Subtract => AstNode::Sub(left, right),
            Operator::Multiply => AstNode::Mul(left, right),
            Operator::Divide => AstNode::Div(left, right),
            _ => AstNode::Add(left, right),
        };
        Part::computed(kind, ast, size)
    }

    pub(super) fn negation(&mut self, operand: &Node) -> Part {
        let part = self.node(operand);
        if !matches!(part.kind, Kind::Unknown | Kind::Number | Kind::Span | Kind::Period) {
            let problem = refuse::wanted(&operand.at, Kind::Number.words(), &part.kind);
            return self.refuse(problem);
        }
        Part::computed(part.kind, AstNode::Neg(part.ast.into()), part.size + 1)
    }

    /// `village-panel` where `village_panel` is declared: one name was meant, not a difference.
    fn hyphenated(&self, left: &Node, right: &Node) -> Option<Problem> {
        let (first, second) = (root(left)?, root(right)?);
        if !matches!(left.form, Form::Name(_)) || left.at.end + 1 != right.at.start {
            return None;
        }
        let undeclared = self.names.entry(first).is_none() || self.names.entry(second).is_none();
        let joined = Names::spelling(&format!("{first}-{second}"));
        let (meant, _) = self.names.entry(&joined).filter(|_| undeclared)?;
        let problem = Problem::new(
            NAME,
            left.at.start..right.at.end,
            (
                format!("“{first}-{second}”是相减，没有这样的名称"),
                format!("expected a declared name, but `{first}-{second}` is a difference"),
            ),
        );
        Some(problem.hint(format!("请写“{meant}”"), format!("write `{meant}`")))
    }
}

fn root(node: &Node) -> Option<&str> {
    match &node.form {
        Form::Name(name) => Some(name),
        Form::Path(base, _) => root(base),
        _ => None,
    }
}

fn result(operator: Operator, left: &Kind, right: &Kind) -> Option<Kind> {
    use Kind::{Date, Instant, Number, Period, Span, Text, Unknown};
    use Operator::{Add, Divide, Multiply, Subtract};
    let kind = match (operator, left, right) {
        (_, Unknown, _) | (_, _, Unknown) => &Unknown,
        (_, Number, Number) | (Divide, Span, Span) | (Divide, Period, Period) => &Number,
        (Add, Text, Text) => &Text,
        (Add | Subtract, Date, Span | Period) | (Add, Span | Period, Date) => &Date,
        (Add | Subtract, Instant, Span | Period) | (Add, Span | Period, Instant) => &Instant,
        (Subtract, Date, Date)
        | (Subtract, Instant, Instant)
        | (Add | Subtract, Span, Span)
        | (Multiply, Number, Span)
        | (Multiply | Divide, Span, Number) => &Span,
        (Add | Subtract, Period, Period) => &Period,
        _ => return None,
    };
    Some(kind.clone())
}
