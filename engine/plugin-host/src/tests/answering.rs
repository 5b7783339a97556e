//! Answers, good and bad, of all three worlds, laid out byte by byte in the guest's memory.

use tongban_core::call::{Answer, Failure, Finding, Outcome, Question, Verdict};
use tongban_expr::Value;

use super::guest::{Ends, HOST, call, call_with, check_call, component};

/// A guest whose memory holds `data` rows `(address, bytes)` and that answers with address 16.
pub(super) fn says(question: Question, pages: u32, data: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let segment = |(address, bytes): &(u32, Vec<u8>)| {
        let hex: Vec<_> = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        format!("(data (i32.const {address}) \"{}\")", hex.concat())
    };
    let segments: Vec<_> = data.iter().map(segment).collect();
    let items = format!("(memory (export \"memory\") {pages}) {}", segments.concat());
    component(question, &items, "(i32.const 16)")
}

/// Words of 32 bits, as memory holds them.
pub(super) fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A rule: result, verdict, findings (address, length), values (address, length).
fn rule(verdict: u32, findings: [u32; 2], values: [u32; 2], more: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let [found, found_count] = findings;
    let [value, value_count] = values;
    let head = (16, words(&[0, verdict, found, found_count, value, value_count]));
    says(Question::Rule, 2, &[&[head], more].concat())
}

/// A field at `address` whose name is at 256 and whose value is `case` with `payload`.
fn field(address: u32, case: u32, payload: &[u32]) -> (u32, Vec<u8>) {
    (address, words(&[&[256, 6, case, 0], payload].concat()))
}

const NAME: &str = "类别";

pub(super) fn one_value(case: u32, payload: &[u32], more: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let name = (256, NAME.as_bytes().to_vec());
    rule(0, [0, 0], [64, 1], &[&[field(64, case, payload), name], more].concat())
}

fn check_value(case: u32, payload: &[u32], more: &[(u32, Vec<u8>)], expected: &str) {
    let got = match call(&HOST, &one_value(case, payload, more)) {
        Outcome::Answered(answer) => format!("{:?}", answer.values[NAME]),
        Outcome::Failed { failure: Failure::Output, detail } => format!("! {detail}"),
        other => format!("{other:?}"),
    };
    assert_eq!(got, expected, "case {case} with {payload:?}");
}

#[test]
fn a_rule_answers_with_verdict_findings_and_values() {
    let texts = [
        (256, "类别".into()),
        (300, "r1".into()),
        (310, "收入超过标准".into()),
        (340, "第十条".into()),
    ];
    let finding = (128, words(&[300, 2, 310, 18, 1, 340, 9]));
    let guest =
        rule(3, [128, 1], [64, 1], &[&[finding, field(64, 2, &[7, 0])], &texts[..]].concat());
    let expected = Answer {
        verdict: Some(Verdict::Reject),
        values: [("类别".into(), Value::Number(7.into()))].into_iter().collect(),
        findings: vec![Finding {
            rule: "r1".to_owned(),
            message: "收入超过标准".to_owned(),
            law: Some("第十条".to_owned()),
        }],
        ..Answer::default()
    };
    assert_eq!(call(&HOST, &guest), Outcome::Answered(expected));
}

#[test]
fn each_verdict_has_its_number() {
    let verdict = |number| match call(&HOST, &rule(number, [0, 0], [0, 0], &[])) {
        Outcome::Answered(answer) => answer.verdict.expect("a rule has a verdict"),
        other => unreachable!("{other:?}"),
    };
    let all = [Verdict::Approve, Verdict::AskForMaterials, Verdict::Refer, Verdict::Reject];
    assert_eq!([0, 1, 2, 3].map(verdict), all);
}

#[test]
fn a_parameter_answers_with_a_value() {
    // Result, padding, case `integer`, padding, 7; findings.
    let guest = says(Question::Parameter, 1, &[(16, words(&[0, 0, 2, 0, 7, 0, 0, 0, 0, 0]))]);
    let Outcome::Answered(answer) = call(&HOST, &guest) else { unreachable!("it answers") };
    assert_eq!(answer.verdict, None);
    assert_eq!(answer.values["value"], Value::Number(7.into()));
}

