//! Single cases on the bare machine, for what no bundled workflow does.

use std::sync::Arc;

use serde_json::json;
use tongban_calendar::Calendar;
use tongban_core::{
    Actor, Command, Cx, Event, Instance, Moment, Rejection, Step, World, apply,
    call::Digest,
    command::{DecideTask, Start},
    data::Data,
    document::Submission,
    id::{CommandId, ElementId, InstanceId, Partition},
    state::{Element, Status, Task},
    step,
};
use tongban_model::{
    Bundle, OutcomeId, Process, load,
    organisation::{Organisation, PersonId},
};

const HOUR: i64 = 3_600_000;
const BEGUN: Moment = Moment(1_789_700_000_000); // Friday 2026-09-18 in the morning
const CLERK: &str = "bai-yun";
const ONE: &str = "dao-mei";
const OTHER: &str = "yang-jun";

/// A case and everything around it.
struct Case {
    process: Process,
    world: World,
    now: Moment,
    state: Instance,
    data: Data,
    commands: u64,
}

impl Case {
    fn begin(nodes: &str) -> Self {
        let head = "process: p\ntitle: t\nlaw: { id: x }\nat: village\nform: f.json\n";
        let form = json!({ "type": "object", "properties": {} });
        let bundle = Bundle::default()
            .with("workflow.yaml", format!("{head}{nodes}").into_bytes())
            .with("f.json", form.to_string().into_bytes());
        let (process, diagnostics) = load(&bundle);
        let id = InstanceId { partition: Partition(0), counter: 1 };
        let mut case = Self {
            process: process.unwrap_or_else(|| panic!("{diagnostics:#?}")),
            world: World::new(Calendar::bundled(), Organisation::bundled()),
            now: BEGUN,
            state: Instance::unborn(id),
            data: Data::default(),
            commands: 0,
        };
        let code = "530428003004".parse().expect("a code");
        let day = case.now.day();
        let division = case.world.organisation.division(code, day).expect("a bundled village");
        let digest = Digest(case.process.digest.0);
        let application = Arc::new(Submission::default());
        let start = Command::Start(Start { digest, division, application });
        case.order(&start, &person(CLERK)).expect("the case begins");
        case
    }

    fn order(&mut self, command: &Command, actor: &Actor) -> Result<Vec<Event>, Rejection> {
        self.commands += 1;
        let cx = Cx {
            recorded_at: self.now,
            occurred_at: None,
            actor,
            command: CommandId(self.commands),
            random: &[7; 32],
            world: &self.world,
            process: &self.process,
            data: &self.data,
            answers: &[],
        };
        let Step::Done(done) = step(&cx, &self.state, command)? else {
            panic!("nothing here asks plugins");
        };
        for event in &done.events {
            apply(&mut self.state, event, self.now);
            self.data.take_up((&self.process, &self.state), event, &done.documents);
        }
        Ok(done.events)
    }

    /// Decides the oldest open task of a node.
    fn decide(&mut self, by: &str, node: &str, outcome: &str) -> Result<Vec<Event>, Rejection> {
        let of_node = |(id, element, _): (ElementId, &Element, &Task)| {
            (element.node.as_str() == node).then_some(id)
        };
        let found = self.state.tasks().find_map(of_node);
        let element = found.unwrap_or_else(|| panic!("no open task of {node}"));
        let (outcome, submission) = (OutcomeId::from(outcome), Arc::new(Submission::default()));
        let decide = DecideTask { element, outcome, submission };
        self.order(&Command::DecideTask(decide), &person(by))
    }

    fn incidents(&self) -> Vec<(ElementId, String)> {
        let incidents = self.state.incidents();
        incidents
            .map(|(id, element, what)| (id, format!("{} {}", element.node, what.code)))
            .collect()
    }
}

fn person(id: &str) -> Actor {
    Actor::Person(PersonId::from(id))
}

fn task(name: &str, performer: &str, outcomes: &str) -> String {
    format!(
        "  {name}: {{ type: userTask, performer: {{ role: township.investigator, at: township\
         {performer} }}, {outcomes} }}\n"
    )
}

const ENDS: &str = "  e: { type: endEvent, ending: done }\n";

