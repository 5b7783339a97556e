//! Values: literals, names, lists, calls, brackets.
//!
//! Not here: which functions exist (`functions`); here a call is any words before `(`.
//! Invariant: contexts, function definitions and ranges outside `in` have no way through.

use super::{Parser, refused};
use crate::feel::{
    functions::{NAME_WORDS_MAX, is_function},
    names::RESERVED,
    problem::Problem,
    token::What,
    tree::{Form, Node, Word},
};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Result<Node, Problem> {
        let at = self.at();
        let form = match self.token().what.clone() {
            What::Number(before, after) => Form::Number(before, after),
            What::Text(text) => Form::Text(text),
            What::Word(word) => return self.name_or_call(word),
            What::Sign("(") => {
                self.advance();
                let node = self.expression()?;
                if self.is_sign("..") {
                    return Err(refused(self.at(), "a..b").hint(
                        "区间只能写在 in 后面，例如 x in (1..5]",
                        "a range stands behind `in` only, as x in (1..5]",
                    ));
                }
                self.expect_sign(")")?;
                return Ok(node);
            }
            What::Sign("[") => return self.list(),
            What::Sign("@") => return self.at_literal(),
            What::Sign("{") => return Err(refused(at, "{…}")),
            What::Sign(_) | What::End => return Err(self.expected("值", "a value")),
        };
        self.advance();
        self.node(at, form)
    }

    fn name_or_call(&mut self, word: String) -> Result<Node, Problem> {
        let at = self.at();
        if let Some(callee) = self.callee() {
            return self.call(callee);
        }
        let form = match word.as_str() {
            "null" => Form::Null,
            "true" => Form::Boolean(true),
            "false" => Form::Boolean(false),
            "item" => Form::Name(word),
            reserved if RESERVED.contains(&reserved) => {
                return Err(self.expected("值", "a value"));
            }
            _ => Form::Name(word),
        };
        self.advance();
        self.node(at, form)
    }

    /// The most words before `(` that name a function or could be meant to.
    fn callee(&mut self) -> Option<Word> {
        let mut name = String::new();
        let mut plain = true;
        let mut found = None;
        for count in 1..=NAME_WORDS_MAX {
            let token = self.tokens.get(self.next + count - 1)?;
            let What::Word(word) = &token.what else { break };
            if count > 1 {
                name.push(' ');
            }
            name.push_str(word);
            plain &= !RESERVED.contains(&word.as_str());
            let next = self.tokens.get(self.next + count).map(|token| &token.what);
            let called = matches!(next, Some(What::Sign("(")));
            if called && (plain || is_function(&name)) {
                found = Some((count, name.clone(), token.at.end));
            }
        }
        let (count, text, end) = found?;
        let at = self.at().start..end;
        self.next += count;
        Some(Word { at, text })
    }

    fn call(&mut self, callee: Word) -> Result<Node, Problem> {
        self.expect_sign("(")?;
        let mut arguments = Vec::new();
        if !self.is_sign(")") {
            loop {
                arguments.push(self.expression()?);
                if self.is_sign(":") {
                    return Err(refused(self.at(), "name: value").hint(
                        "参数按次序写，不写参数名",
                        "write arguments in their order, without names",
                    ));
                }
                if !self.take_sign(",") {
                    break;
                }
            }
        }
        let at = callee.at.start..self.expect_sign(")")?.end;
        self.node(at, Form::Call(callee, arguments))
    }

    fn list(&mut self) -> Result<Node, Problem> {
        let start = self.expect_sign("[")?.start;
        let mut items = Vec::new();
        if !self.is_sign("]") {
            loop {
                items.push(self.expression()?);
                if self.is_sign("..") {
                    return Err(refused(self.at(), "a..b").hint(
                        "区间只能写在 in 后面，例如 x in [1..5]",
                        "a range stands behind `in` only, as x in [1..5]",
                    ));
                }
                if !self.take_sign(",") {
                    break;
                }
            }
        }
        let at = start..self.expect_sign("]")?.end;
        self.node(at, Form::List(items))
    }

    fn at_literal(&mut self) -> Result<Node, Problem> {
        let start = self.advance().start;
        let What::Text(text) = self.token().what.clone() else {
            return Err(self.expected("双引号中的日期", "a date in quotes"));
        };
        let at = start..self.advance().end;
        self.node(at, Form::At(text))
    }
}
