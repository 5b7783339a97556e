//! What follows a value: a path, a filter, a membership.
//!
//! Not here: values themselves (`primary`).
//! Invariant: a callee is a word, so nothing computed is ever called.

use super::{Parser, binding, refused};
use crate::feel::{
    problem::Problem,
    token::What,
    tree::{Form, Node, Operator, Test, Word},
};

impl Parser<'_> {
    pub(super) fn postfix(&mut self) -> Result<Node, Problem> {
        let mut node = self.primary()?;
        loop {
            let start = node.at.start;
            if self.take_sign(".") {
                let field = self.field()?;
                node = self.node(start..field.at.end, Form::Path(node.into(), field))?;
            } else if self.is_sign("[") {
                self.advance();
                let test = self.expression()?;
                let end = self.expect_sign("]")?.end;
                node = self.node(start..end, Form::Filter(node.into(), test.into()))?;
            } else if self.is_sign("(") {
                return Err(refused(self.at(), "(…)(…)"));
            } else {
                return Ok(node);
            }
        }
    }

    /// Any word may name a field, as `date.year` does.
    fn field(&mut self) -> Result<Word, Problem> {
        match &self.token().what {
            What::Word(text) => {
                let text = text.clone();
                Ok(Word { at: self.advance(), text })
            }
            _ => Err(self.expected("字段名", "the name of a field")),
        }
    }

    pub(super) fn between(&mut self, value: Node) -> Result<Node, Problem> {
        self.advance();
        let low = self.binary(binding::SUM)?;
        self.expect_word("and")?;
        let high = self.binary(binding::SUM)?;
        let at = value.at.start..high.at.end;
        self.node(at, Form::Between(value.into(), low.into(), high.into()))
    }

    pub(super) fn membership(&mut self, value: Node) -> Result<Node, Problem> {
        self.advance();
        let start = value.at.start;
        let tests = if self.is_sign("(") { self.tests()? } else { vec![self.test()?] };
        let end = self.tokens[self.next - 1].at.end;
        self.node(start..end, Form::In(value.into(), tests))
    }

    /// `(a, >= b, [c..d])`, or a range that opens with a round bracket.
    fn tests(&mut self) -> Result<Vec<Test>, Problem> {
        self.expect_sign("(")?;
        let first = self.test()?;
        if self.take_sign("..") {
            return match first {
                Test::Value(start) => Ok(vec![self.range((start, false))?]),
                _ => Err(self.expected(")", ")")),
            };
        }
        let mut tests = vec![first];
        while self.take_sign(",") {
            tests.push(self.test()?);
        }
        self.expect_sign(")")?;
        Ok(tests)
    }

    fn test(&mut self) -> Result<Test, Problem> {
        if let What::Sign(sign) = self.token().what {
            if let Some(operator) = Operator::comparison(sign) {
                self.advance();
                return Ok(Test::Compare(operator, self.binary(binding::SUM)?));
            }
            if sign == "]" {
                self.advance();
                let start = self.binary(binding::SUM)?;
                self.expect_sign("..")?;
                return self.range((start, false));
            }
            if sign == "[" {
                return self.list_or_range();
            }
            if sign == "(" {
                return self.value_or_range();
            }
        }
        Ok(Test::Value(self.binary(binding::SUM)?))
    }

    /// After `[`: items of a list, or the bounds of a range.
    fn list_or_range(&mut self) -> Result<Test, Problem> {
        let open = self.next;
        self.advance();
        if !self.is_sign("]") {
            let start = self.binary(binding::SUM)?;
            if self.take_sign("..") {
                return self.range((start, true));
            }
        }
        self.next = open;
        Ok(Test::Value(self.binary(binding::SUM)?))
    }

    /// After `(` inside tests: a value in brackets, or the bounds of a range.
    fn value_or_range(&mut self) -> Result<Test, Problem> {
        let open = self.next;
        self.advance();
        let start = self.nested(|parser| parser.binary(binding::OR))?;
        if self.take_sign("..") {
            return self.range((start, false));
        }
        self.next = open;
        Ok(Test::Value(self.binary(binding::SUM)?))
    }

    /// After `..`: the upper bound and its bracket.
    fn range(&mut self, start: (Node, bool)) -> Result<Test, Problem> {
        let end = self.binary(binding::SUM)?;
        let closed = self.is_sign("]");
        if !closed && !self.is_sign(")") && !self.is_sign("[") {
            return Err(self.expected("]", "]"));
        }
        self.advance();
        Ok(Test::Range(start, (end, closed)))
    }
}
