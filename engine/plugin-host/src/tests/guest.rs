//! Guests made for tests, and the two checks that nearly every test is a row of.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use tongban_core::call::{Call, Digest, Failure, Outcome, Question, Scene};
use tongban_expr::Value;
use tongban_plugin_api::{PluginHost, nowhere};

use crate::{Host, HostConfig, contract};

/// Limits small enough for tests of all of them to be fast.
pub(crate) fn config() -> HostConfig {
    HostConfig { fuel_max: 5_000_000, calls_max: 8, ..HostConfig::default() }
}

/// The host of most tests.
pub(crate) static HOST: LazyLock<Host> = LazyLock::new(|| host(config()));

pub(crate) fn host(config: HostConfig) -> Host {
    Host::new(config).expect("the engine starts")
}

/// A core module with one page of memory, an allocator that only goes up from 32 KiB, `items`
/// beside them, and `body` as the answer (locals `$fields`, `$count`; gives a pointer).
pub(crate) fn module(question: Question, items: &str, body: &str) -> String {
    let interface = contract::interface(question);
    let memory = if items.contains("(memory") { "" } else { "(memory (export \"memory\") 1)" };
    format!(
        r#"(module {memory}
          (global $next (mut i32) (i32.const 32768))
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
            (global.set $next
              (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
            (global.get $next)
            (global.set $next (i32.add (global.get $next) (local.get 3))))
          {items}
          (func (export "{interface}#answer") (param $fields i32) (param $count i32) (result i32)
            {body}))"#
    )
}

/// The component of such a module.
pub(crate) fn component(question: Question, items: &str, body: &str) -> Vec<u8> {
    let module = wat::parse_str(module(question, items, body)).expect("the text is sound");
    contract::componentize(&module, question).expect("the module fits its world")
}

/// A rule. Address 16 of untouched memory reads as `ok(approve, no findings, no values)`.
pub(crate) fn rule(items: &str, body: &str) -> Vec<u8> {
    component(Question::Rule, items, body)
}

/// A component written by hand.
pub(crate) fn by_hand(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the text is sound")
}

pub(crate) fn call(host: &Host, component: &[u8]) -> Outcome {
    call_with(host, component, &[])
}

pub(crate) fn call_with(host: &Host, component: &[u8], input: &[(&str, Value)]) -> Outcome {
    let admitted = host.admit(component).expect("the component is admitted");
    let input = input.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    ask(host, (admitted.digest, admitted.question), input)
}

/// The day of all calls.
pub(crate) const SCENE: Scene = Scene { division: None, day: jiff::civil::date(2026, 1, 5) };

/// Asks an admitted component outside of any world.
pub(crate) fn ask(
    host: &Host,
    (plugin, question): (Digest, Question),
    input: IndexMap<Arc<str>, Value>,
) -> Outcome {
    host.call(&Call { plugin, question, input, scene: SCENE }, nowhere()).outcome
}

/// What a call must end in.
#[derive(Clone, Copy)]
pub(crate) enum Ends {
    Answered,
    Refused(&'static str),
    Failed(Failure, &'static str),
    Unavailable(&'static str),
}

/// Calls twice: the outcome is the expected one, and the same again.
pub(crate) fn check_call(host: &Host, component: &[u8], expected: Ends) {
    let outcome = call(host, component);
    let fits = match (&outcome, expected) {
        (Outcome::Answered(_), Ends::Answered) => true,
        (Outcome::Refused(words), Ends::Refused(expected))
        | (Outcome::Unavailable(words), Ends::Unavailable(expected)) => words.contains(expected),
        (Outcome::Failed { failure, detail }, Ends::Failed(expected, words)) => {
            *failure == expected && detail.contains(words)
        }
        _ => false,
    };
    assert!(fits, "{outcome:?}");
    assert_eq!(outcome, call(host, component), "the same call ends the same way");
}

/// Admission refuses with this code and these words.
pub(crate) fn check_refused(host: &Host, bytes: &[u8], code: &str, words: &str) {
    let refusal = host.admit(bytes).expect_err("must not be admitted");
    assert_eq!(refusal.code(), code, "{refusal}");
    assert!(refusal.to_string().contains(words), "{refusal}");
}
