//! Tokens to tree, by precedence as FEEL has it.
//!
//! ```text
//! loose   if some every | or | and | = != < <= > >= | between in | + - | * / | -x | . []   tight
//! ```
//! Not here: names and kinds. Linear in the source, where the library's reader is cubic.
//! Invariants: recursion is limited by [`DEPTH_MAX`], nodes by [`NODES_MAX`]; the first syntax
//! problem ends the parse, as guesses after it would mislead.

mod postfix;
mod primary;

use std::ops::Range;

use super::{
    limits::{DEPTH_MAX, NODES_MAX},
    names::RESERVED,
    problem::{NOT_ALLOWED, Problem, SYNTAX, TOO_LARGE},
    token::{Token, What},
    tree::{Form, Node, Operator, Quantifier, Test, Word},
};

/// Reads a whole source.
pub(super) fn parse(tokens: &[Token]) -> Result<Node, Problem> {
    let mut parser = Parser { tokens, next: 0, nodes: 0, nesting: 0 };
    let node = parser.expression()?;
    parser.expect_end()?;
    Ok(node)
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    nodes: usize,
    nesting: usize,
}

/// How tightly operators bind; [`Parser::binary`] takes the loosest it may read.
mod binding {
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const COMPARISON: u8 = 3;
    pub(super) const MEMBERSHIP: u8 = 4;
    pub(super) const SUM: u8 = 5;
    pub(super) const PRODUCT: u8 = 6;
}

impl Parser<'_> {
    fn expression(&mut self) -> Result<Node, Problem> {
        self.nested(|parser| match parser.word() {
            Some("if") => parser.conditional(),
            Some("some") => parser.quantified(Quantifier::Some),
            Some("every") => parser.quantified(Quantifier::Every),
            Some(word @ ("for" | "function")) => Err(refused(parser.at(), word)),
            _ => parser.binary(binding::OR),
        })
    }

    fn conditional(&mut self) -> Result<Node, Problem> {
        let start = self.advance().start;
        let condition = self.expression()?;
        self.expect_word("then")?;
        let positive = self.expression()?;
        self.expect_word("else")?;
        let negative = self.expression()?;
        let at = start..negative.at.end;
        self.node(at, Form::If(condition.into(), positive.into(), negative.into()))
    }

    fn quantified(&mut self, quantifier: Quantifier) -> Result<Node, Problem> {
        let start = self.advance().start;
        let variable = self.variable()?;
        self.expect_word("in")?;
        let list = self.binary(binding::SUM)?;
        if self.is_sign(",") {
            return Err(refused(self.at(), "some x in a, y in b"));
        }
        self.expect_word("satisfies")?;
        let body = self.expression()?;
        let at = start..body.at.end;
        self.node(at, Form::Quantified(quantifier, variable, list.into(), body.into()))
    }

    fn variable(&mut self) -> Result<Word, Problem> {
        match &self.token().what {
            What::Word(text) if !RESERVED.contains(&text.as_str()) => {
                let text = text.clone();
                Ok(Word { at: self.advance(), text })
            }
            _ => Err(self.expected("变量名", "the name of a variable")),
        }
    }

    /// Operators that bind at least as tightly as `least`; comparisons do not chain.
    fn binary(&mut self, least: u8) -> Result<Node, Problem> {
        let mut left = self.unary()?;
        let mut last = 0;
        while let Some((binding, operator)) = self.operator().filter(|found| found.0 >= least) {
            if binding == last && matches!(binding, binding::COMPARISON | binding::MEMBERSHIP) {
                return Err(chained(self.at()));
            }
            last = binding;
            left = match operator {
                Some(operator) => {
                    self.advance();
                    let right = self.binary(binding + 1)?;
                    let at = left.at.start..right.at.end;
                    self.node(at, Form::Binary(operator, left.into(), right.into()))?
                }
                None if self.word() == Some("in") => self.membership(left)?,
                None => self.between(left)?,
            };
        }
        Ok(left)
    }

    fn operator(&self) -> Option<(u8, Option<Operator>)> {
        Some(match &self.token().what {
            What::Word(word) => match word.as_str() {
                "or" => (binding::OR, Some(Operator::Or)),
                "and" => (binding::AND, Some(Operator::And)),
                "in" | "between" => (binding::MEMBERSHIP, None),
                _ => return None,
            },
            What::Sign(sign) => match *sign {
                "+" => (binding::SUM, Some(Operator::Add)),
                "-" => (binding::SUM, Some(Operator::Subtract)),
                "*" => (binding::PRODUCT, Some(Operator::Multiply)),
                "/" => (binding::PRODUCT, Some(Operator::Divide)),
                sign => (binding::COMPARISON, Some(Operator::comparison(sign)?)),
            },
            What::Number(..) | What::Text(_) | What::End => return None,
        })
    }

    fn unary(&mut self) -> Result<Node, Problem> {
        if matches!(self.word(), Some("if" | "some" | "every" | "for" | "function")) {
            return self.expression();
        }
        if !self.is_sign("-") {
            return self.postfix();
        }
        let start = self.advance().start;
        let operand = self.nested(Self::unary)?;
        let at = start..operand.at.end;
        self.node(at, Form::Negation(operand.into()))
    }
}