#[test]
fn an_amount_answers_in_fixed_point() {
    let guest = says(Question::Amount, 1, &[(16, words(&[0, 0, 125_050, 0, 2, 0, 0, 0]))]);
    let Outcome::Answered(answer) = call(&HOST, &guest) else { unreachable!("it answers") };
    let amount = "1250.50".parse().expect("a decimal");
    assert_eq!(answer.values["value"], Value::Number(amount));
}

#[test]
fn a_refusal_is_in_the_plugins_words() {
    let refusal = |length| {
        let words = words(&[1, 64, length]);
        says(Question::Rule, 1, &[(16, words), (64, "缺少家庭人口".repeat(400).into())])
    };
    check_call(&HOST, &refusal(18), Ends::Refused("缺少家庭人口"));
    let long = Ends::Failed(Failure::Output, "at most 2000 characters, but the refusal has 2400");
    check_call(&HOST, &refusal(18 * 400), long);
}

#[test]
fn every_kind_of_value_is_read() {
    let text = |text: &str| [(300, text.as_bytes().to_vec())];
    check_value(0, &[], &[], "Null");
    check_value(1, &[1], &[], "Boolean(true)");
    check_value(2, &[u32::MAX, u32::MAX], &[], "Number(-1)");
    check_value(3, &[1250, 0, 2], &[], "Number(12.50)");
    check_value(4, &[300, 6], &text("农村"), "Text(\"农村\")");
    check_value(5, &[20_501], &[], "Date(2026-02-17)");
    check_value(6, &[1000, 0], &[], "Instant(1970-01-01T00:00:01Z)");
    let list = [(300, words(&[256, 6, 256, 3]))];
    check_value(7, &[300, 2], &list, "List([Text(\"类别\"), Text(\"类\")])");
    check_value(8, &[300, 5], &text("[1.5]"), "List([Number(1.5)])");
}

#[test]
fn values_out_of_bounds_are_no_values() {
    let text = |text: &str| [(300, text.as_bytes().to_vec())];
    check_value(3, &[1, 0, 19], &[], "! expected at most 18 decimals, but a number has 19");
    let no_day = "! expected a day of the years -9999 to 9999, but a value is none";
    check_value(5, &[i32::MAX.cast_unsigned()], &[], no_day);
    check_value(5, &[i32::MIN.cast_unsigned()], &[], no_day);
    let no_instant = "! expected an instant before the year 9999, but a value is none";
    check_value(6, &[0, 0x7fff_ffff], &[], no_instant);
    let no_json = "! expected json, but a value is malformed at line 1, column 1";
    check_value(8, &[300, 1], &text("{"), no_json);
    let long = "! expected at most 10000 characters, but a value has 20000";
    check_value(4, &[2048, 20_000], &[], long);
    let long = "! expected at most 65536 bytes of json, but a value has 65537";
    check_value(8, &[2048, 65_537], &[], long);
    let many = "! expected at most 200 items, but a list has 201";
    check_value(7, &[2048, 201], &[], many);
    check_value(9, &[], &[], "! unexpected discriminant: 9");
}

#[test]
fn what_is_not_of_the_world_is_bad_output() {
    let bad = |guest: &[u8], words| check_call(&HOST, guest, Ends::Failed(Failure::Output, words));
    bad(&rule(9, [0, 0], [0, 0], &[]), "discriminant");
    bad(&rule(0, [64, 0x7fff_ffff], [0, 0], &[]), "out of bounds");
    bad(&rule(0, [0xffff_fff0, 1], [0, 0], &[]), "out of bounds");
    bad(&rule(0, [66, 1], [0, 0], &[]), "aligned");
    bad(&one_value(4, &[0xffff_ffff, 8], &[]), "out of bounds");
    bad(&one_value(4, &[300, 2], &[(300, vec![0xff, 0xfe])]), "utf-8");
    bad(&component(Question::Rule, "", "(i32.const 0x7ffffff0)"), "out of bounds");
    bad(&component(Question::Rule, "", "(i32.const 17)"), "aligned");
    bad(&says(Question::Rule, 1, &[(16, words(&[2]))]), "discriminant");
}

