//! The bundled workflows are sound, and small slips in them are found where they are.

#![expect(clippy::disallowed_methods, reason = "a test reads the bundled files")]

use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use tongban_model::{
    Bundle, PointId, Severity, Tightening, load,
    source::{
        json_schema,
        yaml::{self, Content, Limits, Resolved, Yaml},
    },
};

fn bundle(workflow: &str) -> Bundle {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../workflows").join(workflow);
    let mut bundle = Bundle::default();
    collect(&root, &root, &mut bundle);
    bundle
}

fn collect(root: &Path, folder: &Path, bundle: &mut Bundle) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "scenarios" && name != "expected" {
                collect(root, &path, bundle);
            }
        } else {
            let bytes = std::fs::read(&path).expect("the file can be read");
            bundle.files.insert(name.replace('\\', "/"), bytes.into());
        }
    }
}

#[test]
fn bundled_workflows_have_no_diagnostics() {
    for workflow in ["dibao", "home-care", "temporary-aid"] {
        let (process, diagnostics) = load(&bundle(workflow));
        let shown: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(shown, Vec::<String>::new(), "{workflow}");
        assert_eq!(process.expect("a sound process").id.as_str(), workflow);
    }
}

/// Changes one place of dibao's source and gives the codes of the errors, with their lines.
fn slip(from: &str, to: &str) -> Vec<(&'static str, u32)> {
    let mut bundle = bundle("dibao");
    let source = bundle.files["workflow.yaml"].clone();
    let source = String::from_utf8(source.to_vec()).expect("UTF-8");
    assert!(source.contains(from), "{from}");
    bundle
        .files
        .insert("workflow.yaml".to_owned(), source.replacen(from, to, 1).into_bytes().into());
    let (process, diagnostics) = load(&bundle);
    assert!(process.is_none(), "a slip must not load: {from} → {to}");
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| (one.code, one.place.line)).collect()
}

fn line_of(text: &str) -> u32 {
    let bundle = bundle("dibao");
    let source = String::from_utf8(bundle.files["workflow.yaml"].to_vec()).expect("UTF-8");
    let at = source.lines().position(|line| line.contains(text)).expect("the text is there");
    u32::try_from(at + 1).expect("a short file")
}

#[test]
fn slips_are_found_where_they_are() {
    let cases = [
        ("next: accept }", "next: acept }", "unknown-node", "papers: { type: serviceTask"),
        (
            "type: startEvent,",
            "type: beginEvent,",
            "unknown-node-kind",
            "apply: { type: startEvent",
        ),
        (
            "due: 3 working days            # art. 17",
            "due: 3 wrking days # art. 17",
            "bad-term",
            "# art. 17: begins",
        ),
        ("at: village\nform", "at: hamlet\nform", "wrong-value", "at: village"),
        (
            "starts: { node: accept, on: accept }",
            "starts: { node: accept, on: acept }",
            "unknown-outcome",
            "starts: {",
        ),
        (
            "when: \"village_panel.present * 3",
            "when: \"village_panel.presnt * 3",
            "expr-unknown-field",
            "panel-quorum-missed",
        ),
        (
            "point: means-test\n    outcomes: { approve: village-panel, ",
            "point: means-test\n    outcomes: { ",
            "missing-outcome",
            "  means-test:\n",
        ),
    ];
    found(&cases);
}

#[test]
fn slips_in_limits_that_points_give_are_found_where_they_are() {
    let due = "due: { point: opinion-days, unit: working days, since: [inquiry, objection] }";
    found(&[
        (due, "due: { point: means-test, unit: working days }", "point-world", due),
        (due, "due: { point: opinion-day, unit: working days }", "unknown-point", due),
        (due, "due: { point: opinion-days, unit: 3 days }", "bad-term", due),
        (due, "due: { point: opinion-days, unit: hours, since: inqiry }", "unknown-node", due),
    ]);
}