/// The plumbing: reading on, and refusing to.
impl Parser<'_> {
    fn token(&self) -> &Token {
        &self.tokens[self.next]
    }

    fn at(&self) -> Range<usize> {
        self.token().at.clone()
    }

    fn word(&self) -> Option<&str> {
        match &self.token().what {
            What::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is_sign(&self, wanted: &str) -> bool {
        matches!(self.token().what, What::Sign(sign) if sign == wanted)
    }

    /// Steps over the token, never past the end, and gives its place.
    fn advance(&mut self) -> Range<usize> {
        let at = self.at();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        at
    }

    fn take_sign(&mut self, wanted: &str) -> bool {
        let found = self.is_sign(wanted);
        if found {
            self.advance();
        }
        found
    }

    fn expect_sign(&mut self, wanted: &'static str) -> Result<Range<usize>, Problem> {
        if self.is_sign(wanted) { Ok(self.advance()) } else { Err(self.expected(wanted, wanted)) }
    }

    fn expect_word(&mut self, wanted: &'static str) -> Result<(), Problem> {
        if self.word() != Some(wanted) {
            return Err(self.expected(wanted, wanted));
        }
        self.advance();
        Ok(())
    }

    fn expect_end(&self) -> Result<(), Problem> {
        if self.token().what == What::End {
            return Ok(());
        }
        let problem = self.expected("运算符或结尾", "an operator or the end");
        Err(match &self.token().what {
            What::Word(word) if word == "instance" => refused(self.at(), "instance of"),
            What::Word(_) => problem.hint(
                "名称中不能有空格；不同的名称之间要有运算符",
                "names have no spaces, and two names need an operator between them",
            ),
            _ => problem,
        })
    }

    fn expected(&self, zh: &str, en: &str) -> Problem {
        let found = match &self.token().what {
            What::Word(word) => word.clone(),
            What::Number(before, after) if after.is_empty() => before.clone(),
            What::Number(before, after) => format!("{before}.{after}"),
            What::Text(_) => "\"…\"".to_owned(),
            What::Sign(sign) => (*sign).to_owned(),
            What::End => {
                let (zh, en) = (
                    format!("这里应当是{zh}，但表达式已经结束"),
                    format!("expected {en}, but the expression ends"),
                );
                return Problem::new(SYNTAX, self.at(), (zh, en));
            }
        };
        Problem::new(
            SYNTAX,
            self.at(),
            (
                format!("这里应当是{zh}，却是“{found}”"),
                format!("expected {en}, but found `{found}`"),
            ),
        )
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Node, Problem>,
    ) -> Result<Node, Problem> {
        if self.nesting == DEPTH_MAX {
            return Err(too_deep(self.at()));
        }
        self.nesting += 1;
        let node = read(self);
        self.nesting -= 1;
        node
    }

    fn node(&mut self, at: Range<usize>, form: Form) -> Result<Node, Problem> {
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(too_large(at, "项", "parts", NODES_MAX));
        }
        let depth = 1 + depth_inside(&form);
        if depth > DEPTH_MAX {
            return Err(too_deep(at));
        }
        Ok(Node { at, depth, form })
    }
}

fn depth_inside(form: &Form) -> usize {
    let deepest = |nodes: &[&Node]| nodes.iter().map(|node| node.depth).max().unwrap_or(0);
    match form {
        Form::Null
        | Form::Boolean(_)
        | Form::Number(..)
        | Form::Text(_)
        | Form::At(_)
        | Form::Name(_) => 0,
        Form::Path(base, _) | Form::Negation(base) => base.depth,
        Form::List(items) | Form::Call(_, items) => {
            items.iter().map(|node| node.depth).max().unwrap_or(0)
        }
        Form::Filter(a, b) | Form::Binary(_, a, b) | Form::Quantified(_, _, a, b) => {
            deepest(&[a, b])
        }
        Form::Between(a, b, c) | Form::If(a, b, c) => deepest(&[a, b, c]),
        Form::In(value, tests) => tests
            .iter()
            .flat_map(Test::nodes)
            .map(|node| node.depth)
            .chain([value.depth])
            .max()
            .unwrap_or(0),
    }
}

fn too_deep(at: Range<usize>) -> Problem {
    too_large(at, "层", "levels", DEPTH_MAX)
}

fn too_large(at: Range<usize>, zh: &str, en: &str, most: usize) -> Problem {
    Problem::new(
        TOO_LARGE,
        at,
        (
            format!("表达式最多 {most} {zh}"),
            format!("expected at most {most} {en}, but the expression has more"),
        ),
    )
    .hint("请拆开，或改用列表、决策表", "split it, or use a list or a decision table")
}

fn refused(at: Range<usize>, what: &str) -> Problem {
    Problem::new(
        NOT_ALLOWED,
        at,
        (
            format!("这里不允许使用“{what}”"),
            format!("expected a plain expression, but `{what}` is not allowed here"),
        ),
    )
}

fn chained(at: Range<usize>) -> Problem {
    Problem::new(
        SYNTAX,
        at,
        ("比较不能连写".to_owned(), "expected one comparison, but a second follows".to_owned()),
    )
    .hint("例如写成 x in [1..5]", "write x in [1..5]")
}
