//! The functions an expression may call, and what they take.
//!
//! Not here: what they do; that is the library's.
//! Invariants: each ends in time linear in its arguments (`distinct values`: quadratic in 200
//! items) and reads nothing but them. Left out on purpose: `round half down` (the library rounds
//! 2.55 to 2), `product` (leaves the range of decimals), `number` (panics on NUL), `split`,
//! `replace`, `string join` and all that build lists (sizes multiply), `time` (depends on zones),
//! and what takes or makes a function.

use super::kind::Kind;

/// Most words in a function's name: `years and months duration`.
pub(super) const NAME_WORDS_MAX: usize = 4;

/// One function.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) gives: Gives,
}

/// What a function takes.
pub(super) enum Takes {
    /// One argument for each parameter; the last `optional` may be left out.
    These(&'static [Parameter], usize),
    /// A list of this, or one or more of it as arguments.
    Several(Parameter),
    /// Looked at in its own way: `date`, `date and time`, `duration`, `today`, `now`, `matches`.
    Special,
}

/// What one argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    Boolean,
    Number,
    Text,
    /// A date or an instant.
    Day,
    /// A number or a text: what the library can order in `min` and `max`.
    Ordered,
    /// What can be written as text.
    Printed,
    /// Any list.
    List,
    /// A list of values that `=` can compare.
    Scalars,
    /// A value that the first argument, a list, may hold.
    Item,
    /// The literal 0 to 6.
    Scale,
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    Boolean,
    Number,
    Text,
    Period,
    /// The kind of its first argument, or of that argument's items.
    First,
    /// Known after a look at its arguments.
    Special,
}

use Parameter as P;

const ROUNDING: Takes = Takes::These(&[P::Number, P::Scale], 1);
const SCALED: Takes = Takes::These(&[P::Number, P::Scale], 0);
const TEXT: Takes = Takes::These(&[P::Text], 0);
const TEXTS: Takes = Takes::These(&[P::Text, P::Text], 0);
const NUMBER: Takes = Takes::These(&[P::Number], 0);

const FUNCTIONS: &[Function] = &[
    function("not", Takes::These(&[P::Boolean], 0), Gives::Boolean),
    function("abs", NUMBER, Gives::Number),
    function("floor", ROUNDING, Gives::Number),
    function("ceiling", ROUNDING, Gives::Number),
    function("round up", SCALED, Gives::Number),
    function("round down", SCALED, Gives::Number),
    function("round half up", SCALED, Gives::Number),
    function("decimal", SCALED, Gives::Number),
    function("modulo", Takes::These(&[P::Number, P::Number], 0), Gives::Number),
    function("even", NUMBER, Gives::Boolean),
    function("odd", NUMBER, Gives::Boolean),
    function("sum", Takes::Several(P::Number), Gives::Number),
    function("mean", Takes::Several(P::Number), Gives::Number),
    function("min", Takes::Several(P::Ordered), Gives::First),
    function("max", Takes::Several(P::Ordered), Gives::First),
    function("all", Takes::Several(P::Boolean), Gives::Boolean),
    function("any", Takes::Several(P::Boolean), Gives::Boolean),
    function("count", Takes::These(&[P::List], 0), Gives::Number),
    function("list contains", Takes::These(&[P::Scalars, P::Item], 0), Gives::Boolean),
    function("distinct values", Takes::These(&[P::Scalars], 0), Gives::First),
    function("string", Takes::These(&[P::Printed], 0), Gives::Text),
    function("string length", TEXT, Gives::Number),
    function("upper case", TEXT, Gives::Text),
    function("lower case", TEXT, Gives::Text),
    function("substring", Takes::These(&[P::Text, P::Number, P::Number], 1), Gives::Text),
    function("substring before", TEXTS, Gives::Text),
    function("substring after", TEXTS, Gives::Text),
    function("contains", TEXTS, Gives::Boolean),
    function("starts with", TEXTS, Gives::Boolean),
    function("ends with", TEXTS, Gives::Boolean),
    function("matches", Takes::Special, Gives::Special),
    function("years and months duration", Takes::These(&[P::Day, P::Day], 0), Gives::Period),
    function("date", Takes::Special, Gives::Special),
    function("date and time", Takes::Special, Gives::Special),
    function("duration", Takes::Special, Gives::Special),
    function("today", Takes::Special, Gives::Special),
    function("now", Takes::Special, Gives::Special),
];

/// The function of this name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// True if expressions may call it.
pub(super) fn is_function(name: &str) -> bool {
    find(name).is_some()
}

/// All names, for suggestions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

impl Parameter {
    /// True if a value of this kind may stand here; literals and items are looked at elsewhere.
    pub(super) fn takes(self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Item | Self::Scale, _) | (_, Kind::Unknown) | (Self::List, Kind::List(_)) => {
                true
            }
            (Self::Scalars, Kind::List(item)) => item.is_scalar() && **item != Kind::Instant,
            (Self::Boolean, kind) => *kind == Kind::Boolean,
            (Self::Number, kind) => *kind == Kind::Number,
            (Self::Text, kind) => *kind == Kind::Text,
            (Self::Day, kind) => matches!(kind, Kind::Date | Kind::Instant),
            (Self::Ordered, kind) => matches!(kind, Kind::Number | Kind::Text),
            (Self::Printed, kind) => {
                matches!(kind, Kind::Number | Kind::Text | Kind::Boolean | Kind::Date)
            }
            (Self::List | Self::Scalars, _) => false,
        }
    }

    /// Chinese and English, for messages.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Boolean => Kind::Boolean.words(),
            Self::Number => Kind::Number.words(),
            Self::Text => Kind::Text.words(),
            Self::Day => ("日期或时刻", "a date or an instant"),
            Self::Ordered => ("数字或文本", "a number or a text"),
            Self::Printed => ("数字、文本、是非或日期", "a number, a text, a boolean or a date"),
            Self::List => ("列表", "a list"),
            Self::Scalars => ("简单值的列表", "a list of plain values"),
            Self::Item => ("列表中的一项", "an item of the list"),
            Self::Scale => ("0 到 6 的小数位数", "a literal scale from 0 to 6"),
        }
    }
}

const fn function(name: &'static str, takes: Takes, gives: Gives) -> Function {
    Function { name, takes, gives }
}
