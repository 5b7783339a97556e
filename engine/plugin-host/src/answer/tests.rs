//! Limits of an answer at their very edge; whole answers are tested with whole guests.

use super::*;

fn finding(message: &str) -> wit::Finding {
    wit::Finding { rule: "r1".to_owned(), message: message.to_owned(), law: None }
}

fn choice(findings: Vec<wit::Finding>) -> Choice {
    Choice { value: wit::Value::None, findings, intents: Vec::new() }
}

#[test]
fn a_limit_is_allowed_and_one_more_is_not() {
    let limits = AnswerLimits {
        bytes_max: 20,
        findings_max: 2,
        message_chars_max: 4,
        ..AnswerLimits::default()
    };
    let check = |messages: &[&str], expected: Result<(), &str>| {
        let findings = messages.iter().map(|message| finding(message)).collect();
        let got = Reader::new(&limits).choice(choice(findings)).map(|_| ());
        assert_eq!(got.map_err(|problem| problem.to_string()), expected.map_err(str::to_owned));
    };
    check(&["重病", "四个汉字"], Err("expected at most 20 bytes of text, but the answer has 22"));
    check(&["重病", "重残"], Ok(()));
    check(&["abcd", "abcd"], Ok(()));
    check(&["abcde"], Err("expected at most 4 characters, but a finding's message has 5"));
    check(&["a", "b", "c"], Err("expected at most 2 findings, but the answer has 3"));
    check(&["重病abc"], Err("expected at most 4 characters, but a finding's message has 5"));
}
