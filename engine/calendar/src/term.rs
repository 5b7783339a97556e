//! Terms: so many working days, calendar days or hours, and what happens when the last day is a
//! holiday.
//!
//! Written `30 working days`, `7 calendar days roll next`, `24 hours`, or `30个工作日`, `7日`,
//! `7日，顺延`, `24小时`. Display gives the English form, which reads back as the same term.
//! Not here: when a term ends (`calendar`).

use std::{fmt, str::FromStr};

/// Longest term that is read, in days or hours: a century of days, beyond any legal limit. It keeps
/// a slip of the finger out of the year 9999.
pub const COUNT_MAX: u32 = 36_500;

/// A length of legal time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Term {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
    /// Where the end moves when it falls on a day off. Working days cannot; hours never move.
    pub roll: Roll,
}

/// What a term counts. The start day never counts; hours run from the given moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 工作日: no rest days, no holidays, make-up days included.
    WorkingDays,
    /// 日: every day.
    CalendarDays,
    /// 小时: wall-clock hours, through holidays.
    Hours,
}

/// Where a day off moves to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roll {
    /// Nowhere: public notices end on the day itself.
    #[default]
    None,
    /// The next working day 顺延 (民法典 203): limits for filing and deciding.
    Next,
    /// The previous working day 提前: payments.
    Previous,
}

/// A term, unit, roll or day of the month that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected_en}, but found `{found}`")]
pub struct TermError {
    /// What was read.
    pub found: String,
    expected_en: &'static str,
    expected_zh: &'static str,
}

impl TermError {
    pub(crate) fn new(found: &str, expected_en: &'static str, expected_zh: &'static str) -> Self {
        Self { found: found.chars().take(40).collect(), expected_en, expected_zh }
    }

    /// The message in Chinese.
    pub fn zh(&self) -> String {
        format!("应为{}，实为“{}”", self.expected_zh, self.found)
    }
}

impl Term {
    /// So many working days.
    pub const fn working_days(count: u32) -> Self {
        Self { count, unit: Unit::WorkingDays, roll: Roll::None }
    }

    /// So many calendar days that end where they end.
    pub const fn calendar_days(count: u32) -> Self {
        Self { count, unit: Unit::CalendarDays, roll: Roll::None }
    }

    /// So many hours.
    pub const fn hours(count: u32) -> Self {
        Self { count, unit: Unit::Hours, roll: Roll::None }
    }

    /// The same length with another roll rule.
    #[must_use]
    pub const fn rolled(self, roll: Roll) -> Self {
        Self { roll, ..self }
    }

    /// In Chinese, for people: `30个工作日`, `7日，遇节假日顺延`.
    pub fn zh(&self) -> String {
        let unit = match self.unit {
            Unit::WorkingDays => "个工作日",
            Unit::CalendarDays => "日",
            Unit::Hours => "小时",
        };
        format!("{}{unit}{}", self.count, self.roll.zh())
    }
}

impl Roll {
    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Next => "，遇节假日顺延",
            Self::Previous => "，遇节假日提前",
        }
    }

    /// ` roll next`, ` roll previous` or nothing.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Next => " roll next",
            Self::Previous => " roll previous",
        }
    }

    /// Takes a roll rule off the end of a text; without one, none.
    pub(crate) fn split(text: &str) -> (&str, Option<Self>) {
        for (ending, roll) in ENDINGS {
            if let Some(rest) = text.strip_suffix(ending) {
                let rest = rest.trim_end().trim_end_matches([',', '，']).trim_end();
                return (rest, Some(roll));
            }
        }
        (text, None)
    }
}

/// Longer endings first.
const ENDINGS: [(&str, Roll); 9] = [
    ("roll next", Roll::Next),
    ("roll previous", Roll::Previous),
    ("roll none", Roll::None),
    ("遇节假日顺延", Roll::Next),
    ("遇节假日提前", Roll::Previous),
    ("顺延", Roll::Next),
    ("不提前", Roll::None),
    ("提前", Roll::Previous),
    ("不变", Roll::None),
];

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let (length, roll) = Roll::split(text.trim());
        let digits = length.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = length.split_at(digits);
        let count: u32 = count.parse().map_err(|_| TermError::new(text, TERM_EN, TERM_ZH))?;
        if count > COUNT_MAX {
            return Err(TermError::new(text, "at most 36500 days or hours", "不超过 36500 的数"));
        }
        let unit: Unit = unit.parse().map_err(|_| TermError::new(text, TERM_EN, TERM_ZH))?;
        match (unit, roll) {
            (Unit::Hours, Some(Roll::Next | Roll::Previous)) => Err(TermError::new(
                text,
                "hours without a roll rule: they run through holidays",
                "不带顺延或提前的小时数（小时跨节假日连续计算）",
            )),
            _ => Ok(Self { count, unit, roll: roll.unwrap_or_default() }),
        }
    }
}

const TERM_EN: &str = "a term such as `30 working days`, `7 calendar days roll next` or `24 hours`";
const TERM_ZH: &str = "期限（如“30个工作日”“7日，顺延”“24小时”）";

impl FromStr for Unit {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        match text.trim() {
            "working days" | "working day" | "working-days" | "个工作日" | "工作日" => {
                Ok(Self::WorkingDays)
            }
            "calendar days" | "calendar day" | "calendar-days" | "天" | "日" | "个自然日"
            | "自然日" => Ok(Self::CalendarDays),
            "hours" | "hour" | "小时" | "个小时" => Ok(Self::Hours),
            other => Err(TermError::new(
                other,
                "`working days`, `calendar days` or `hours`",
                "“工作日”“日”或“小时”",
            )),
        }
    }
}

impl FromStr for Roll {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        match text.trim() {
            "next" | "顺延" => Ok(Self::Next),
            "previous" | "提前" => Ok(Self::Previous),
            "none" | "不变" => Ok(Self::None),
            other => {
                Err(TermError::new(other, "`next`, `previous` or `none`", "“顺延”“提前”或“不变”"))
            }
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WorkingDays => "working days",
            Self::CalendarDays => "calendar days",
            Self::Hours => "hours",
        })
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit.to_string();
        let unit = if self.count == 1 { unit.trim_end_matches('s') } else { &unit };
        write!(f, "{} {unit}{}", self.count, self.roll.suffix())
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

impl TryFrom<String> for Term {
    type Error = TermError;

    fn try_from(text: String) -> Result<Self, TermError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests;
