//! Comparisons and logic.
//!
//! Not here: membership (`member`).
//! Invariants: an empty value is equal to the literal `null` only; compared with anything else, on
//! whichever side, it gives an error. The library would answer `5 = x` with false and `x = 5` with
//! an error. Instants are compared in full: the library's `=` drops fractions of a second.

use dsntk_feel_parser::AstNode;

use super::{Lower, Part, Shape, refuse, unless_empty};
use crate::feel::{
    kind::Kind,
    problem::{EMPTY, Problem, TYPE},
    tree::{Node, Operator},
};

impl Lower<'_> {
    pub(super) fn logic(&mut self, operator: Operator, left: &Node, right: &Node) -> Part {
        let left = self.condition(left);
        let right = self.condition(right);
        let size = left.size + right.size + 1;
        let (left, right) = (left.ast.into(), right.ast.into());
        let ast = match operator {
            Operator::Or => AstNode::Or(left, right),
            _ => AstNode::And(left, right),
        };
        Part::computed(Kind::Boolean, ast, size)
    }

    /// A part that must be a boolean.
    pub(super) fn condition(&mut self, node: &Node) -> Part {
        let part = self.node(node);
        if !part.kind.fits(&Kind::Boolean) {
            let problem = refuse::wanted(&node.at, Kind::Boolean.words(), &part.kind);
            return self.refuse(problem);
        }
        part
    }

    pub(super) fn comparison(&mut self, operator: Operator, left: &Node, right: &Node) -> Part {
        let at = left.at.start..right.at.end;
        let (left, right) = (self.node(left), self.node(right));
        self.compared(operator, (left, right), &at)
    }

    /// `left operator right`, of parts that are lowered.
    pub(super) fn compared(
        &mut self,
        operator: Operator,
        (left, right): (Part, Part),
        at: &std::ops::Range<usize>,
    ) -> Part {
        if left.kind == Kind::Null || right.kind == Kind::Null {
            return self.compared_with_null(operator, (left, right), at);
        }
        if !left.kind.fits(&right.kind) {
            let problem = refuse::mismatch(at, operator.sign(), &left.kind, &right.kind);
            return self.refuse(problem);
        }
        let equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        let meaningful = if equality { left.kind.is_scalar() } else { left.kind.is_ordered() };
        if !meaningful {
            let (zh, en) = left.kind.words();
            return self.refuse(Problem::new(
                TYPE,
                at.clone(),
                (
                    format!("{zh}不能用“{}”比较", operator.sign()),
                    format!("expected values that `{}` compares, but found {en}", operator.sign()),
                ),
            ));
        }
        if !equality {
            return ordered(operator, left, right);
        }
        if left.kind == Kind::Instant {
            return equal_instants(operator, &left, &right);
        }
        equal(operator, left, right)
    }

    fn compared_with_null(
        &mut self,
        operator: Operator,
        (left, right): (Part, Part),
        at: &std::ops::Range<usize>,
    ) -> Part {
        let value = if left.kind == Kind::Null { right } else { left };
        if !matches!(operator, Operator::Equal | Operator::NotEqual) {
            let problem = refuse::mismatch(at, operator.sign(), &value.kind, &Kind::Null);
            return self.refuse(problem);
        }
        if value.shape != Shape::Plain && value.kind != Kind::Unknown {
            return self.refuse(
                Problem::new(
                    EMPTY,
                    at.clone(),
                    (
                        "只有名称才能与 null 比较：算式出错时也是 null",
                        "expected a name beside `null`, but an error would also equal null here",
                    ),
                )
                .hint("请分别检查其中的名称", "check the names in it one by one"),
            );
        }
        let size = value.size + 2;
        let (value, null) = (value.ast.into(), AstNode::Null.into());
        let ast = match operator {
            Operator::Equal => AstNode::Eq(value, null),
            _ => AstNode::Nq(value, null),
        };
        Part::computed(Kind::Boolean, ast, size)
    }

    pub(super) fn between(&mut self, value: &Node, low: &Node, high: &Node) -> Part {
        let at = value.at.start..high.at.end;
        let (value, low, high) = (self.node(value), self.node(low), self.node(high));
        for bound in [&low, &high] {
            if !value.kind.fits(&bound.kind) || !bound.kind.is_ordered() {
                let problem = refuse::mismatch(&at, "between", &value.kind, &bound.kind);
                return self.refuse(problem);
            }
        }
        let size = value.size + low.size + high.size + 1;
        let ast = AstNode::Between(value.ast.into(), low.ast.into(), high.ast.into());
        Part::computed(Kind::Boolean, ast, size)
    }
}

fn ordered(operator: Operator, left: Part, right: Part) -> Part {
    let size = left.size + right.size + 1;
    let (left, right) = (left.ast.into(), right.ast.into());
    let ast = match operator {
        Operator::Less => AstNode::Lt(left, right),
        Operator::LessOrEqual => AstNode::Le(left, right),
        Operator::Greater => AstNode::Gt(left, right),
        _ => AstNode::Ge(left, right),
    };
    Part::computed(Kind::Boolean, ast, size)
}

/// An empty left side is an error to the library; an empty right side has to be made one.
fn equal(operator: Operator, left: Part, right: Part) -> Part {
    let swapped =
        right.shape != Shape::Literal && (left.shape == Shape::Literal || left.size < right.size);
    let (left, right) = if swapped { (right, left) } else { (left, right) };
    let size = left.size + right.size + 1;
    let sides = (left.ast.into(), right.ast.clone().into());
    let ast = match operator {
        Operator::Equal => AstNode::Eq(sides.0, sides.1),
        _ => AstNode::Nq(sides.0, sides.1),
    };
    let part = Part::computed(Kind::Boolean, ast, size);
    if right.shape == Shape::Literal { part } else { unless_empty(&right, part) }
}

fn equal_instants(operator: Operator, left: &Part, right: &Part) -> Part {
    let size = left.size + 2 * right.size + 1;
    let within = AstNode::Between(
        left.ast.clone().into(),
        right.ast.clone().into(),
        right.ast.clone().into(),
    );
    let part = Part::computed(Kind::Boolean, within, size);
    if operator == Operator::Equal { part } else { super::choice::negated(part) }
}
