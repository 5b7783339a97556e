//! Names, paths and properties.
//!
//! Not here: values.
//! Invariant: a path through records that starts at an outer name becomes one name, so evaluation
//! is given the leaf and not the record.

use std::{ops::Range, sync::Arc};

use dsntk_feel::Name;
use dsntk_feel_parser::AstNode;

use super::{Lower, Part, Scope, Shape, Used, named};
use crate::{
    Type,
    feel::{
        kind::Kind,
        names::{Names, nearest},
        problem::{FIELD, NAME, Problem},
        tree::{Form, Node, Word},
    },
};

impl Lower<'_> {
    pub(super) fn name(&mut self, name: &str, at: &Range<usize>) -> Part {
        if let Some(part) = self.bound(name) {
            return part;
        }
        let names: &Names = self.names;
        match names.entry(name) {
            Some((root, kind)) => self.outer(root, kind, &[]),
            None => self.unknown_name(name, at),
        }
    }

    pub(super) fn path(&mut self, node: &Node, base: &Node, field: &Word) -> Part {
        let Some((root, words)) = chain(node) else {
            let base = self.node(base);
            return self.member(base, field);
        };
        let names: &Names = self.names;
        let Some((root, kind)) = names.entry(root).filter(|_| self.bound(root).is_none()) else {
            let base = self.node(base);
            return self.member(base, field);
        };
        let (leaf, count) = through_records(kind, &words);
        let mut part = self.outer(root, leaf, &words[..count]);
        for word in &words[count..] {
            part = self.member(part, word);
        }
        part
    }

    /// What a filter or a quantifier binds.
    fn bound(&self, name: &str) -> Option<Part> {
        match self.scope.as_ref()? {
            Scope::Variable(variable, kind) if variable == name => {
                Some(Part::plain(kind.clone(), named(&format!("%{name}")), 1))
            }
            Scope::Filter(kind) if name == "item" => {
                Some(Part::plain(kind.clone(), named("item"), 1))
            }
            Scope::Filter(Kind::Record(fields)) => {
                let kind = fields.get(name)?;
                Some(Part::plain(kind.clone(), named(&format!(".{name}")), 1))
            }
            Scope::Variable(..) | Scope::Filter(_) => None,
        }
    }

    fn outer(&mut self, root: &Arc<str>, kind: &Type, words: &[&Word]) -> Part {
        let fields = words.iter().map(|word| Arc::from(word.text.as_str()));
        let path: Vec<Arc<str>> = [Arc::clone(root)].into_iter().chain(fields).collect();
        let written = path.join(".");
        let lowered = format!("${written}");
        let ast = named(&lowered);
        self.used.entry(lowered.clone()).or_insert_with(|| Used {
            lowered: Name::from(lowered),
            written: written.into(),
            path,
            kind: kind.clone(),
        });
        Part::plain(kind.into(), ast, 1)
    }

    /// `part.field`
    fn member(&mut self, part: Part, field: &Word) -> Part {
        let name = field.text.as_str();
        let kind = match &part.kind {
            Kind::Unknown => return part,
            Kind::Record(fields) => fields.get(name).cloned(),
            Kind::List(item) => match &**item {
                Kind::Record(fields) => {
                    fields.get(name).map(|kind| Kind::List(Box::new(kind.clone())))
                }
                _ => None,
            },
            _ => return self.property(part, field),
        };
        let Some(kind) = kind else { return self.unknown_field(&part.kind, field) };
        let ast = AstNode::Path(part.ast.into(), named(&format!(".{name}")).into());
        Part { kind, ast, size: part.size + 2, ..part }
    }

    fn property(&mut self, part: Part, field: &Word) -> Part {
        let name = field.text.as_str();
        if !properties(&part.kind).contains(&name) {
            return self.unknown_field(&part.kind, field);
        }
        if part.kind == Kind::Span {
            return whole_days(part);
        }
        let ast = AstNode::Path(part.ast.into(), named(name).into());
        Part::computed(Kind::Number, ast, part.size + 2)
    }

    fn unknown_name(&mut self, name: &str, at: &Range<usize>) -> Part {
        let fields = match &self.scope {
            Some(Scope::Filter(Kind::Record(fields))) => Some(fields.keys().map(|name| &**name)),
            _ => None,
        };
        let declared = self.names.iter().map(|(name, _)| name);
        let near = nearest(name, fields.into_iter().flatten().chain(declared)).map(str::to_owned);
        let problem = Problem::new(
            NAME,
            at.clone(),
            (
                format!("没有声明名称“{name}”"),
                format!("expected a declared name, but `{name}` is not declared"),
            ),
        );
        self.refuse(match near {
            Some(near) => {
                problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"))
            }
            None if self.names.iter().any(|(_, kind)| *kind == Type::Text) => problem.hint(
                format!("如果是文本，请写成 \"{name}\""),
                format!("if it is a text, write \"{name}\""),
            ),
            None => problem,
        })
    }

    fn unknown_field(&mut self, kind: &Kind, field: &Word) -> Part {
        let name = &field.text;
        let (zh, en) = kind.words();
        let problem = Problem::new(
            FIELD,
            field.at.clone(),
            (
                format!("{zh}没有字段“{name}”"),
                format!("expected a field, but {en} has no `{name}` here"),
            ),
        );
        let near = match kind {
            Kind::Record(fields) => nearest(name, fields.keys().map(|name| &**name)),
            Kind::List(item) => match &**item {
                Kind::Record(fields) => nearest(name, fields.keys().map(|name| &**name)),
                _ => None,
            },
            kind => {
                let known = properties(kind).join("、.");
                let problem = if known.is_empty() {
                    problem
                } else {
                    problem.hint(
                        format!("可以取 .{known}"),
                        format!("it has .{}", properties(kind).join(", .")),
                    )
                };
                return self.refuse(problem);
            }
        };
        self.refuse(match near {
            Some(near) => {
                problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"))
            }
            None => problem,
        })
    }
}

