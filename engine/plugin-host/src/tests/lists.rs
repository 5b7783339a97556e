//! Lists in answers, laid out byte by byte: materials, problems, intents; and what is too much.

use tongban_core::call::{
    Addressee, Answer, Failure, Intent, Item, Notification, Outcome, Problem, Question, Severity,
};

use super::{
    answering::{one_value, says, words},
    guest::{Ends, HOST, call, check_call},
};

const ERROR: (u32, &[u8]) = (256, "收入有误".as_bytes());

fn answered(guest: &[u8]) -> Answer {
    match call(&HOST, guest) {
        Outcome::Answered(answer) => answer,
        other => unreachable!("expected an answer, but {other:?}"),
    }
}

fn bad(guest: &[u8], words: &'static str) {
    check_call(&HOST, guest, Ends::Failed(Failure::Output, words));
}

/// A material: id, name (address, length each), flags, copies, no note, no law.
fn material(copies: u32) -> Vec<u8> {
    let head = [words(&[300, 5, 256, 12]), vec![1, 0, 0, 0]].concat();
    [head, words(&[copies, 0, 0, 0, 0, 0, 0])].concat()
}

fn checklist(materials: &[Vec<u8>], count: u32) -> Vec<u8> {
    let list = (1024, materials.concat());
    let head = (16, words(&[0, 1024, count, 0, 0, 0, 0]));
    let texts = [(300, b"hukou".to_vec()), (ERROR.0, ERROR.1.to_vec())];
    says(Question::Checklist, 2, &[&[head, list], &texts[..]].concat())
}

/// A problem: field, message, no English, severity, no law.
fn validator(problems: u32, message: u32, severity: u32) -> Vec<u8> {
    let problem = words(&[300, 6, 256, message, 0, 0, 0, severity, 0, 0, 0]);
    let list = (1024, problem.repeat(problems.min(200) as usize));
    let head = (16, words(&[0, 1024, problems, 0, 0, 0, 0]));
    let texts = [(300, b"income".to_vec()), (ERROR.0, ERROR.1.to_vec())];
    says(Question::Validator, 2, &[&[head, list], &texts[..]].concat())
}

#[test]
fn a_checklist_lists_materials() {
    let answer = answered(&checklist(&[material(2)], 1));
    let expected = Item {
        id: "hukou".into(),
        name: "收入有误".into(),
        required: true,
        original: false,
        copies: 2,
        note: None,
        law: None,
    };
    assert_eq!(answer, Answer { items: vec![expected], ..Answer::default() });
}

#[test]
fn a_validator_lists_problems() {
    let answer = answered(&validator(1, 12, 1));
    let expected = Problem {
        field: "income".into(),
        message: "收入有误".into(),
        message_en: None,
        severity: Severity::Error,
        law: None,
    };
    assert_eq!(answer, Answer { problems: vec![expected], ..Answer::default() });
}

/// An amount of nothing with intents at 1024, each a notice to the applicant.
fn wishes(count: u32) -> Vec<u8> {
    // Intent: case, then the addressee (case, text), then the message.
    let intent = words(&[0, 2, 0, 0, 256, 12, 0]);
    let head = (16, words(&[0, 0, 0, 0, 0, 0, 0, 0, 1024, count]));
    let list = (1024, intent.repeat(count.min(200) as usize));
    says(Question::Amount, 2, &[head, list, (ERROR.0, ERROR.1.to_vec())])
}

#[test]
fn lists_that_are_too_much_are_bad_output() {
    bad(&checklist(&[material(1), material(1)], 2), "repeats an id");
    bad(&checklist(&[material(21)], 1), "at most 20 copies, but a material has 21");
    bad(&checklist(&[], 101), "at most 100 materials");
    bad(&checklist(&[], u32::MAX), "out of bounds");
    bad(&validator(101, 12, 1), "at most 100 problems, but the answer has 101");
    bad(&validator(1, 0, 1), "a problem's message is empty");
    bad(&validator(1, 12, 2), "discriminant");
    bad(&wishes(21), "at most 20 intents, but the answer has 21");
}

#[test]
fn wishes_are_told_and_not_done() {
    let notice = Notification { to: Addressee::Applicant, message: "收入有误".into() };
    let answer = answered(&wishes(1));
    assert_eq!(answer.intents, [Intent::Notify(notice)]);
}

#[test]
fn a_verdict_outside_the_world_is_none() {
    bad(&says(Question::Rule, 1, &[(16, words(&[0, 4, 0, 0, 0, 0]))]), "discriminant");
}

#[test]
fn deep_and_huge_json_is_no_value() {
    let json = |text: &str| {
        let length = u32::try_from(text.len()).expect("short");
        one_value(8, &[2048, length], &[(2048, text.as_bytes().to_vec())])
    };
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    bad(&json(&deep), "expected json");
    bad(&json(&format!("[{}1]", "1,".repeat(32_800))), "expected at most 65536 bytes of json");
}
