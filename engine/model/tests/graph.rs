//! Joins that may wait for ever, and all diagnostics at once where something could not be read.

use tongban_model::{Bundle, Diagnostic, load};

const HEAD: &str = "process: p\ntitle: t\nlaw: { id: x }\nat: village\nform: f.json\nnodes:\n";

/// What is found in a process whose nodes are these.
fn found(nodes: &str) -> Vec<Diagnostic> {
    let form = "{\"type\":\"object\",\"properties\":{\"n\":{\"title\":\"n\",\"type\":\"number\"}}}";
    let bundle = Bundle::default()
        .with("workflow.yaml", format!("{HEAD}{nodes}").into_bytes())
        .with("f.json", form.as_bytes().to_vec());
    load(&bundle).1
}

/// Codes with the lines of the nodes, counted from the first.
fn codes(nodes: &str) -> Vec<(&'static str, u32)> {
    found(nodes).iter().map(|one| (one.code, one.place.line - 6)).collect()
}

fn sound(nodes: &str) {
    let shown: Vec<_> = found(nodes).iter().map(ToString::to_string).collect();
    assert_eq!(shown, Vec::<String>::new(), "{nodes}");
}

fn task(name: &str, outcomes: &str) -> String {
    format!(
        "  {name}: {{ type: userTask, performer: {{ role: r, at: village }}, outcomes: \
         {{ {outcomes} }} }}\n"
    )
}

/// A fork to `a` and `b` that meet in `j`; the outcomes of `a`, and further nodes.
fn forked(a: &str, more: &str) -> String {
    let (a, b) = (task("a", a), task("b", "done: j"));
    format!(
        "  s: {{ type: startEvent, next: f }}\n  f: {{ type: parallelGateway, next: [a, b] }}\n\
         {a}{b}  j: {{ type: parallelGateway, next: e }}\n  e: {{ type: endEvent, ending: done }}\n\
         {more}"
    )
}

const MISSES: &str = "branch-misses-join";

#[test]
fn a_branch_that_ends_before_its_join_is_an_error_where_it_leaves() {
    let over = "  over: { type: endEvent, ending: refused }\n";
    assert_eq!(codes(&forked("done: j, no: over", over)), [(MISSES, 3)]);
    let diagnostics = found(&forked("done: j, no: over", over));
    let message = &diagnostics[0].message;
    assert!(message.zh.contains("“a”的结论“no”"), "{message:?}");
    assert!(message.en.contains("`a` by `no`"), "{message:?}");
    assert!(diagnostics[0].hint.is_some(), "it says what to write instead");
}

#[test]
fn an_end_of_the_whole_case_starves_nothing() {
    let over = "  over: { type: endEvent, ending: refused, terminate: true }\n";
    sound(&forked("done: j, no: over", over));
}

#[test]
fn a_way_round_the_join_is_an_error_and_a_detour_to_it_is_not() {
    let behind = task("c", "done: e");
    assert_eq!(codes(&forked("done: j, no: c", &behind)), [(MISSES, 3)]);
    let detour =
        task("c", "done: m, again: a") + "  m: { type: exclusiveGateway, flows: [{ to: a }] }\n";
    sound(&forked("done: j, no: c", &detour));
}

#[test]
fn a_choice_of_a_gateway_and_an_event_leave_a_branch_too() {
    let over = "  over: { type: endEvent, ending: done }\n";
    let gateway =
        "  x: { type: exclusiveGateway, flows: [{ when: \"n > 1\", to: over }, { to: y }] }\n";
    let event = "  late: { type: boundaryEvent, on: y, interrupting: true, after: 3 working days, \
        next: over }\n";
    let y = task("y", "done: j");
    let nodes = forked("done: x", &format!("{over}{gateway}{y}{event}"));
    assert_eq!(codes(&nodes), [(MISSES, 8), (MISSES, 10)]);
    // One that does not end its host leaves the branch where it is.
    let beside = event.replace("true", "false");
    sound(&forked("done: y", &format!("{over}{y}{beside}")));
}