/// The parts of days, instants and durations that have a name. Hours of a duration are left out:
/// the library drops their sign.
fn properties(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Date => &["year", "month", "day", "weekday"],
        Kind::Instant => &["year", "month", "day", "weekday", "hour", "minute", "second"],
        Kind::Span => &["days"],
        Kind::Period => &["years", "months"],
        _ => &[],
    }
}

/// Whole days with their sign: the library's `days` is always positive, so that a missed deadline
/// would read as one still ahead.
fn whole_days(span: Part) -> Part {
    let day = AstNode::At("P1D".to_owned());
    let days = AstNode::Div(span.ast.into(), day.into());
    let none = AstNode::Numeric("0".to_owned(), String::new(), '+', String::new());
    let arguments = AstNode::PositionalParameters(vec![days, none]);
    let ast = AstNode::FunctionInvocation(named("round down").into(), arguments.into());
    Part { shape: Shape::Computed, ..Part::computed(Kind::Number, ast, span.size + 6) }
}

/// `a.b.c` as its first name and the words after it.
fn chain(node: &Node) -> Option<(&str, Vec<&Word>)> {
    match &node.form {
        Form::Name(name) => Some((name, Vec::new())),
        Form::Path(base, field) => {
            let (root, mut words) = chain(base)?;
            words.push(field);
            Some((root, words))
        }
        _ => None,
    }
}

/// How far the words lead through records, and the type found there.
fn through_records<'t>(kind: &'t Type, words: &[&Word]) -> (&'t Type, usize) {
    let mut found = (kind, 0);
    for word in words {
        let Type::Record(fields) = found.0 else { break };
        let Some(field) = fields.get(word.text.as_str()) else { break };
        found = (field, found.1 + 1);
    }
    found
}