/// A branch that goes back before the fork comes twice while the other comes once.
#[test]
fn a_join_that_nothing_can_reach_any_more_needs_a_human() {
    let nodes = "nodes:\n  s: { type: startEvent, next: m }\n".to_owned()
        + "  m: { type: exclusiveGateway, flows: [{ to: f }] }\n"
        + "  f: { type: parallelGateway, next: [a, b] }\n"
        + task("a", "", "outcomes: { done: j, again: m }").as_str()
        + task("b", "", "outcomes: { done: j }").as_str()
        + "  j: { type: parallelGateway, next: e }\n"
        + ENDS;
    let mut case = Case::begin(&nodes);
    case.decide(ONE, "a", "again").expect("the case goes back");
    for node in ["a", "b"] {
        case.decide(ONE, node, "done").expect("the branch is done");
        assert!(case.incidents().is_empty(), "the other task is open still");
    }
    case.decide(ONE, "b", "done").expect("the branch is done a second time");
    let incidents = case.incidents();
    let [(element, incident)] = incidents.as_slice() else { panic!("{incidents:?}") };
    assert_eq!(incident, "j join-starved");
    assert_eq!(case.state.status, Status::Running);
    // Nothing goes on without the branch, however often it is tried.
    case.order(&Command::ResolveIncident(*element), &Actor::Engine).expect("it is tried again");
    assert_eq!(case.incidents(), incidents);
    let reason = Submission { opinion: "流程有误".to_owned(), ..Submission::default() };
    case.order(&Command::Cancel(Arc::new(reason)), &Actor::Engine).expect("it can be ended");
    assert!(case.state.ended() && case.incidents().is_empty());
}

#[test]
fn nodes_exclude_each_other_whichever_comes_first_and_under_whichever_name() {
    let nodes = "nodes:\n  s: { type: startEvent, next: a }\n".to_owned()
        + task("a", "", "outcomes: { done: b }").as_str()
        + task("b", ", not: [a]", "outcomes: { back: a, again: c, done: e }").as_str()
        + task("c", "", "records_as: a, outcomes: { done: b }").as_str()
        + ENDS;
    let mut case = Case::begin(&nodes);
    let excluded = |by: &str| Err(Rejection::Excluded { node: by.into() });
    case.decide(ONE, "a", "done").expect("nobody is excluded yet");
    assert_eq!(case.decide(ONE, "b", "back"), excluded("a"), "`b` names `a`");
    case.decide(OTHER, "b", "back").expect("somebody else decides");
    assert_eq!(case.decide(OTHER, "a", "done"), excluded("b"), "`b` names `a`, and came first");
    case.decide(ONE, "a", "done").expect("a step does not exclude itself");
    case.decide(OTHER, "b", "again").expect("nor does this");
    assert_eq!(case.decide(OTHER, "c", "done"), excluded("b"), "`c` counts as `a`");
    case.decide(ONE, "c", "done").expect("whoever did `a` may do `c`");
    case.decide(OTHER, "b", "done").expect("still somebody else");
    assert!(case.state.ended());
}

#[test]
fn whoever_decided_under_another_name_is_excluded_too() {
    let nodes = "nodes:\n  s: { type: startEvent, next: c }\n".to_owned()
        + task("c", "", "records_as: a, outcomes: { done: b, other: a }").as_str()
        + task("a", "", "outcomes: { done: b }").as_str()
        + task("b", ", not: [a]", "outcomes: { done: e }").as_str()
        + ENDS;
    let mut case = Case::begin(&nodes);
    case.decide(ONE, "c", "done").expect("nobody is excluded yet");
    let refused = case.decide(ONE, "b", "done");
    assert_eq!(refused, Err(Rejection::Excluded { node: "c".into() }), "`c` counts as `a`");
    case.decide(OTHER, "b", "done").expect("somebody else decides");
}

/// Accepted on Friday the 18th; by Tuesday the 22nd three working days are used, as Sunday the 20th
/// is worked (the national table of 2026).
fn with_a_clock() -> Case {
    let nodes = "clock: { starts: a, limit: 10 working days }\nnodes:\n".to_owned()
        + "  s: { type: startEvent, next: a }\n"
        + task("a", "", "outcomes: { done: b }").as_str()
        + task("b", "", "outcomes: { done: e }").as_str()
        + ENDS;
    let mut case = Case::begin(&nodes);
    case.decide(ONE, "a", "done").expect("the clock starts");
    case.now = Moment(case.now.0 + 4 * 24 * HOUR);
    case
}

fn stands_at(case: &Case) -> (u32, Option<Moment>) {
    let clock = case.state.clock.as_ref().expect("it has started");
    (clock.consumed_days, clock.running_since)
}

#[test]
fn the_clock_of_a_case_that_ends_stands_at_the_days_used() {
    let mut case = with_a_clock();
    assert_eq!(stands_at(&case), (0, Some(BEGUN)));
    let events = case.decide(ONE, "b", "done").expect("the case ends");
    let Some(Event::InstanceCompleted(ended)) = events.last() else { panic!("{events:?}") };
    assert_eq!(ended.used_days, Some(3));
    assert_eq!(stands_at(&case), (3, None));
    let mut case = with_a_clock();
    let reason = Submission { opinion: "申请人撤回".to_owned(), ..Submission::default() };
    let events = case.order(&Command::Cancel(Arc::new(reason)), &Actor::Engine).expect("it ends");
    let Some(Event::InstanceCancelled(ended)) = events.last() else { panic!("{events:?}") };
    assert_eq!(ended.used_days, Some(3));
    assert_eq!(stands_at(&case), (3, None));
}