/// An inner fork of which only one branch goes to the outer join still brings it.
#[test]
fn a_branch_may_fork_again_and_let_one_part_end() {
    let inner = "  g: { type: parallelGateway, next: [c, d] }\n".to_owned()
        + task("c", "done: j").as_str()
        + task("d", "done: e").as_str();
    sound(&forked("done: g", &inner));
}

/// Behind the join, back into one branch: the other will not come a second time.
#[test]
fn a_way_back_into_one_branch_is_an_error_at_the_join() {
    let nodes = forked("done: j", &task("r", "yes: e, no: m"));
    let merge = "  m: { type: exclusiveGateway, flows: [{ to: k }] }\n";
    let nodes = nodes.replace("parallelGateway, next: e", "parallelGateway, next: r");
    // `k` lets `a` be entered from the fork and from behind without being a join.
    let entry = "  k: { type: exclusiveGateway, flows: [{ to: a }] }\n";
    let nodes = nodes.replace("next: [a, b]", "next: [k, b]");
    assert_eq!(codes(&format!("{nodes}{merge}{entry}")), [(MISSES, 5)]);
}

/// A timer that need not fire is no branch to wait for.
#[test]
fn a_join_may_not_wait_for_an_event_that_need_not_fire() {
    let nodes = "  s: { type: startEvent, next: a }\n".to_owned()
        + task("a", "done: j").as_str()
        + "  late: { type: boundaryEvent, on: a, interrupting: false, after: 24 hours, next: j }\n"
        + "  j: { type: parallelGateway, next: e }\n  e: { type: endEvent, ending: done }\n";
    assert_eq!(codes(&nodes), [(MISSES, 4)]);
}

/// Many faults in one file: all are told at once, and nothing that only follows from them.
#[test]
fn all_faults_of_a_file_are_told_at_once() {
    let nodes = "  s: { type: startEvent, next: aa }\n".to_owned()
        + "  a: { type: usrTask, next: f }\n"
        + "  f: { type: parallelGateway, next: [b, c] }\n"
        + task("b", "done: j, no: over").as_str()
        + task("c", "done: j").as_str()
        + "  j: { type: parallelGateway, next: board }\n"
        + "  board: { type: notice, days: 3 calendar days, places: [board], publish: [{ title: t, \
           value: n, mask: none }], objections: at-end, outcomes: { clear: x } }\n"
        + "  x: { type: exclusiveGateway, flows: [{ when: \"n > 1\", to: y }] }\n"
        + task("y", "done: z").replace("outcomes", "send_back: [b], outcomes").as_str()
        + "  z: { type: userTask, performer: { role: r, at: village } }\n"
        + "  over: { type: endEvent, ending: done }\n"
        + "  w: { type: exclusiveGateway, flows: [{ to: w }] }\n"
        + "  t: { type: userTask, performer: { role: r, at: village, not: [a] }, next: q, \
           outcomes: { done: over } }\n";
    let expected = [
        ("unknown-node", 1),
        ("unknown-node-kind", 2),
        (MISSES, 4),
        ("missing-outcome", 7),
        ("missing-default", 8),
        ("missing-flow", 10),
        ("cycle-without-wait", 12),
        ("dead-end", 12),
        ("conflicting-keys", 13),
        ("unknown-node", 13),
    ];
    assert_eq!(codes(&nodes), expected);
}

/// A node that says nothing is there all the same, and may be the start, the end or on the way.
#[test]
fn a_node_that_cannot_be_read_is_not_called_unknown() {
    let nodes = "  s: { type: startEvent, next: v }\n  v: nothing\n".to_owned()
        + task("a", "done: v, no: v").as_str()
        + "  late: { type: boundaryEvent, on: v, interrupting: true, after: 24 hours, next: a }\n";
    assert_eq!(codes(&nodes), [("wrong-shape", 2)]);
}

/// The flow whose beginning is misspelt may be the one that is missing elsewhere.
#[test]
fn a_flow_that_begins_nowhere_makes_nothing_missing() {
    let nodes = task("a", "").replace(", outcomes: {  }", "")
        + "  s: { type: startEvent }\n  e: { type: endEvent, ending: done }\nflows:\n"
        + "  one: { from: s, to: a }\n  two: { from: aa, to: e }\n";
    assert_eq!(codes(&nodes), [("unknown-node", 6)]);
}
