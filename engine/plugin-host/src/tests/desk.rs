//! Guests that use the host's functions, as they should and as they should not.

use std::sync::Arc;

use tongban_calendar::Calendar;
use tongban_core::{
    World,
    call::{Answer, Call, Called, Digest, Failure, HostFunction, Outcome, Question, Scene},
    moment::Moment,
    reference::{Reference, ReferenceTable},
    surroundings::{Found, Lookup},
};
use tongban_expr::Value;
use tongban_model::organisation::Organisation;
use tongban_plugin_api::{PluginHost as _, Surroundings, nowhere};

use super::guest::{HOST, SCENE, check_refused, config, host, module};
use crate::{FunctionLimits, HostConfig, contract};

const LOG: &str = r#"(import "tongban:plugin/host-log@1.0.0" "write"
    (func $log (param i32 i32 i32)))"#;
const FEEL: &str = r#"(import "tongban:plugin/host-feel@1.0.0" "evaluate"
    (func $feel (param i32 i32 i32 i32 i32)))"#;
const WORKING: &str = r#"(import "tongban:plugin/host-calendar@1.0.0" "is-working-day"
    (func $working (param i32 i32)))"#;
const ROW: &str = r#"(import "tongban:plugin/host-reference@1.0.0" "row"
    (func $row (param i32 i32 i32 i32 i32)))"#;
const HERE: &str = r#"(import "tongban:plugin/host-division@1.0.0" "here"
    (func $here (param i32 i32)))"#;

/// A rule that imports functions of the host. Address 16 of untouched memory is an approval.
fn guest(imports: &str, items: &str, body: &str) -> Vec<u8> {
    let text =
        module(Question::Rule, items, body).replacen("(module", &format!("(module {imports}"), 1);
    let module = wat::parse_str(text).expect("the text is sound");
    contract::componentize(&module, Question::Rule).expect("the module fits its world")
}

fn call_in(component: &[u8], scene: Scene, surroundings: &Arc<dyn Surroundings>) -> Called {
    let admitted = HOST.admit(component).expect("the component is admitted");
    let call = Call {
        plugin: admitted.digest,
        question: admitted.question,
        input: [].into_iter().collect(),
        scene,
    };
    let called = HOST.call(&call, surroundings);
    assert_eq!(called, HOST.call(&call, surroundings), "the same call uses the same");
    called
}

fn world() -> Arc<dyn Surroundings> {
    let mut world = World::new(Calendar::bundled(), Organisation::bundled());
    let table = ReferenceTable::parse("key,standard\n530428,680\n").expect("a sound table");
    let reference = Reference {
        id: "standards".into(),
        division: None,
        artifact: Digest([1; 32]),
        from: Moment(0),
        to: None,
        law: "示例".into(),
    };
    world.register(reference, Arc::new(table));
    world.number = 7;
    Arc::new(world)
}

#[track_caller]
fn counted(called: &Called, function: HostFunction) -> u64 {
    let used = called.used.as_ref().expect("it used the host");
    let known = used.counts.iter().find(|known| known.function == function);
    known.map_or(0, |known| known.count)
}

#[test]
fn who_imports_a_function_and_does_not_call_it_has_used_nothing() {
    let called = call_in(&guest(LOG, "", "(i32.const 16)"), SCENE, nowhere());
    assert!(matches!(called.outcome, Outcome::Answered(_)));
    assert_eq!(called.used, None);
}

/// A component of a package that differs from ours in one place.
fn forged(imports: &str, (from, to): (&str, &str)) -> Vec<u8> {
    let mut files = wit_parser::SourceMap::new();
    for (name, text) in contract::WIT {
        files.push_str(name, text.replace(from, to));
    }
    let group = files.parse().map_err(|(_, error)| error).expect("the forged text is sound");
    let mut resolve = wit_parser::Resolve::default();
    let package = resolve.push_group(group).expect("the forged package is sound");
    let world = resolve.select_world(&[package], Some("rule")).expect("it has the world");
    let text = module(Question::Rule, "", "(i32.const 16)");
    let text = text.replacen("(module", &format!("(module {imports}"), 1);
    let mut module = wat::parse_str(text).expect("the text is sound");
    wit_component::embed_component_metadata(
        &mut module,
        &resolve,
        world,
        wit_component::StringEncoding::UTF8,
    )
    .expect("the module takes its type");
    let encoder = wit_component::ComponentEncoder::default().module(&module);
    encoder.and_then(|mut encoder| encoder.encode()).expect("the module fits the forged world")
}

