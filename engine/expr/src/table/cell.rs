//! Conditions: the text of an input cell becomes a [`Condition`], and that an [`IntervalSet`].
//!
//! Not here: outputs (`formula`). Grammar, after full-width signs were made plain:
//!
//! ```text
//! cell    = "-" | test { sep test }                     sep = "," "、" "|" "或": any of them
//! test    = "null" | "not(" cell ")" | bound [and bound] | range | literal
//! range   = ("[" | "(") literal ".." literal ("]" | ")")
//! bound   = (">=" | "不满" | "超过" …) literal | literal ("以上" | "以下" …) ["(含)" | "(不含)"]
//! ```
//! Invariant: 以上, 以下, 以内 include the number and 不满, 超过 do not (民法典 1259) unless the
//! cell or the table says otherwise.

use super::{
    cursor::Cursor,
    interval::IntervalSet,
    kind::Kind,
    literal,
    problem::{self, CellProblem},
    spelling::{is_any, is_null, normalised, plain_signs},
};

/// Deepest `not(not(…))`.
const DEPTH_MAX: u32 = 4;
/// Longest list in one cell: more is a lookup table, not a condition.
const LIST_MAX: usize = 200;

/// A condition as written, its literals in units of the column's scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `-`: everything, the empty value too.
    Any,
    /// `null`
    Null,
    /// A literal.
    Equal(i64),
    /// Above (or at) the lower bound and below (or at) the upper one.
    Between(Option<Bound>, Option<Bound>),
    /// `not(…)`: everything else but the empty value.
    Not(Box<Condition>),
    /// Any of these.
    OneOf(Vec<Condition>),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// In units of the column's scale.
    pub units: i64,
    /// Whether the number itself belongs to it.
    pub included: bool,
}

/// What 以上 and 以下 mean in this table where the cell does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) above_included: bool,
    pub(super) below_included: bool,
}

impl Default for Words {
    fn default() -> Self {
        Self { above_included: true, below_included: true }
    }
}

impl Condition {
    /// The encoded values that it accepts; `None` if a literal does not fit the kind.
    pub(super) fn accepted(&self, kind: &Kind) -> Option<IntervalSet> {
        Some(match self {
            Self::Any => IntervalSet::any(),
            Self::Null => IntervalSet::null(),
            Self::Equal(units) => {
                let at = kind.encode_units(*units)?;
                IntervalSet::closed(at, at)
            }
            Self::Between(low, high) => {
                let low = low.map_or(Some(i64::MIN), |low| {
                    kind.encode_units(low.units)?.checked_add(i64::from(!low.included))
                })?;
                let high = high.map_or(Some(i64::MAX), |high| {
                    kind.encode_units(high.units)?.checked_sub(i64::from(!high.included))
                })?;
                IntervalSet::closed(low, high)
            }
            Self::Not(inner) => inner.accepted(kind)?.complement(),
            Self::OneOf(tests) => {
                let mut all = IntervalSet::none();
                for test in tests {
                    all = all.union(test.accepted(kind)?);
                }
                all
            }
        })
    }
}

/// Reads an input cell. An open text column learns new words from it.
pub(super) fn parse(text: &str, kind: &mut Kind, words: Words) -> Result<Condition, CellProblem> {
    let text = if kind.is_ordered() { normalised(text) } else { plain_signs(text) };
    if text.is_empty() {
        return Err(CellProblem::new(
            problem::EMPTY_CELL,
            "条件格空着",
            "expected a condition, but the cell is empty",
        )
        .hint(
            "不限条件时写 -，要求未填写时写 空",
            "write - for any value, null for an empty field",
        ));
    }
    if is_any(&text) {
        return Ok(Condition::Any);
    }
    let mut parser = Parser { cursor: Cursor::new(&text), kind, words, depth: 0 };
    let condition = parser.list()?;
    if !parser.cursor.at_end() {
        return Err(parser.unexpected());
    }
    Ok(condition)
}

struct Parser<'a, 'k> {
    cursor: Cursor<'a>,
    kind: &'k mut Kind,
    words: Words,
    depth: u32,
}

/// A test and whether it was a bound in words, which legal texts join by a comma to mean "and".
struct Test {
    condition: Condition,
    worded: bool,
}

