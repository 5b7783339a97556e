//! Dates, instants and durations written in quotes.
//!
//! Not here: dates that are computed.
//! Invariants: an instant without an offset is at +08:00, and reaches the library at +08:00, for
//! the library orders instants by what their clocks show; no text reaches it that depends on the
//! time zone of the machine.

use std::ops::Range;

use dsntk_feel_parser::AstNode;
use dsntk_feel_temporal::{FeelDaysAndTimeDuration, FeelYearsAndMonthsDuration};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};

use super::{
    convert::CHINA,
    kind::Kind,
    problem::{Problem, TEXT},
};

type Read = Result<(Kind, AstNode), Problem>;

/// `@"…"`: a date, an instant or a duration.
pub(super) fn any(text: &str, at: &Range<usize>) -> Read {
    if text.starts_with(['P', '-']) {
        duration(text, at)
    } else if text.contains('T') {
        instant(text, at)
    } else {
        date(text, at)
    }
}

/// `date("2024-01-31")`
pub(super) fn date(text: &str, at: &Range<usize>) -> Read {
    let digits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = text.parse::<Date>().ok().filter(|date| digits && date.year() > 0);
    let Some(date) = date else {
        return Err(bad(text, at, ("日期", "a date"), "2024-01-31"));
    };
    Ok((Kind::Date, AstNode::At(date.to_string())))
}

/// `date and time("2024-01-31T09:00:00")`
pub(super) fn instant(text: &str, at: &Range<usize>) -> Read {
    let read = text.parse::<Timestamp>().ok().or_else(|| {
        let local = text.parse::<DateTime>().ok().filter(|_| !has_offset(text))?;
        CHINA.to_timestamp(local).ok()
    });
    let whole = read.filter(|instant| instant.subsec_nanosecond() == 0 && !text.contains('['));
    let Some(local) = whole.map(|instant| CHINA.to_datetime(instant)).filter(|l| l.year() > 0)
    else {
        return Err(bad(text, at, ("时刻", "an instant"), "2024-01-31T09:00:00+08:00"));
    };
    Ok((Kind::Instant, AstNode::At(format!("{}+08:00", local.strftime("%Y-%m-%dT%H:%M:%S")))))
}

/// `duration("P30D")`, `duration("P1Y")`
pub(super) fn duration(text: &str, at: &Range<usize>) -> Read {
    let small = text.split(|c: char| !c.is_ascii_digit()).all(|number| number.len() <= 6);
    let kind = if !small || text.len() > 32 {
        None
    } else if FeelYearsAndMonthsDuration::try_from(text).is_ok() {
        Some(Kind::Period)
    } else if FeelDaysAndTimeDuration::try_from(text).is_ok() {
        Some(Kind::Span)
    } else {
        None
    };
    match kind {
        Some(kind) => Ok((kind, AstNode::At(text.to_owned()))),
        None => Err(bad(text, at, ("时长", "a duration"), "P30D")),
    }
}

/// True if something follows the seconds, be it right or wrong.
fn has_offset(text: &str) -> bool {
    text.split_once('T').is_some_and(|(_, time)| time.contains(['Z', 'z', '+', '-']))
}

fn bad(text: &str, at: &Range<usize>, what: (&str, &str), example: &str) -> Problem {
    Problem::new(
        TEXT,
        at.clone(),
        (format!("“{text}”不是{}", what.0), format!("expected {}, but found `{text}`", what.1)),
    )
    .hint(format!("例如“{example}”"), format!("as `{example}`"))
}
