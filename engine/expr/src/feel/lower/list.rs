//! Lists: written out, filtered, and asked about by `some` and `every`.
//!
//! Not here: functions of lists (`call`).
//! Invariants: only a declared list is walked (at most 200 items), and no walk is inside another;
//! an item that answers neither true nor false makes the whole an error.

use dsntk_feel_parser::AstNode;

use super::{Lower, Part, Scope, Shape, choice::negated, named, refuse, unless_empty};
use crate::feel::{
    kind::Kind,
    problem::{NOT_ALLOWED, Problem},
    tree::{Form, Node, Quantifier, Word},
};

impl Lower<'_> {
    pub(super) fn list(&mut self, items: &[Node]) -> Part {
        let mut kind = Kind::Unknown;
        let mut size = 1;
        let mut lowered = Vec::with_capacity(items.len());
        for node in items {
            let part = self.node(node);
            if part.kind == Kind::Null || !part.kind.fits(&kind) {
                let problem = refuse::mismatch(&node.at, "[…]", &kind, &part.kind);
                self.problems.push(problem);
            }
            kind = part.kind;
            size += part.size;
            lowered.push(part.ast);
        }
        Part::computed(Kind::List(Box::new(kind)), AstNode::List(lowered), size)
    }

    pub(super) fn filter(&mut self, node: &Node, list: &Node, test: &Node) -> Part {
        let Some((source, item)) = self.walked(node, list) else { return Part::unknown() };
        if let Some(index) = index(test) {
            let ast = AstNode::Filter(source.ast.into(), index.into());
            let part = Part::computed(item, ast, source.size + 3);
            return Part { yields_null: true, ..part };
        }
        self.scope = Some(Scope::Filter(item));
        let test_part = self.condition(test);
        self.scope = None;
        let size = source.size + 2 * test_part.size + 7;
        let refuted = negated(test_part.clone()).ast;
        // A text is the one answer that makes the library give up the whole filter.
        let neither = AstNode::String("empty value".to_owned());
        let otherwise = AstNode::If(refuted.into(), AstNode::Boolean(false).into(), neither.into());
        let strict =
            AstNode::If(test_part.ast.into(), AstNode::Boolean(true).into(), otherwise.into());
        Part::computed(source.kind, AstNode::Filter(source.ast.into(), strict.into()), size)
    }

    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        variable: &Word,
        (list, body): (&Node, &Node),
    ) -> Part {
        let Some((source, item)) = self.walked(list, list) else { return Part::unknown() };
        self.scope = Some(Scope::Variable(variable.text.clone(), item));
        let body = self.condition(body);
        self.scope = None;
        let name = named(&format!("%{}", variable.text));
        let context = AstNode::QuantifiedContext(name.into(), source.ast.clone().into());
        let contexts = AstNode::QuantifiedContexts(vec![context]);
        let satisfies = AstNode::Satisfies(body.ast.into());
        let ast = match quantifier {
            Quantifier::Some => AstNode::Some(contexts.into(), satisfies.into()),
            Quantifier::Every => AstNode::Every(contexts.into(), satisfies.into()),
        };
        let part = Part::computed(Kind::Boolean, ast, source.size + body.size + 5);
        unless_empty(&source, part)
    }

    /// A list that may be walked, and the kind of its items.
    fn walked(&mut self, node: &Node, list: &Node) -> Option<(Part, Kind)> {
        if self.scope.is_some() {
            self.problems.push(refuse::nested_walk(&node.at));
            return None;
        }
        let source = self.node(list);
        let item = match &source.kind {
            Kind::Unknown => return None,
            Kind::List(item) => (**item).clone(),
            kind => {
                self.problems.push(refuse::wanted(&list.at, ("列表", "a list"), kind));
                return None;
            }
        };
        if source.shape != Shape::Plain {
            self.problems.push(Problem::new(
                NOT_ALLOWED,
                list.at.clone(),
                ("只能筛选声明过的列表", "expected a declared list, but this one is computed"),
            ));
            return None;
        }
        Some((source, item))
    }
}

/// A literal position: `[1]`, or `[-1]` from the end.
fn index(test: &Node) -> Option<AstNode> {
    match &test.form {
        Form::Number(before, after) if after.is_empty() && before.len() <= 3 => {
            Some(AstNode::Numeric(before.clone(), String::new(), '+', String::new()))
        }
        Form::Negation(operand) => Some(AstNode::Neg(index(operand)?.into())),
        _ => None,
    }
}
