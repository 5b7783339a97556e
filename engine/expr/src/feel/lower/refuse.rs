//! Messages that several parts of the lowering share.
//!
//! Not here: deciding; these only say it.

use std::ops::Range;

use crate::feel::{
    kind::Kind,
    problem::{NOT_ALLOWED, Problem, TYPE},
};

/// Two kinds that do not go together.
pub(super) fn mismatch(at: &Range<usize>, sign: &str, left: &Kind, right: &Kind) -> Problem {
    let ((left_zh, left_en), (right_zh, right_en)) = (left.words(), right.words());
    let problem = Problem::new(
        TYPE,
        at.clone(),
        (
            format!("“{sign}”两边是{left_zh}和{right_zh}，不能这样运算"),
            format!("expected sides that fit `{sign}`, but they are {left_en} and {right_en}"),
        ),
    );
    match (left, right) {
        (Kind::Number, Kind::Text) | (Kind::Text, Kind::Number) if sign != "+" => {
            problem.hint("数字不加引号", "write numbers without quotes")
        }
        (Kind::Number, Kind::Text) | (Kind::Text, Kind::Number) => {
            problem.hint("用 string(…) 把数字变成文本", "turn the number into text by string(…)")
        }
        (Kind::Date, Kind::Text) | (Kind::Text, Kind::Date) => {
            problem.hint("日期写成 date(\"2024-01-31\")", "write date(\"2024-01-31\")")
        }
        (Kind::Date, Kind::Instant) | (Kind::Instant, Kind::Date) => {
            problem.hint("用 date(…) 取时刻的日期", "take the instant's day by date(…)")
        }
        (Kind::Date, Kind::Number) | (Kind::Number, Kind::Date) => {
            problem.hint("天数写成 duration(\"P7D\")", "write duration(\"P7D\") for days")
        }
        _ => problem,
    }
}

/// A part of the wrong kind.
pub(super) fn wanted(at: &Range<usize>, wanted: (&str, &str), found: &Kind) -> Problem {
    let (zh, en) = found.words();
    Problem::new(
        TYPE,
        at.clone(),
        (
            format!("这里应当是{}，却是{zh}", wanted.0),
            format!("expected {}, but this is {en}", wanted.1),
        ),
    )
}

/// A walk over a list inside another.
pub(super) fn nested_walk(at: &Range<usize>) -> Problem {
    Problem::new(
        NOT_ALLOWED,
        at.clone(),
        (
            "筛选、some、every 不能互相嵌套",
            "expected one walk over a list, but this one is inside another",
        ),
    )
}