#[test]
fn a_function_of_another_name_or_signature_is_refused() {
    const CODE: &str = "plugin-forbidden-import";
    let shorter = r#"(import "tongban:plugin/host-log@1.0.0" "write" (func (param i32 i32)))"#;
    let from = "write: func(level: level, text: string);";
    let forged_signature = forged(shorter, (from, "write: func(text: string);"));
    check_refused(&HOST, &forged_signature, CODE, "host-log");
    let other = r#"(import "tongban:plugin/host-log@1.0.0" "read" (func (param i32 i32 i32)))"#;
    let forged_name = forged(other, (from, "read: func(level: level, text: string);"));
    check_refused(&HOST, &forged_name, CODE, "host-log@1.0.0#read");
}

#[test]
fn a_flood_of_the_log_is_cut_and_counted() {
    let body = "(local $n i32)
        (loop $again
          (call $log (i32.const 1) (i32.const 64) (i32.const 6))
          (br_if $again (i32.lt_u
            (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 1000))))
        (i32.const 16)";
    let flood = guest(LOG, "(data (i32.const 64) \"灌水\")", body);
    let called = call_in(&flood, SCENE, nowhere());
    assert!(matches!(called.outcome, Outcome::Answered(_)), "{:?}", called.outcome);
    let used = called.used.as_ref().expect("it logged");
    assert_eq!((used.log.len(), used.log_cut), (50, 950));
    assert_eq!(used.log[0].text, "灌水");
    assert_eq!(counted(&called, HostFunction::Log), 1_000);
}

#[test]
fn one_long_line_is_cut_whole() {
    let body = "(call $log (i32.const 2) (i32.const 64) (i32.const 5000)) (i32.const 16)";
    let called = call_in(&guest(LOG, "", body), SCENE, nowhere());
    let used = called.used.expect("it logged");
    assert_eq!((used.log.len(), used.log_cut), (0, 1));
}

/// Ends as the desk's limits say.
#[track_caller]
fn check_over(component: &[u8], words: &str) {
    let called = call_in(component, SCENE, &world());
    let Outcome::Failed { failure, detail } = &called.outcome else {
        unreachable!("it must fail, but {:?}", called.outcome)
    };
    assert_eq!(*failure, Failure::Host, "{detail}");
    assert!(detail.contains(words), "{detail}");
    assert!(called.used.is_some(), "what it used until then is told");
}

#[test]
fn an_endless_flood_ends_the_call() {
    let body = "(loop $again
        (call $log (i32.const 0) (i32.const 64) (i32.const 30000)) (br $again)) unreachable";
    check_over(&guest(LOG, "", body), "at most 1000000 units of host work");
}

#[test]
fn lookups_without_end_end_the_call() {
    let body = "(loop $again
        (call $working (i32.const 20000) (i32.const 64)) (br $again)) unreachable";
    check_over(&guest(WORKING, "", body), "at most 200 lookups");
}

#[test]
fn what_is_looked_up_has_a_sum() {
    // A key of 20,000 bytes is written down with its lookup.
    let body = "(local $n i32) (loop $again
        (i32.store (i32.const 64) (local.tee $n (i32.add (local.get $n) (i32.const 1))))
        (call $row (i32.const 64) (i32.const 1) (i32.const 4096) (i32.const 20000)
          (i32.const 30000)) (br $again)) unreachable";
    let fill = "(data (i32.const 4096) \"k\")";
    check_over(&guest(ROW, fill, body), "at most 32768 bytes of lookups");
}

#[test]
fn evaluations_without_end_end_the_call() {
    let body = "(loop $again
        (call $feel (i32.const 64) (i32.const 5) (i32.const 0) (i32.const 0) (i32.const 128))
        (br $again)) unreachable";
    check_over(&guest(FEEL, "(data (i32.const 64) \"1 + 1\")", body), "at most 100 evaluations");
}

/// A body that answers with a value named `v` whose case and payload lie at an address.
fn answers_with(address: u32) -> String {
    format!(
        "(i32.store (i32.const 32) (i32.const 512)) (i32.store (i32.const 36) (i32.const 1))
         (i32.store (i32.const 512) (i32.const 600)) (i32.store (i32.const 516) (i32.const 1))
         (memory.copy (i32.const 520) (i32.const {address}) (i32.const 24)) (i32.const 16)"
    )
}

fn value(called: &Called) -> Option<&Value> {
    match &called.outcome {
        Outcome::Answered(Answer { values, .. }) => values.get("v"),
        _ => None,
    }
}

