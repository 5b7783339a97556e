//! Days of the month: 每月10日前.
//!
//! Written `by the 10th of the month`, with `roll next` or `roll previous` after it, or `每月10日前`;
//! `by the end of the month`, `每月底前`. Not here: which month (`calendar`).

use std::{fmt, str::FromStr};

use crate::{Date, Roll, TermError};

/// A day of every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct MonthDay {
    /// 1 to 31; in a shorter month its last day, so 31 is the end of the month.
    pub day: u8,
    /// Where the day moves when it is a day off: previous for payments, next for intake.
    pub roll: Roll,
}

impl MonthDay {
    /// The day in the month of `date`, before any roll.
    pub fn in_month_of(&self, date: Date) -> Date {
        let day = i8::try_from(self.day).unwrap_or(i8::MAX).clamp(1, date.days_in_month());
        date.with().day(day).build().expect("the day is inside the month")
    }

    /// In Chinese, for people: `每月10日前`.
    pub fn zh(&self) -> String {
        let Self { day, roll } = self;
        if *day >= 31 {
            format!("每月底前{}", roll.zh())
        } else {
            format!("每月{day}日前{}", roll.zh())
        }
    }
}

impl FromStr for MonthDay {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let error = || {
            TermError::new(
                text,
                "a day such as `by the 10th of the month` or `by the end of the month`",
                "“每月10日前”或“每月底前”",
            )
        };
        let (rest, roll) = Roll::split(text.trim());
        let roll = roll.unwrap_or_default();
        let rest = rest.strip_prefix("by ").unwrap_or(rest);
        if matches!(rest, "the end of the month" | "每月底前" | "每月末前") {
            return Ok(Self { day: 31, roll });
        }
        let english = rest.strip_prefix("the ").and_then(|r| r.strip_suffix(" of the month"));
        let chinese = rest.strip_prefix("每月").and_then(|r| r.strip_suffix("日前"));
        let digits = match (english, chinese) {
            (Some(ordinal), _) => ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|ending| ordinal.strip_suffix(ending))
                .ok_or_else(error)?,
            (None, Some(digits)) => digits,
            (None, None) => return Err(error()),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        match digits.parse() {
            Ok(day @ 1..=31) => Ok(Self { day, roll }),
            _ => Err(error()),
        }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match self.day {
            1 | 21 => "st",
            2 | 22 => "nd",
            3 | 23 => "rd",
            _ => "th",
        };
        match self.day {
            31.. => write!(f, "by the end of the month{}", self.roll.suffix()),
            day => write!(f, "by the {day}{ending} of the month{}", self.roll.suffix()),
        }
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for MonthDay {
    type Error = TermError;

    fn try_from(text: String) -> Result<Self, TermError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_month_are_read_in_both_languages() {
        let table = [
            ("by the 10th of the month", 10, Roll::None),
            ("by the 10th of the month roll previous", 10, Roll::Previous),
            ("the 1st of the month roll next", 1, Roll::Next),
            ("by the end of the month", 31, Roll::None),
            ("每月10日前", 10, Roll::None),
            ("每月10日前，遇节假日提前", 10, Roll::Previous),
            ("每月底前，顺延", 31, Roll::Next),
        ];
        for (text, day, roll) in table {
            let expected = MonthDay { day, roll };
            assert_eq!(text.parse(), Ok(expected), "{text}");
            assert_eq!(expected.to_string().parse(), Ok(expected), "{text} through its display");
            assert_eq!(expected.zh().parse(), Ok(expected), "{text} through its Chinese");
        }
        for text in ["", "the 32nd of the month", "by the 0th of the month", "10", "每月日前"] {
            assert!(text.parse::<MonthDay>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_31st_is_the_end_of_every_month() {
        let end = MonthDay { day: 31, roll: Roll::None };
        assert_eq!(end.in_month_of(Date::constant(2028, 2, 3)), Date::constant(2028, 2, 29));
        assert_eq!(end.in_month_of(Date::constant(2026, 9, 30)), Date::constant(2026, 9, 30));
    }
}
