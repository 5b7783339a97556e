//! An expression that passed the fence, and its evaluation.
//!
//! Not here: what passes (`lower`).
//! Invariants: each evaluation has a fresh scope with the names that are used and nothing else; a
//! panic of the library is a [`Fault`]. Reading happens on the caller's stack: depth 64 needs less
//! than half a mebibyte, so any tokio thread will do.

use std::{borrow::Cow, collections::BTreeMap, fmt, ops::Range, sync::Arc};

use dsntk_feel::{Evaluator, FeelScope, Name, context::FeelContext, values};
use indexmap::IndexMap;
use jiff::{Timestamp, civil::Date};

use super::{
    Fault, Names, Problem,
    convert::{self, Uncrossed},
    lower::{self, Checked, NOW, TODAY, Used},
    parse, problem, quiet, token,
};
use crate::{Type, Value};

/// What an expression reads: a document, the state of a case.
pub trait Values {
    /// The value of an outer name; none means that nothing was entered.
    fn get(&self, name: &str) -> Option<Cow<'_, Value>>;
}

/// What `today()` and `now()` give: the clock is the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// The legal day (+08:00).
    pub date: Date,
    /// The instant.
    pub instant: Timestamp,
}

/// A checked expression; cheap to clone, evaluated from any thread.
#[derive(Clone)]
pub struct Expression(Arc<Inner>);

struct Inner {
    source: Arc<str>,
    evaluator: Evaluator,
    used: Vec<Used>,
    patterns: Vec<(Name, values::Value)>,
    result: Option<Type>,
    yields_null: bool,
    today: Option<Name>,
    now: Option<Name>,
}

impl Expression {
    /// Reads and checks `source`; every problem is reported that can be told from the others.
    pub fn parse(source: &str, names: &Names) -> Result<Self, Vec<Problem>> {
        Self::read(source, names, false)
    }

    /// As [`Expression::parse`], for a source that must give a boolean.
    pub fn parse_condition(source: &str, names: &Names) -> Result<Self, Vec<Problem>> {
        Self::read(source, names, true)
    }

    /// What was written.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The type of its result; none for the literal `null`.
    pub fn result_type(&self) -> Option<&Type> {
        self.0.result.as_ref()
    }

    /// The names it reads, as paths: `income`, `survey.visited`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.used.iter().map(|used| &*used.written)
    }

    /// True if the result depends on the clock.
    pub fn reads_clock(&self) -> bool {
        self.0.today.is_some() || self.0.now.is_some()
    }

    /// The result for `values`; null only where a name, a choice of names or an item was asked for.
    pub fn evaluate(&self, values: &dyn Values, clock: Today) -> Result<Value, Fault> {
        let mut empty = Vec::new();
        let scope = self.scope(values, clock, &mut empty)?;
        let answer = quiet::run(|| (self.0.evaluator)(&scope));
        let Some(answer) = answer else {
            return Err(Fault::Failed { source_text: Arc::clone(&self.0.source) });
        };
        self.result(answer, empty)
    }

    /// The result as a boolean; anything else is a fault, never false.
    pub fn condition(&self, values: &dyn Values, clock: Today) -> Result<bool, Fault> {
        match self.evaluate(values, clock)? {
            Value::Boolean(answer) => Ok(answer),
            _ => Err(Fault::NotBoolean { source_text: Arc::clone(&self.0.source) }),
        }
    }

    fn read(source: &str, names: &Names, condition: bool) -> Result<Self, Vec<Problem>> {
        let Checked { ast, kind, yields_null, used, patterns, asks_today, asks_now } =
            check(source, names, condition)?;
        let Some(evaluator) = quiet::run(|| dsntk_feel_evaluator::prepare(&ast)) else {
            return Err(vec![failed(0..source.len())]);
        };
        Ok(Self(Arc::new(Inner {
            source: source.into(),
            evaluator,
            used,
            patterns,
            result: kind.to_type(),
            yields_null,
            today: asks_today.then(|| Name::from(TODAY)),
            now: asks_now.then(|| Name::from(NOW)),
        })))
    }

    fn scope(
        &self,
        values: &dyn Values,
        clock: Today,
        empty: &mut Vec<Arc<str>>,
    ) -> Result<FeelScope, Fault> {
        let mut context = FeelContext::new();
        for used in &self.0.used {
            let root = values.get(&used.path[0]).unwrap_or(Cow::Owned(Value::Null));
            let wrong = |_| Fault::WrongValue { name: Arc::clone(&used.written) };
            let leaf = leaf(&root, &used.path[1..]).ok_or(Uncrossed::Wrong).map_err(wrong)?;
            let value = convert::inward(leaf, &used.kind, (&used.written, empty)).map_err(wrong)?;
            context.set_entry(&used.lowered, value);
        }
        for (name, function) in &self.0.patterns {
            context.set_entry(name, function.clone());
        }
        let wrong = |_| Fault::WrongValue { name: "today()".into() };
        if let Some(name) = &self.0.today {
            let date = convert::day(clock.date).map_err(wrong)?;
            context.set_entry(name, values::Value::Date(date));
        }
        if let Some(name) = &self.0.now {
            let time = convert::time(clock.instant).map_err(wrong)?;
            context.set_entry(name, values::Value::DateTime(time));
        }
        Ok(context.into())
    }

    fn result(&self, answer: values::Value, empty: Vec<Arc<str>>) -> Result<Value, Fault> {
        let source_text = Arc::clone(&self.0.source);
        match answer {
            values::Value::Null(None) if self.0.yields_null => return Ok(Value::Null),
            // The message may hold values, so only this much of it is told.
            values::Value::Null(Some(message)) if message.contains("division by zero") => {
                return Err(Fault::DivisionByZero { source_text });
            }
            values::Value::Null(_) if !empty.is_empty() => {
                return Err(Fault::Empty { source_text, empty });
            }
            values::Value::Null(_) => return Err(Fault::NoResult { source_text }),
            _ => {}
        }
        let Some(kind) = &self.0.result else { return Err(Fault::NoResult { source_text }) };
        match convert::outward(answer, kind) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(Fault::NoResult { source_text }),
            Err(_) => Err(Fault::OutOfRange { source_text }),
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.0.source).finish()
    }
}

/// Same source; expressions of one source may differ by the names they were checked against.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source
    }
}

impl Values for IndexMap<Arc<str>, Value> {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        IndexMap::get(self, name).map(Cow::Borrowed)
    }
}

impl Values for BTreeMap<String, Value> {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        BTreeMap::get(self, name).map(Cow::Borrowed)
    }
}

/// Source to checked AST.
pub(super) fn check(source: &str, names: &Names, condition: bool) -> Result<Checked, Vec<Problem>> {
    let tokens = token::tokens(source)?;
    let tree = parse::parse(&tokens).map_err(|problem| vec![problem])?;
    lower::lower(&tree, names, condition)
}

/// The value at the end of a path; none if there is no record on the way.
fn leaf<'v>(root: &'v Value, path: &[Arc<str>]) -> Option<&'v Value> {
    let mut value = root;
    for field in path {
        value = match value {
            Value::Record(fields) => fields.get(field).unwrap_or(&Value::Null),
            Value::Null => return Some(value),
            _ => return None,
        };
    }
    Some(value)
}

fn failed(at: Range<usize>) -> Problem {
    Problem::new(
        problem::NOT_ALLOWED,
        at,
        (
            "这个表达式无法计算",
            "expected an expression that can be evaluated, but the evaluator refused it",
        ),
    )
}