impl Parser<'_, '_> {
    fn list(&mut self) -> Result<Condition, CellProblem> {
        let mut tests = vec![self.test()?];
        loop {
            let before = self.cursor.rest();
            let Some(separator) = self.cursor.take_any(&[",", "、", "，", "|", "或", ";"])
            else {
                break;
            };
            if separator == 0 {
                self.refuse_thousands(before)?;
            }
            let next = self.test()?;
            let last = tests.last_mut().expect("the list starts with one");
            match joined(&last.condition, &next.condition) {
                Some(both) if last.worded && next.worded && separator < 3 => {
                    last.condition = both;
                }
                _ => tests.push(next),
            }
            if tests.len() > LIST_MAX {
                return Err(CellProblem::new(
                    problem::CELL,
                    format!("一格最多列 {LIST_MAX} 项"),
                    format!("expected at most {LIST_MAX} items, but there are more"),
                ));
            }
        }
        let mut tests: Vec<Condition> = tests.into_iter().map(|test| test.condition).collect();
        if tests.len() == 1 {
            return Ok(tests.remove(0));
        }
        Ok(Condition::OneOf(tests))
    }

    /// `12,500` in a number's column could be one number or two.
    fn refuse_thousands(&self, from_comma: &str) -> Result<(), CellProblem> {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        if !self.kind.is_number() || digits(&from_comma[1..]) != 3 {
            return Ok(());
        }
        Err(CellProblem::new(
            problem::AMBIGUOUS,
            "逗号后面正好三位数字，可能是千分位，也可能是两个数",
            "expected a plain number, but the comma could part thousands or two numbers",
        )
        .hint(
            "千分位请去掉逗号；两个数请写成 12|500",
            "write 12500 for one number, 12|500 for two",
        ))
    }

    fn test(&mut self) -> Result<Test, CellProblem> {
        if self.cursor.take_any(&["not(", "not (", "非(", "不是("]).is_some() {
            return self.negation();
        }
        if self.takes_null() {
            return Ok(Test { condition: Condition::Null, worded: false });
        }
        if !self.kind.is_ordered() {
            let condition = self.equality()?;
            return Ok(Test { condition, worded: false });
        }
        self.cursor.skip_space();
        if matches!(self.cursor.peek(), Some('[' | '(')) {
            return Ok(Test { condition: self.range()?, worded: false });
        }
        let first = self.bound()?;
        let joined_by = ["且", "并且", "and", "但", "并", "至", "到"];
        if matches!(first.condition, Condition::Between(..)) {
            let mut ahead = self.cursor;
            let said = ahead.take_any(&joined_by).is_some();
            let goes_on = !ahead.at_end()
                && !matches!(
                    ahead.rest().trim_start().chars().next(),
                    Some(',' | '、' | '|' | '或' | ')' | ';' | '，')
                );
            if said || goes_on {
                self.cursor = ahead;
                let second = self.bound()?;
                let both = joined(&first.condition, &second.condition)
                    .or_else(|| joined(&second.condition, &first.condition));
                let condition = both.ok_or_else(not_an_interval)?;
                return Ok(Test { condition, worded: false });
            }
        }
        Ok(first)
    }