#[test]
fn answers_that_are_too_much_are_bad_output() {
    let bad = |guest: &[u8], words| check_call(&HOST, guest, Ends::Failed(Failure::Output, words));
    bad(&rule(0, [4096, 101], [0, 0], &[]), "at most 100 findings, but the answer has 101");
    bad(&rule(0, [0, 0], [4096, 101], &[]), "at most 100 values, but the answer has 101");
    bad(&rule(0, [4096, 1], [0, 0], &[]), "a finding's rule is empty");
    let name = (256, NAME.as_bytes().to_vec());
    let twice = rule(0, [0, 0], [64, 2], &[field(64, 0, &[]), field(96, 0, &[]), name.clone()]);
    bad(&twice, "repeats a name");
    let long_name = (64, words(&[2048, 201, 0, 0]));
    bad(&rule(0, [0, 0], [64, 1], &[long_name]), "at most 200 bytes, but a value's name has 201");
    let long_law = [(64, words(&[256, 6, 256, 6, 1, 2048, 501])), name];
    bad(&rule(0, [64, 1], [0, 0], &long_law), "at most 500 characters, but a finding's law");
}

#[test]
fn the_texts_of_an_answer_have_a_sum() {
    // 40 lists of one text of 10,000 characters: each is allowed, together they are too long.
    let name = |n: u32| (20_000 + n * 4, format!("v{n:02}").into_bytes());
    let value = |n: u32| (1_024 + n * 32, words(&[20_000 + n * 4, 3, 4, 0, 30_000, 10_000]));
    let data: Vec<_> = (0..40).flat_map(|n| [name(n), value(n)]).collect();
    let few = rule(0, [0, 0], [1_024, 26], &data);
    check_call(&HOST, &few, Ends::Answered);
    let all = rule(0, [0, 0], [1_024, 40], &data);
    check_call(&HOST, &all, Ends::Failed(Failure::Output, "at most 262144 bytes of text"));
}

#[test]
fn an_answer_of_40_mib_is_cut_off_while_it_is_read() {
    // One value: 40 texts that are all the same MiB of zeros.
    let texts: Vec<u32> = std::iter::repeat_n([65_536, 1 << 20], 40).flatten().collect();
    let name = (256, NAME.as_bytes().to_vec());
    let head = (16, words(&[0, 0, 0, 0, 64, 1]));
    let data = [head, field(64, 7, &[1_024, 40]), name, (1_024, words(&texts))];
    let flood = says(Question::Rule, 20, &data);
    check_call(&HOST, &flood, Ends::Failed(Failure::Output, "fuel allocated for hostcalls"));
}

/// Copies the payload of its only field into an integer value, to see what a guest is given.
#[test]
fn a_guest_sees_its_fields() {
    // The field: name (address, length), case, then at 16 the payload.
    let body = "(i32.store (i32.const 32) (i32.const 64)) (i32.store (i32.const 36) (i32.const 1))
        (i32.store (i32.const 64) (i32.load (local.get $fields)))
        (i32.store (i32.const 68) (i32.load offset=4 (local.get $fields)))
        (i32.store (i32.const 72) (i32.const 2))
        (i64.store (i32.const 80) (i64.load offset=16 (local.get $fields)))
        (if (i32.ne (local.get $count) (i32.const 1)) (then unreachable))
        (i32.const 16)";
    let guest = component(Question::Rule, "", body);
    let seen = |value: Value| match call_with(&HOST, &guest, &[("家庭.人口", value)]) {
        Outcome::Answered(answer) => format!("{:?}", answer.values["家庭.人口"]),
        other => format!("{other:?}"),
    };
    assert_eq!(seen(Value::Number(3.into())), "Number(3)");
    assert_eq!(seen(Value::Number("-12.50".parse().expect("a decimal"))), "Number(-125)");
    assert_eq!(seen(Value::Number(i64::MIN.into())), "Number(-9223372036854775808)");
}