#[test]
fn an_expression_is_evaluated_behind_the_fence() {
    let evaluated = |expression: &str| {
        let data = format!("(data (i32.const 64) \"{expression}\") (data (i32.const 600) \"v\")");
        // result<value, host-error>: its case at 128, the payload at 136.
        let body = format!(
            "(call $feel (i32.const 64) (i32.const {}) (i32.const 0) (i32.const 0)
               (i32.const 128)) (if (i32.load8_u (i32.const 128)) (then unreachable)) {}",
            expression.len(),
            answers_with(136)
        );
        call_in(&guest(FEEL, &data, &body), SCENE, nowhere())
    };
    let called = evaluated("6 * 7");
    assert_eq!(value(&called), Some(&Value::Number(42.into())), "{:?}", called.outcome);
    assert_eq!(counted(&called, HostFunction::Feel), 1);
    assert_eq!(called.used.expect("it evaluated").consulted, [], "the world was not asked");
    // What the fence refuses is the guest's error, and the guest traps at it.
    let refused = evaluated("for x in [1] return x");
    assert!(matches!(refused.outcome, Outcome::Failed { failure: Failure::Trap, .. }));
}

#[test]
fn the_calendar_is_the_worlds() {
    // 2026-02-14 is a Saturday of make-up work, 2026-02-17 is the Spring Festival.
    let asks = |day: i32| {
        let body = format!(
            "(call $working (i32.const {day}) (i32.const 128))
             (if (i32.load8_u (i32.const 128)) (then unreachable))
             (i32.store8 (i32.const 20) (i32.load8_u (i32.const 132))) (i32.const 16)"
        );
        call_in(&guest(WORKING, "", &body), SCENE, &world())
    };
    let spring_festival = asks(20_501);
    let used = spring_festival.used.as_ref().expect("it asked");
    assert_eq!(used.world, 7);
    let lookup = Lookup::WorkingDay { day: jiff::civil::date(2026, 2, 17) };
    assert_eq!(used.consulted[0].lookup, lookup);
    assert_eq!(used.consulted[0].found, Found::Day { working: false, provisional: false });
    // A day that is none is the guest's error.
    let none = asks(i32::MAX);
    assert!(matches!(none.outcome, Outcome::Failed { failure: Failure::Trap, .. }));
    assert_eq!(none.used.expect("it was counted").consulted, []);
}

#[test]
fn a_row_is_found_and_told_once() {
    let ask = "(call $row (i32.const 64) (i32.const 9) (i32.const 80) (i32.const 6)
        (i32.const 128))";
    let data = "(data (i32.const 64) \"standards\") (data (i32.const 80) \"530428\")";
    let body = format!("{ask} {ask} (i32.const 16)");
    let called = call_in(&guest(ROW, data, &body), SCENE, &world());
    assert_eq!(counted(&called, HostFunction::ReferenceRow), 2);
    let used = called.used.as_ref().expect("it asked");
    let cell = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let cells = vec![cell("key", "530428"), cell("standard", "680")];
    assert_eq!(used.consulted.len(), 1, "the same lookup is written down once");
    assert_eq!(used.consulted[0].found, Found::Row { cells });
    let elsewhere = call_in(&guest(ROW, data, &body), SCENE, nowhere());
    let used = elsewhere.used.expect("it asked");
    assert!(matches!(used.consulted[0].found, Found::Unknown { .. }));
}

#[test]
fn a_division_is_told_with_those_above() {
    let organisation = Organisation::bundled();
    let code = "530428".parse().expect("a code");
    let division = organisation.division_now(code).expect("bundled");
    let scene = Scene { division: Some(division), ..SCENE };
    let body = "(call $here (i32.const 20000) (i32.const 128)) (i32.const 16)";
    let called = call_in(&guest(HERE, "", body), scene, &world());
    let used = called.used.as_ref().expect("it asked");
    let Found::Division { division, above } = &used.consulted[0].found else {
        unreachable!("expected a division, but {:?}", used.consulted)
    };
    assert_eq!((division.code.as_str(), division.level.as_str()), ("530428", "county"));
    assert_eq!(above.first().map(|top| top.code.as_str()), Some("0"));
}

#[test]
fn the_limits_are_the_hosts() {
    let functions = FunctionLimits { log_lines_max: 1, ..FunctionLimits::default() };
    let host = host(HostConfig { functions, ..config() });
    let line = "(call $log (i32.const 1) (i32.const 64) (i32.const 1))";
    let component =
        guest(LOG, "(data (i32.const 64) \"a\")", &format!("{line}{line}(i32.const 16)"));
    let admitted = host.admit(&component).expect("admitted");
    let call = Call {
        plugin: admitted.digest,
        question: admitted.question,
        input: [].into_iter().collect(),
        scene: SCENE,
    };
    let used = host.call(&call, nowhere()).used.expect("it logged");
    assert_eq!((used.log.len(), used.log_cut), (1, 1));
}
