//! What is refused before any call, each with its code and its reason.

use tongban_core::call::Question;
use tongban_plugin_api::PluginHost as _;

use super::guest::{HOST, by_hand, check_refused, component, config, host, rule};
use crate::{Host, HostConfig, contract::QUESTIONS};

const FINE: &str = "(i32.const 16)";

#[test]
fn each_world_is_admitted_under_its_question() {
    for question in QUESTIONS {
        let component = component(question, "", FINE);
        let admitted = HOST.admit(&component).expect("it is one of ours");
        assert_eq!(admitted.question, question);
        assert_eq!(admitted.digest, Host::digest(&component));
        assert_eq!(HOST.inspect(&component), Ok(admitted.clone()));
        assert_eq!(HOST.admit(&component), Ok(admitted), "again");
    }
}

#[test]
fn what_is_no_component_is_refused() {
    const CODE: &str = "plugin-not-a-component";
    let core = wat::parse_str("(module)").expect("the text is sound");
    check_refused(&HOST, b"", CODE, "the file is empty");
    check_refused(&HOST, b"PK\x03\x04", CODE, "does not begin like WebAssembly");
    check_refused(&HOST, "<规则>".as_bytes(), CODE, "does not begin like WebAssembly");
    check_refused(&HOST, &core, CODE, "core module");
    check_refused(&HOST, b"\0asm", CODE, "does not begin like WebAssembly");
}

#[test]
fn machine_code_is_refused_even_if_this_engine_could_load_it() {
    let code =
        HOST.engine().precompile_component(&rule("", FINE)).expect("a valid component compiles");
    check_refused(&HOST, &code, "plugin-not-a-component", "compiled elsewhere");
}

#[test]
fn corrupt_bytes_are_refused() {
    let sound = rule("", FINE);
    let refused = |bytes: &[u8]| HOST.admit(bytes).is_err();
    let cuts = (1..sound.len()).step_by(97);
    assert!(cuts.map(|cut| &sound[..cut]).all(refused), "a part is not the whole");
    let mut longer = sound.clone();
    longer.extend([0, 200]);
    assert!(refused(&longer));
    let mut version = sound;
    version[4] ^= 0xff;
    assert!(refused(&version));
}

#[test]
fn imports_are_refused_by_name() {
    let rows = [
        ("wasi:clocks/wall-clock@0.2.0", "(instance)"),
        ("wasi:io/streams@0.2.0", "(instance (export \"read\" (func)))"),
        ("now", "(func (result u64))"),
        ("tongban:plugin/types@2.0.0", "(instance)"),
        ("tongban:plugin/host@1.0.0", "(instance)"),
        ("tongban:plugin/types@1.0.0", "(func)"),
    ];
    for (name, kind) in rows {
        let text = format!("(component (import \"{name}\" {kind}))");
        check_refused(&HOST, &by_hand(&text), "plugin-forbidden-import", name);
    }
}

#[test]
fn the_types_may_hold_nothing_but_types() {
    let smuggled = |item: &str| {
        let text = SIGNED.replace(
            "(component",
            &format!("(component (import \"tongban:plugin/types@1.0.0\" (instance {item}))"),
        );
        by_hand(&text)
    };
    let function = smuggled("(export \"now\" (func (result u64)))");
    check_refused(&HOST, &function, "plugin-forbidden-import", "types@1.0.0#now");
    let resource = smuggled("(export \"clock\" (type (sub resource)))");
    check_refused(&HOST, &resource, "plugin-forbidden-import", "types@1.0.0#clock");
}

/// Exports a rule's interface with a signature of its own.
const SIGNED: &str = r#"(component
    (core module $m (func (export "f") (param i32) (result i32) (local.get 0)))
    (core instance $i (instantiate $m))
    (func $f (param "x" u32) (result u32) (canon lift (core func $i "f")))
    (instance $e (export "answer" (func $f)))
    (export "tongban:plugin/rule-call@1.0.0" (instance $e)))"#;

#[test]
fn other_exports_are_refused() {
    const CODE: &str = "plugin-wrong-exports";
    let rows = [
        ("(component)".to_owned(), "exports nothing"),
        (SIGNED.to_owned(), "another signature"),
        (SIGNED.replace("\"answer\"", "\"reply\""), "also has `reply`"),
        (SIGNED.replace("rule-call@1.0.0", "rule-call@2.0.0"), "rule-call@2.0.0"),
        (SIGNED.replace("tongban:plugin/rule-call@1.0.0", "answer"), "exports `answer`"),
        (SIGNED.replace("(instance $e (export \"answer\" (func $f)))", "(instance $e)"), "no func"),
        (
            SIGNED.replace("(export \"tongban:plugin/rule-call@1.0.0\" (instance $e))", TWO),
            "exports 2",
        ),
    ];
    for (text, words) in rows {
        check_refused(&HOST, &by_hand(&text), CODE, words);
    }
}