/// Each slip has its code, on the line where it is.
fn found(cases: &[(&str, &str, &'static str, &str)]) {
    for &(from, to, code, line) in cases {
        let found = slip(from, to);
        let codes: Vec<_> = found.iter().map(|(code, _)| *code).collect();
        assert!(codes.contains(&code), "{from} → {to}: expected {code}, found {found:?}");
        if !line.ends_with('\n') {
            let expected = line_of(line);
            assert!(found.contains(&(code, expected)), "{from}: line {expected}, found {found:?}");
        }
    }
}

#[test]
fn guarded_values_are_declared_numbers_of_a_rule_that_tightens() {
    let inputs = "law: 第十八条\n    inputs:";
    let outputs = |rest: &str| format!("law: 第十八条\n    outputs: {rest}\n    inputs:");
    let cases = [
        (inputs, outputs("{ 类别: text }\n    tightens: { 类别: at-most }"), "tightens-not-number"),
        (inputs, outputs("{ 金额: number }\n    tightens: { 金 额: same }"), "tightens-unknown"),
        (
            "law: 第二十一条\n",
            "law: 第二十一条\n    tightens: { 金额: same }\n".to_owned(),
            "tightens-without-combine",
        ),
    ];
    for (from, to, code) in cases {
        let found = slip(from, &to);
        assert!(found.iter().any(|(found, _)| *found == code), "{to}: {found:?}");
    }
}

#[test]
fn what_bounds_limit_can_be_guarded_too() {
    let (process, _) = load(&bundle("dibao"));
    let process = process.expect("a sound definition");
    let guards = |point: &str| process.points[&PointId::from(point)].tightens.get("value").copied();
    assert_eq!(guards("notice-days"), Some(Tightening::AtLeast));
    assert_eq!(guards("decision-days"), Some(Tightening::AtMost));
    assert_eq!(guards("objection-days"), None);
    let found = slip("max: 10, tightens: at-most", "max: 10, tightens: sooner");
    assert!(!found.is_empty());
}

#[test]
fn a_cycle_without_a_wait_and_a_dead_end_are_errors() {
    let workflow = "process: p\ntitle: t\nlaw: { id: x }\nat: village\nform: f.json\nnodes:\n  \
        s: { type: startEvent, next: a }\n  a: { type: exclusiveGateway, flows: [{ when: \"n > 1\", \
        to: b }, { to: e }] }\n  b: { type: exclusiveGateway, flows: [{ to: a }] }\n  \
        e: { type: endEvent, ending: done }\n  lost: { type: exclusiveGateway, flows: [{ to: lost }] }\n";
    let form = "{\"type\":\"object\",\"properties\":{\"n\":{\"title\":\"n\",\"type\":\"number\"}}}";
    let bundle = Bundle::default()
        .with("workflow.yaml", workflow.as_bytes().to_vec())
        .with("f.json", form.as_bytes().to_vec());
    let (process, diagnostics) = load(&bundle);
    assert!(process.is_none());
    let codes: Vec<_> = diagnostics.iter().map(|one| one.code).collect();
    for code in ["cycle-without-wait", "unreachable"] {
        assert!(codes.contains(&code), "expected {code} among {codes:?}");
    }
}

/// The codes for a process whose nodes are these.
fn codes_of(nodes: &str) -> Vec<&'static str> {
    let head = "process: p\ntitle: t\nlaw: { id: x }\nat: village\nform: f.json\nnodes:\n";
    let form = "{\"type\":\"object\",\"properties\":{\"n\":{\"title\":\"n\",\"type\":\"number\"}}}";
    let bundle = Bundle::default()
        .with("workflow.yaml", format!("{head}{nodes}").into_bytes())
        .with("f.json", form.as_bytes().to_vec());
    load(&bundle).1.iter().map(|one| one.code).collect()
}

const TASKS: &str = "  a: { type: userTask, performer: { role: r, at: village }, next: j }\n  \
    b: { type: userTask, performer: { role: r, at: village }, next: j }\n  \
    e: { type: endEvent, ending: done }\n";

#[test]
fn joins_need_a_fork_and_forks_need_a_join() {
    let fork = "  s: { type: startEvent, next: f }\n  f: { type: parallelGateway, next: [a, b] }\n";
    let choice = "  s: { type: startEvent, next: f }\n  f: { type: exclusiveGateway, flows: \
        [{ when: \"n > 1\", to: a }, { to: b }] }\n";
    let join = "  j: { type: parallelGateway, next: e }\n";
    let merge = "  j: { type: userTask, performer: { role: r, at: village }, next: e }\n";
    let cases = [
        (fork, join, Vec::new()),
        (choice, join, vec!["join-cannot-fire"]),
        (choice, merge, Vec::new()),
        (fork, merge, vec!["double-execution"]),
    ];
    for (split, meet, expected) in cases {
        assert_eq!(codes_of(&format!("{split}{TASKS}{meet}")), expected, "{split}{meet}");
    }
}

/// A fork whose branch forks again is sound when one join takes all three.
#[test]
fn a_join_may_take_branches_of_nested_forks() {
    let nodes = "  s: { type: startEvent, next: f }\n  f: { type: parallelGateway, next: [a, g] }\n  \
        g: { type: parallelGateway, next: [b, c] }\n  \
        c: { type: userTask, performer: { role: r, at: village }, next: j }\n  \
        j: { type: parallelGateway, next: e }\n";
    assert_eq!(codes_of(&format!("{nodes}{TASKS}")), Vec::<&str>::new());
}

/// A definition as an editor's checker sees it.
fn as_json(tree: &Yaml) -> Json {
    match &tree.content {
        Content::Scalar(scalar) => match scalar.resolve() {
            Resolved::Null => Json::Null,
            Resolved::Boolean(boolean) => Json::Bool(boolean),
            Resolved::Number(number) => serde_json::from_str(number).expect("a JSON number"),
            Resolved::Text(text) => Json::String(text.to_owned()),
        },
        Content::List(items) => Json::Array(items.iter().map(as_json).collect()),
        Content::Map(map) => {
            map.iter().map(|(key, entry)| (key.to_string(), as_json(&entry.value))).collect()
        }
        Content::Refused => unreachable!("the source is sound YAML"),
    }
}

fn source(workflow: &str) -> String {
    String::from_utf8(bundle(workflow).files["workflow.yaml"].to_vec()).expect("UTF-8")
}

fn parsed(source: &str) -> Json {
    let (tree, diagnostics) = yaml::read("workflow.yaml", source.as_bytes(), Limits::DEFINITION);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    as_json(&tree.expect("sound YAML"))
}

#[test]
fn the_schema_for_editors_takes_what_is_bundled_and_refuses_slips() {
    let schema = json_schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for workflow in ["dibao", "home-care", "temporary-aid"] {
        let definition = parsed(&source(workflow));
        let found: Vec<_> = validator.iter_errors(&definition).map(|e| e.to_string()).collect();
        assert_eq!(found, Vec::<String>::new(), "{workflow}");
    }
    let dibao = source("dibao");
    for (from, to) in [
        ("process: dibao", "proces: dibao"),
        ("process: dibao", "process: 7"),
        ("type: startEvent", "type: startevent"),
        ("limit: 30 working days", "limit: 30"),
        ("combine: tighten", "combine: loosen"),
        ("count: 2, all: true", "count: two, all: true"),
        ("send_back: [village-panel]", "send_back: { to: village-panel }"),
        ("interrupting: false", "interrupting: sometimes"),
        ("originals: 1, copies: 1", "originals: -1, copies: 1"),
        ("since: visit-needed", "since: 7"),
    ] {
        assert!(dibao.contains(from), "{from}");
        let wrong = parsed(&dibao.replacen(from, to, 1));
        assert!(!validator.is_valid(&wrong), "the schema takes `{to}`");
    }
}
