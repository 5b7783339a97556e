//! `matches(text, "pattern")`, with the pattern compiled once.
//!
//! Not here: computed patterns; there are none. The library compiles a pattern at each call, half a
//! millisecond for an identity number, so the AST calls a function of ours, which the scope holds.
//! Invariant: matching is linear in the text, whatever the pattern.

use std::sync::Arc;

use dsntk_feel::{
    Evaluator, FeelScope, FeelType, FunctionBody, Name, closure::Closure, context::FeelContext,
    values::Value,
};
use dsntk_feel_parser::AstNode;
use regex::RegexBuilder;

use super::{Lower, Part, named, refuse};
use crate::feel::{
    kind::Kind,
    limits::{PATTERN_BYTES_MAX, PATTERN_CHARACTERS_MAX, PATTERNS_MAX},
    problem::{Problem, TEXT, TOO_LARGE},
    tree::{Form, Node},
};

/// The one argument of such a function.
const ARGUMENT: &str = "%text";

impl Lower<'_> {
    pub(super) fn matches(&mut self, text: &Node, pattern: &Node) -> Part {
        let part = self.node(text);
        if !part.kind.fits(&Kind::Text) {
            let problem = refuse::wanted(&text.at, Kind::Text.words(), &part.kind);
            return self.refuse(problem);
        }
        let Form::Text(written) = &pattern.form else {
            let found = self.node(pattern).kind;
            let problem = refuse::wanted(&pattern.at, ("写定的模式", "a literal pattern"), &found);
            return self.refuse(problem);
        };
        if self.patterns.len() == PATTERNS_MAX {
            return self.refuse(Problem::new(
                TOO_LARGE,
                pattern.at.clone(),
                (
                    format!("一个表达式最多 {PATTERNS_MAX} 个模式"),
                    format!("expected at most {PATTERNS_MAX} patterns, but this is one more"),
                ),
            ));
        }
        let Some(function) = compiled(written) else {
            return self.refuse(Problem::new(
                TEXT,
                pattern.at.clone(),
                (
                    format!("这不是正则表达式，或者太大（最长 {PATTERN_CHARACTERS_MAX} 字）"),
                    format!(
                        "expected a regular expression of at most {PATTERN_CHARACTERS_MAX} \
                     characters that stays small, but this is not one"
                    ),
                ),
            ));
        };
        let name = format!("$matches{}", self.patterns.len());
        self.patterns.push((Name::from(name.as_str()), function));
        let arguments = AstNode::PositionalParameters(vec![part.ast]);
        let ast = AstNode::FunctionInvocation(named(&name).into(), arguments.into());
        Part::computed(Kind::Boolean, ast, part.size + 2)
    }
}

/// A function of one text; none if the pattern is no pattern or too large.
fn compiled(pattern: &str) -> Option<Value> {
    if pattern.chars().count() > PATTERN_CHARACTERS_MAX {
        return None;
    }
    let regex = RegexBuilder::new(pattern).size_limit(PATTERN_BYTES_MAX).build().ok()?;
    let argument = Name::from(ARGUMENT);
    let evaluator: Evaluator =
        Box::new(move |scope: &FeelScope| match scope.get_value(&argument) {
            Some(Value::String(text)) => Value::Boolean(regex.is_match(&text)),
            _ => Value::Null(Some("no text".to_owned())),
        });
    Some(Value::FunctionDefinition(
        vec![(Name::from(ARGUMENT), FeelType::Any)],
        FunctionBody::LiteralExpression(Arc::new(evaluator)),
        false,
        Closure::default(),
        FeelContext::default(),
        FeelType::Any,
    ))
}