    fn negation(&mut self) -> Result<Test, CellProblem> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            let (zh, en) =
                ("not(…) 套得太深", "expected a plain condition, but `not` nests deeply");
            return Err(CellProblem::new(problem::CELL, zh, en));
        }
        let inner = self.list()?;
        if !self.cursor.take(")") {
            return Err(self.unexpected());
        }
        self.depth -= 1;
        Ok(Test { condition: Condition::Not(Box::new(inner)), worded: false })
    }

    fn takes_null(&mut self) -> bool {
        let mut ahead = self.cursor;
        ahead.skip_space();
        let word = ahead.take_while(char::is_alphanumeric);
        let null = is_null(word);
        if null {
            self.cursor = ahead;
        }
        null
    }

    fn range(&mut self) -> Result<Condition, CellProblem> {
        let low_included = self.cursor.take("[");
        if !low_included {
            self.cursor.take("(");
        }
        let low = self.literal()?;
        if !self.cursor.take("..") {
            return Err(self.unexpected());
        }
        let high = self.literal()?;
        let high_included = self.cursor.take("]");
        if !high_included && !self.cursor.take(")") {
            return Err(self.unexpected());
        }
        let low = Bound { units: low, included: low_included };
        let high = Bound { units: high, included: high_included };
        Ok(Condition::Between(Some(low), Some(high)))
    }

    fn bound(&mut self) -> Result<Test, CellProblem> {
        const PREFIXES: &[(&str, Side)] = &[
            (">=", Side::Above(true)),
            ("≥", Side::Above(true)),
            ("≧", Side::Above(true)),
            ("<=", Side::Below(true)),
            ("≤", Side::Below(true)),
            ("≦", Side::Below(true)),
            ("!=", Side::Other),
            ("≠", Side::Other),
            ("<>", Side::Other),
            ("不等于", Side::Other),
            (">", Side::Above(false)),
            ("<", Side::Below(false)),
            ("==", Side::Same),
            ("=", Side::Same),
            ("等于", Side::Same),
            ("不超过", Side::Below(true)),
            ("不高于", Side::Below(true)),
            ("不大于", Side::Below(true)),
            ("不多于", Side::Below(true)),
            ("至多", Side::Below(true)),
            ("最多", Side::Below(true)),
            ("不低于", Side::Above(true)),
            ("不少于", Side::Above(true)),
            ("不小于", Side::Above(true)),
            ("至少", Side::Above(true)),
            ("最少", Side::Above(true)),
            ("年满", Side::Above(true)),
            ("不满", Side::Below(false)),
            ("不足", Side::Below(false)),
            ("未满", Side::Below(false)),
            ("未达", Side::Below(false)),
            ("低于", Side::Below(false)),
            ("少于", Side::Below(false)),
            ("小于", Side::Below(false)),
            ("满", Side::Above(true)),
            ("超过", Side::Above(false)),
            ("高于", Side::Above(false)),
            ("多于", Side::Above(false)),
            ("大于", Side::Above(false)),
        ];
        let names: Vec<&str> = PREFIXES.iter().map(|(word, _)| *word).collect();
        if let Some(at) = self.cursor.take_any(&names) {
            let (word, side) = PREFIXES[at];
            let units = self.literal()?;
            let worded = !word.is_ascii() && word.chars().all(char::is_alphabetic);
            return Ok(Test { condition: side.of(units), worded });
        }
        let units = self.literal()?;
        self.suffix(units)
    }

    /// What stands behind a literal: 以上, 以下(不含) …, or nothing.
    fn suffix(&mut self, units: i64) -> Result<Test, CellProblem> {
        let Words { above_included, below_included } = self.words;
        let suffixes = [
            ("及以上", Side::Above(true)),
            ("(含)以上", Side::Above(true)),
            ("以上", Side::Above(above_included)),
            ("及以下", Side::Below(true)),
            ("(含)以下", Side::Below(true)),
            ("以下", Side::Below(below_included)),
            ("以内", Side::Below(true)),
            ("以外", Side::Above(false)),
            ("(不含)以上", Side::Above(false)),
            ("(不含)以下", Side::Below(false)),
        ];
        let Some(at) = self.cursor.take_any(&suffixes.map(|(word, _)| word)) else {
            let mut ahead = self.cursor;
            if ahead.take_any(&["..", "-", "~", "至", "到", "—", "–"]).is_some() {
                return Err(implicit_range());
            }
            return Ok(Test { condition: Condition::Equal(units), worded: false });
        };
        let said = self.cursor.take_any(&["(含本数)", "(含)", "(不含本数)", "(不含)"]);
        let side = suffixes[at].1.with(said.map(|at| at < 2));
        Ok(Test { condition: side.of(units), worded: true })
    }

    fn literal(&mut self) -> Result<i64, CellProblem> {
        literal::ordered(&mut self.cursor, self.kind)?.ok_or_else(|| self.unexpected())
    }

    /// A word, a quoted word or a boolean.
    fn equality(&mut self) -> Result<Condition, CellProblem> {
        let other = self.cursor.take_any(&["!=", "≠"]).is_some();
        if !other {
            self.cursor.take("=");
        }
        let found = if *self.kind == Kind::Boolean {
            i64::from(literal::boolean(&mut self.cursor).ok_or_else(|| self.unexpected())?)
        } else {
            let word = self.word()?;
            place_of(&word, self.kind)?
        };
        let equal = Condition::Equal(found);
        Ok(if other { Condition::Not(Box::new(equal)) } else { equal })
    }

    fn word(&mut self) -> Result<String, CellProblem> {
        if let Some(word) = literal::quoted(&mut self.cursor)? {
            return Ok(word);
        }
        self.cursor.skip_space();
        let bare = self.cursor.take_while(|next| !",、，|;()\"<>=!".contains(next)).trim();
        // A bare 或 parts two words; a word that holds it is written in quotes.
        if bare.is_empty() || bare.contains('或') {
            let text = if bare.is_empty() { self.cursor.rest() } else { bare };
            return Err(CellProblem::new(
                problem::CELL,
                format!("“{text}”读不懂"),
                format!("expected a word, but found `{text}`"),
            )
            .hint(
                "几个词之间用 | 分开，含符号的词加引号",
                "part words by |, quote words with signs",
            ));
        }
        Ok(bare.to_owned())
    }

    fn unexpected(&self) -> CellProblem {
        let rest = self.cursor.rest().trim();
        let (zh, en) = if rest.is_empty() {
            ("条件没有写完".to_owned(), "expected more, but the cell ends".to_owned())
        } else {
            (format!("“{rest}”读不懂"), format!("expected a condition, but found `{rest}`"))
        };
        CellProblem::new(problem::CELL, zh, en).hint(
            "例如：60以上、不满60、[300..500)、>=60、男|女、非(城镇)、空、-",
            "for example >=60, [300..500), urban|rural, not(urban), null, -",
        )
    }
}