#[test]
fn what_a_tool_left_behind_does_no_harm() {
    let left = |kind: &str| {
        let left = format!("(export \"init\" {kind}) (export \"tongban:plugin/rule");
        SIGNED.replace("(export \"tongban:plugin/rule", &left)
    };
    // Past the names, it is refused for the signature of its answer alone.
    let function = by_hand(&left("(func $f)"));
    check_refused(&HOST, &function, "plugin-wrong-exports", "another signature");
    let interface = by_hand(&left("(instance $e)"));
    check_refused(&HOST, &interface, "plugin-wrong-exports", "exports 2: `init`");
}

const TWO: &str = r#"
    (export "tongban:plugin/rule-call@1.0.0" (instance $e))
    (export "tongban:plugin/amount-call@1.0.0" (instance $e))"#;

#[test]
fn a_world_does_not_pass_for_another() {
    // The same bytes with the interface's name exchanged: the types give it away.
    let parameter = component(Question::Parameter, "", FINE);
    let named = |name: &str| name.as_bytes().to_vec();
    let (from, to) = (named("parameter-call"), named("parameter-cell"));
    let mut renamed = parameter;
    for at in 0..renamed.len() - from.len() {
        if renamed[at..].starts_with(&from) {
            renamed[at..at + to.len()].copy_from_slice(&to);
        }
    }
    check_refused(&HOST, &renamed, "plugin-wrong-exports", "parameter-cell");
}

#[test]
fn what_does_not_fit_the_sandbox_is_refused() {
    const CODE: &str = "plugin-beyond-sandbox";
    let memory = rule("(memory (export \"memory\") 4000)", FINE);
    check_refused(&HOST, &memory, CODE, "262144000 bytes of memory, at most 16777216");
    let table = rule("(table 30000 funcref)", FINE);
    check_refused(&HOST, &table, CODE, "30000 table entries");
    let tables = rule(&"(table 1 funcref)".repeat(20), FINE);
    check_refused(&HOST, &tables, CODE, "20 tables");
    let long = rule("", &format!("{} {FINE}", "(drop (i32.const 7))".repeat(200_000)));
    check_refused(&HOST, &long, CODE, "one function has");
    let nested = format!("{}{}", "(component ".repeat(12), ")".repeat(12));
    check_refused(&HOST, &by_hand(&nested), CODE, "deeper than 8");
}

#[test]
fn components_that_multiply_are_refused() {
    const CODE: &str = "plugin-beyond-sandbox";
    let modules = "(core instance (instantiate $m))".repeat(17);
    let many = format!("(component (core module $m) {modules})");
    check_refused(&HOST, &by_hand(&many), CODE, "17 module instances");
    // Each level instantiates the one below twice: 2 + 4 + … + 2^6, and so it goes on.
    let twice = "(instance (instantiate $c)) (instance (instantiate $c))";
    let nested = |levels| {
        (0..levels).fold("(component $c)".to_owned(), |inner, level| {
            let name = if level + 1 < levels { "$c" } else { "" };
            format!("(component {name} {inner} {twice})")
        })
    };
    check_refused(&HOST, &by_hand(&nested(6)), "plugin-wrong-exports", "exports nothing");
    check_refused(&HOST, &by_hand(&nested(7)), CODE, "254 component instances");
    // The same without depth: each takes its elder sibling from outside.
    let siblings: String = (1..=60)
        .map(|n| {
            let elder = n - 1;
            let twice = "(instance (instantiate $e)) (instance (instantiate $e))";
            let alias = format!("(alias outer 1 $c{elder} (component $e))");
            format!("(component $c{n} {alias} {twice})")
        })
        .collect::<Vec<_>>()
        .concat();
    let bomb = format!("(component (component $c0) {siblings} (instance (instantiate $c60)))");
    check_refused(&HOST, &by_hand(&bomb), CODE, "component instances");
    let as_value = "(component (component $c
        (import \"x\" (component $x)) (instance (instantiate $x))))";
    check_refused(&HOST, &by_hand(as_value), CODE, "given as a value");
}

#[test]
fn size_is_the_first_thing_checked() {
    let component = rule("", FINE);
    let small = host(HostConfig { component_bytes_max: component.len() - 1, ..config() });
    check_refused(&small, &component, "plugin-too-large", "expected at most");
    let exact = host(HostConfig { component_bytes_max: component.len(), ..config() });
    exact.admit(&component).expect("the limit itself is allowed");
}

#[test]
fn features_that_show_the_machine_are_refused() {
    let rows = [
        ("(memory $big i64 1)", FINE),
        ("(memory $shared 1 1 shared)", FINE),
        ("", "(drop (i32x4.relaxed_trunc_f32x4_s (v128.const i32x4 0 0 0 0))) (i32.const 16)"),
        ("", "(drop (i32.atomic.load (i32.const 0))) (i32.const 16)"),
    ];
    for (items, body) in rows {
        // A second memory where one is declared: the first stays what the interface needs.
        let memory = "(memory (export \"memory\") 1)";
        let items = if items.is_empty() { memory.to_owned() } else { format!("{memory}{items}") };
        check_refused(&HOST, &rule(&items, body), "plugin-invalid", "");
    }
}
