//! `if … then … else …`.
//!
//! Not here: the conditions themselves (`compare`).
//! Invariant: a condition that is neither true nor false gives an error; the library would take
//! `else`.

use dsntk_feel_parser::AstNode;

use super::{Lower, Part, error, named, refuse};
use crate::feel::{kind::Kind, tree::Node};

impl Lower<'_> {
    pub(super) fn conditional(
        &mut self,
        condition: &Node,
        positive: &Node,
        negative: &Node,
    ) -> Part {
        let at = positive.at.start..negative.at.end;
        let condition = self.condition(condition);
        let (positive, negative) = (self.node(positive), self.node(negative));
        let kind = match (&positive.kind, &negative.kind) {
            (Kind::Null, kind) | (kind, Kind::Null) => kind.clone(),
            (a, b) if a.fits(b) => a.clone(),
            (a, b) => {
                let problem = refuse::mismatch(&at, "else", a, b);
                return self.refuse(problem);
            }
        };
        let size = 2 * condition.size + positive.size + negative.size + 4;
        let yields_null = positive.yields_null || negative.yields_null;
        let refuted = negated(condition.clone()).ast;
        let otherwise = AstNode::If(refuted.into(), negative.ast.into(), error().into());
        let ast = AstNode::If(condition.ast.into(), positive.ast.into(), otherwise.into());
        Part { yields_null, ..Part::computed(kind, ast, size) }
    }
}

/// `not(part)`
pub(super) fn negated(part: Part) -> Part {
    let arguments = AstNode::PositionalParameters(vec![part.ast]);
    let ast = AstNode::FunctionInvocation(named("not").into(), arguments.into());
    Part::computed(Kind::Boolean, ast, part.size + 2)
}