/// The place of a word among the column's; an open column takes it in.
pub(super) fn place_of(word: &str, kind: &mut Kind) -> Result<i64, CellProblem> {
    let Kind::Text { words, closed } = kind else { return Ok(0) };
    let known = words.iter().position(|known| &**known == word);
    if known.is_none() && *closed {
        let all = words.join("、");
        return Err(CellProblem::new(
            problem::UNKNOWN_WORD,
            format!("“{word}”不在可选值之内"),
            format!("expected one of the declared words, but found `{word}`"),
        )
        .hint(format!("可选：{all}"), format!("one of: {all}")));
    }
    let at = known.unwrap_or_else(|| {
        words.push(word.into());
        words.len() - 1
    });
    Ok(i64::try_from(at).expect("words are fewer than cells"))
}

#[derive(Clone, Copy)]
enum Side {
    Above(bool),
    Below(bool),
    Same,
    Other,
}

impl Side {
    fn of(self, units: i64) -> Condition {
        match self {
            Self::Above(included) => Condition::Between(Some(Bound { units, included }), None),
            Self::Below(included) => Condition::Between(None, Some(Bound { units, included })),
            Self::Same => Condition::Equal(units),
            Self::Other => Condition::Not(Box::new(Condition::Equal(units))),
        }
    }

    fn with(self, said: Option<bool>) -> Self {
        match (self, said) {
            (Self::Above(_), Some(included)) => Self::Above(included),
            (Self::Below(_), Some(included)) => Self::Below(included),
            _ => self,
        }
    }
}

/// A lower and an upper bound as one interval, unless they are the other way round.
fn joined(first: &Condition, second: &Condition) -> Option<Condition> {
    match (first, second) {
        (Condition::Between(Some(low), None), Condition::Between(None, Some(high)))
            if low.units <= high.units =>
        {
            Some(Condition::Between(Some(*low), Some(*high)))
        }
        _ => None,
    }
}

fn not_an_interval() -> CellProblem {
    CellProblem::new(
        problem::EMPTY_INTERVAL,
        "两个界限合不成一个区间",
        "expected a lower bound and then a higher one, but they make no interval",
    )
    .hint("例如 60以上不满80", "for example [60..80)")
}

fn implicit_range() -> CellProblem {
    CellProblem::new(
        problem::AMBIGUOUS,
        "区间没有写明含不含两端",
        "expected explicit bounds, but it is not said whether the ends belong to it",
    )
    .hint("写成 [300..500)、300以上不满500", "write [300..500) or [300..500]")
}
