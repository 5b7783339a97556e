//! `x in …`: lists, ranges and comparisons, joined by `or`.
//!
//! Not here: ranges elsewhere; there are none.
//! Invariant: each test is written as a comparison, so empty values behave as everywhere; the
//! library's own `in` would call an empty value absent.

use std::ops::Range;

use dsntk_feel_parser::AstNode;

use super::{Lower, Part, named, refuse, unless_empty};
use crate::feel::{
    kind::Kind,
    tree::{Form, Node, Operator, Test},
};

impl Lower<'_> {
    pub(super) fn membership(&mut self, value: &Node, tests: &[Test]) -> Part {
        let at = value.at.clone();
        let value = self.node(value);
        let mut joined: Option<Part> = None;
        for test in tests {
            let part = self.test(&value, test, &at);
            joined = Some(match joined {
                None => part,
                Some(before) => either(before, part),
            });
        }
        joined.unwrap_or_else(Part::unknown)
    }

    fn test(&mut self, value: &Part, test: &Test, at: &Range<usize>) -> Part {
        match test {
            Test::Compare(operator, bound) => {
                let part = self.node(bound);
                self.compared(*operator, (value.clone(), part), &(at.start..bound.at.end))
            }
            Test::Range((start, start_closed), (end, end_closed)) => {
                let at = at.start..end.at.end;
                let least =
                    if *start_closed { Operator::GreaterOrEqual } else { Operator::Greater };
                let most = if *end_closed { Operator::LessOrEqual } else { Operator::Less };
                let (start, end) = (self.node(start), self.node(end));
                let above = self.compared(least, (value.clone(), start), &at);
                let below = self.compared(most, (value.clone(), end), &at);
                let size = above.size + below.size + 1;
                let ast = AstNode::And(above.ast.into(), below.ast.into());
                Part::computed(Kind::Boolean, ast, size)
            }
            Test::Value(node) => self.value_test(value, node, at),
        }
    }

    fn value_test(&mut self, value: &Part, node: &Node, at: &Range<usize>) -> Part {
        let at = at.start..node.at.end;
        if let Form::List(items) = &node.form {
            let tests: Vec<Test> = items.iter().cloned().map(Test::Value).collect();
            if tests.is_empty() {
                return Part::literal(Kind::Boolean, AstNode::Boolean(false));
            }
            let mut parts = tests.iter().map(|test| self.test(value, test, &at));
            let first = parts.next().unwrap_or_else(Part::unknown);
            return parts.fold(first, either);
        }
        let part = self.node(node);
        let Kind::List(item) = &part.kind else {
            return self.compared(Operator::Equal, (value.clone(), part), &at);
        };
        let searchable = item.is_scalar() && **item != Kind::Instant;
        if !searchable || !item.fits(&value.kind) {
            let problem = refuse::mismatch(&at, "in", &value.kind, &part.kind);
            return self.refuse(problem);
        }
        list_contains(&part, value)
    }
}

/// True if the list holds the value; an error if the value is empty.
pub(super) fn list_contains(list: &Part, value: &Part) -> Part {
    let size = list.size + value.size + 3;
    let arguments = AstNode::PositionalParameters(vec![list.ast.clone(), value.ast.clone()]);
    let ast = AstNode::FunctionInvocation(named("list contains").into(), arguments.into());
    unless_empty(value, Part::computed(Kind::Boolean, ast, size))
}

fn either(left: Part, right: Part) -> Part {
    let size = left.size + right.size + 1;
    Part::computed(Kind::Boolean, AstNode::Or(left.ast.into(), right.ast.into()), size)
}
