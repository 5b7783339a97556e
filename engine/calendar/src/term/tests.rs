//! Terms as people write them.

use super::*;

fn read(text: &str) -> Result<Term, String> {
    text.parse::<Term>().map_err(|error| error.to_string())
}

#[test]
fn terms_are_read_in_both_languages() {
    let table = [
        ("30 working days", Term::working_days(30)),
        ("1 working day", Term::working_days(1)),
        ("7 calendar days", Term::calendar_days(7)),
        ("7 calendar days roll next", Term::calendar_days(7).rolled(Roll::Next)),
        ("7 calendar days roll none", Term::calendar_days(7)),
        ("10 calendar days roll previous", Term::calendar_days(10).rolled(Roll::Previous)),
        ("24 hours", Term::hours(24)),
        (" 2 hours ", Term::hours(2)),
        ("30个工作日", Term::working_days(30)),
        ("3工作日", Term::working_days(3)),
        ("7天", Term::calendar_days(7)),
        ("7日", Term::calendar_days(7)),
        ("60 日", Term::calendar_days(60)),
        ("60日，顺延", Term::calendar_days(60).rolled(Roll::Next)),
        ("10日，遇节假日提前", Term::calendar_days(10).rolled(Roll::Previous)),
        ("24小时", Term::hours(24)),
        ("0 working days", Term::working_days(0)),
    ];
    for (text, term) in table {
        assert_eq!(read(text), Ok(term), "{text}");
        assert_eq!(read(&term.to_string()), Ok(term), "{text} through its display");
        assert_eq!(read(&term.zh()), Ok(term), "{text} through its Chinese");
    }
}

#[test]
fn what_is_no_term_is_refused() {
    let table = ["", "days", "7", "7 days", "-7 calendar days", "7.5 hours", "七日", "7 weeks"];
    for text in table {
        let error = text.parse::<Term>().expect_err(text);
        assert!(error.to_string().starts_with("expected a term such as"), "{text}: {error}");
        assert!(error.zh().starts_with("应为期限"), "{text}: {}", error.zh());
    }
    let error = read("24 hours roll next").expect_err("hours do not roll");
    assert!(error.contains("run through holidays"), "{error}");
    for text in ["36501 hours", "99999999999 working days"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn terms_are_text_in_json() {
    let term = Term::calendar_days(7).rolled(Roll::Next);
    let json = serde_json::to_string(&term).expect("a term is text");
    assert_eq!(json, r#""7 calendar days roll next""#);
    assert_eq!(serde_json::from_str::<Term>(&json).expect("it reads back"), term);
}

#[test]
fn units_and_rolls_have_names() {
    for unit in [Unit::WorkingDays, Unit::CalendarDays, Unit::Hours] {
        assert_eq!(unit.to_string().parse(), Ok(unit));
    }
    assert_eq!("working-days".parse(), Ok(Unit::WorkingDays));
    assert_eq!("previous".parse(), Ok(Roll::Previous));
    assert!("days".parse::<Unit>().is_err());
    assert!("backwards".parse::<Roll>().is_err());
}
