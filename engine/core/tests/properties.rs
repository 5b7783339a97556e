//! Properties of the machine over random definitions and random commands.
//!
//! A definition is generated as blocks (a task, a choice, a fork with its join, a loop through a
//! task),
//! so that it is sound by construction; it goes through the same reader as any other. Then people
//! and
//! the clock do random things to a case of it, many of them wrong.
//!
//! After every command: the fold of all events, read back from their bytes, equals the live state
//! and
//! data; the index rows' differences lead from the rows before to the rows after; no command is
//! both
//! rejected and effective; every transition is in the lifecycle's table. Seeds are printed on
//! failure.

#![expect(clippy::disallowed_methods, reason = "a flag says how long the test runs")]

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use serde_json::json;
use tongban_calendar::Calendar;
use tongban_core::{
    Actor, Command, Cx, Event, Instance, Moment, Step, World, apply,
    call::Digest,
    command::{DecideTask, SendBack, Start},
    data::Data,
    document::Submission,
    id::{CommandId, ElementId, InstanceId, Partition},
    index,
    record::{FORMAT, Record, Row, SUITE, hash},
    step,
};
use tongban_model::{
    Bundle, NodeId, OutcomeId, Process, load,
    organisation::{Organisation, PersonId},
};

/// A small generator of its own: a seed gives the same run on every machine (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits fit") % bound
    }
}

/// A definition being written: its nodes so far, and how many there are.
struct Author {
    random: Random,
    nodes: String,
    count: usize,
    tasks: Vec<String>,
}

impl Author {
    fn name(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("{kind}{}", self.count)
    }

    /// A block that leads to `next`; gives its first node.
    fn block(&mut self, depth: usize, next: &str) -> String {
        if depth == 0 {
            return self.task(next);
        }
        match self.random.below(5) {
            0 => self.task(next),
            1 => self.choice(depth, next),
            2 => self.fork(depth, next),
            3 => self.round(depth, next),
            _ => {
                let second = self.block(depth - 1, next);
                self.block(depth - 1, &second)
            }
        }
    }

    fn task(&mut self, next: &str) -> String {
        let (name, merge) = (self.name("t"), self.name("m"));
        let due = ["", "due: 3 working days, ", "due: 24 hours, "][self.random.below(3)];
        let people = ["", "participants: { count: 2, all: true, disagreement: no }, "];
        let people = people[self.random.below(2)];
        // Both outcomes lead the same way, through a merge: a join would wait for both of them.
        let _ = writeln!(
            self.nodes,
            "  {name}: {{ type: userTask, performer: {{ role: township.investigator, at: township \
             }}, {people}{due}send_back: [@{name}], outcomes: {{ yes: {merge}, no: {merge} }} \
             }}\n  {merge}: \
             {{ type: exclusiveGateway, flows: [{{ to: {next} }}] }}"
        );
        self.tasks.push(name.clone());
        if !due.is_empty() && self.random.below(2) == 0 {
            let (late, end) = (self.name("late"), self.name("done"));
            let _ = writeln!(
                self.nodes,
                "  {late}: {{ type: boundaryEvent, on: {name}, interrupting: false, after: \
                 overdue, next: {end} }}\n  {end}: {{ type: endEvent, ending: done }}"
            );
        }
        name
    }

    fn choice(&mut self, depth: usize, next: &str) -> String {
        let name = self.name("x");
        let (left, right) = (self.block(depth - 1, next), self.block(depth - 1, next));
        let bound = self.random.below(10);
        let _ = writeln!(
            self.nodes,
            "  {name}: {{ type: exclusiveGateway, flows: [{{ when: \"n > {bound}\", to: {left} }}, \
             {{ to: {right} }}] }}"
        );
        name
    }

    /// Whoever comes back to the fork comes through a merge: two flows into it would
    /// make it a join.
    fn fork(&mut self, depth: usize, next: &str) -> String {
        let (name, join, enter) = (self.name("f"), self.name("j"), self.name("m"));
        let width = 2 + self.random.below(2);
        let branches: Vec<_> = (0..width)
            .map(|_| {
                let merge = self.name("m");
                let _ = writeln!(
                    self.nodes,
                    "  {merge}: {{ type: exclusiveGateway, flows: [{{ to: {join} }}] }}"
                );
                self.block(depth - 1, &merge)
            })
            .collect();
        let _ = writeln!(
            self.nodes,
            "  {enter}: {{ type: exclusiveGateway, flows: [{{ to: {name} }}] }}\n  \
             {name}: {{ type: \
             parallelGateway, next: [{}] }}\n  {join}: {{ type: parallelGateway, next: {next} }}",
            branches.join(", ")
        );
        enter
    }

    /// A block that may be done again, by the choice of whoever decides the task behind it.
    fn round(&mut self, depth: usize, next: &str) -> String {
        let name = self.name("r");
        let first = self.block(depth - 1, &name);
        let _ = writeln!(
            self.nodes,
            "  {name}: {{ type: userTask, performer: {{ role: township.investigator, at: township \
             }}, outcomes: {{ yes: {next}, no: {first} }} }}"
        );
        self.tasks.push(name.clone());
        first
    }
}

fn definition(seed: u64) -> (String, Process) {
    let random = Random(seed | 1);
    let mut author = Author { random, nodes: String::new(), count: 0, tasks: Vec::new() };
    let first = author.block(3, "e");
    let draft = format!(
        "process: p\ntitle: t\nlaw: {{ id: x }}\nat: village\nform: f.json\nnodes:\n  s: {{ type: \
         startEvent, next: {first} }}\n{}  e: {{ type: endEvent, ending: approved }}\n",
        author.nodes
    );
    // Only what lies before a task can it be sent back to: read once to see what does.
    let empty = author
        .tasks
        .iter()
        .rev()
        .fold(draft.clone(), |source, task| source.replace(&format!("[@{task}]"), "[]"));
    let process = read(seed, &empty);
    let source = author.tasks.iter().rev().fold(draft, |source, task| {
        let before: Vec<_> =
            author.tasks.iter().filter(|other| leads(&process, other, task)).collect();
        let chosen = match before.len() {
            0 => String::new(),
            all => before[author.random.below(all)].clone(),
        };
        source.replace(&format!("[@{task}]"), &format!("[{chosen}]"))
    });
    let process = read(seed, &source);
    (source, process)
}

/// Whether a path leads from one node to another, by at least one flow.
fn leads(process: &Process, from: &str, to: &str) -> bool {
    let mut open = vec![NodeId::from(from)];
    let mut seen = BTreeSet::new();
    while let Some(node) = open.pop() {
        for flow in process.outgoing(&node) {
            if flow.to.as_str() == to {
                return true;
            }
            if seen.insert(flow.to.clone()) {
                open.push(flow.to.clone());
            }
        }
    }
    false
}

fn read(seed: u64, source: &str) -> Process {
    let form = json!({ "type": "object", "required": ["n"],
        "properties": { "n": { "title": "n", "type": "number" } } });
    let bundle = Bundle::default()
        .with("workflow.yaml", source.as_bytes().to_vec())
        .with("f.json", form.to_string().into_bytes());
    let (process, diagnostics) = load(&bundle);
    let shown: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
    process.unwrap_or_else(|| panic!("seed {seed}:\n{source}\n{shown:#?}"))
}

/// A case under the hands of many.
struct Run<'a> {
    seed: u64,
    process: &'a Process,
    world: &'a World,
    now: Moment,
    state: Instance,
    data: Data,
    log: Vec<Vec<u8>>,
    head: Digest,
}

impl Run<'_> {
    fn order(&mut self, command: &Command, actor: &Actor) -> bool {
        let number = self.log.len() as u64;
        let mut random = [0; 32];
        random[..8].copy_from_slice(&(self.seed ^ number).to_be_bytes());
        let cx = Cx {
            recorded_at: self.now,
            occurred_at: None,
            actor,
            command: CommandId(number),
            random: &random,
            world: self.world,
            process: self.process,
            data: &self.data,
            answers: &[],
        };
        let decided = step(&cx, &self.state, command);
        let again = step(&cx, &self.state, command);
        assert_eq!(decided, again, "seed {}: the same step twice must be the same", self.seed);
        let Ok(Step::Done(done)) = decided else { return false };
        let before = self.state.clone();
        for event in &done.events {
            self.legal(event);
            apply(&mut self.state, event, self.now);
            self.data.take_up((self.process, &self.state), event, &done.documents);
        }
        self.indexed(&before);
        let record = Record {
            format: FORMAT,
            suite: SUITE,
            position: number,
            instance: self.state.id,
            sequence: number + 1,
            world: 0,
            recorded_at: self.now,
            occurred_at: None,
            actor: actor.clone(),
            command: CommandId(number),
            previous: self.head,
            events: done.events.clone(),
        };
        let bytes = record.to_bytes();
        assert_eq!(Record::<Event>::from_bytes(&bytes).ok(), Some(record), "seed {}", self.seed);
        self.head = hash(&bytes);
        self.log.push(Row::encode(bytes, &done.documents));
        self.replayed();
        true
    }

    /// An element that has ended stays ended, and ids are never given twice.
    fn legal(&self, event: &Event) {
        let ended = |id| self.state.element(id).is_none_or(|found| found.state.ended());
        match event {
            Event::ElementActivated(new) => {
                assert!(self.state.element(new.element).is_none(), "seed {}: id twice", self.seed);
            }
            Event::ElementCompleted(end) => assert!(!ended(end.element), "seed {}", self.seed),
            Event::ElementCancelled(end) => assert!(!ended(end.element), "seed {}", self.seed),
            _ => {}
        }
    }

    fn indexed(&self, before: &Instance) {
        let mut rows: BTreeSet<_> = index::rows(before).into_iter().collect();
        let (gone, come) = index::difference(before, &self.state);
        for row in gone {
            assert!(rows.remove(&row), "seed {}: a row goes that was not there", self.seed);
        }
        for row in come {
            assert!(rows.insert(row), "seed {}: a row comes that was there", self.seed);
        }
        let after: BTreeSet<_> = index::rows(&self.state).into_iter().collect();
        assert_eq!(rows, after, "seed {}", self.seed);
    }

    fn replayed(&self) {
        let mut state = Instance::unborn(self.state.id);
        let mut data = Data::default();
        for bytes in &self.log {
            let row = Row::from_bytes(bytes).expect("a row that was just written");
            let record = Record::<Event>::from_bytes(&row.record).expect("a record just written");
            let documents: Vec<_> = row.documents.into_iter().map(Arc::new).collect();
            for event in &record.events {
                apply(&mut state, event, record.recorded_at);
                data.take_up((self.process, &state), event, &documents);
            }
        }
        assert_eq!(state, self.state, "seed {}: replay must equal live", self.seed);
        assert_eq!(data, self.data, "seed {}: replayed data must equal live", self.seed);
        let bytes = state.to_bytes();
        assert_eq!(Instance::from_bytes(&bytes), Some(state), "seed {}", self.seed);
    }

    /// Every event so far, for a failure's message.
    fn told(&self) -> String {
        let records = self.log.iter().map(|bytes| {
            let row = Row::from_bytes(bytes).expect("a row that was written");
            Record::<Event>::from_bytes(&row.record).expect("a record that was written").events
        });
        records.flatten().fold(String::new(), |mut told, event| {
            let _ = writeln!(told, "{event:?}");
            told
        })
    }

    /// A case that has not ended waits for somebody, and every task has somebody who may act.
    fn never_stalls(&self, source: &str) {
        let waits = self.state.tasks().next().is_some();
        let stuck = self.state.incidents().next().is_some();
        let idle = !self.state.ended() && !waits && !stuck;
        assert!(!idle, "seed {}: stalls\n{source}\n{}", self.seed, self.told());
        assert!(!stuck, "seed {}: {:?}\n{source}", self.seed, self.state.incidents().next());
    }
}

fn written(n: usize) -> Arc<Submission> {
    let form = json!({ "n": n }).as_object().cloned().expect("an object");
    Arc::new(Submission { form, ..Submission::default() })
}

fn opinion() -> Arc<Submission> {
    Arc::new(Submission { opinion: "理由".to_owned(), ..Submission::default() })
}

/// Something that somebody may try, sensible more often than not.
fn attempt(random: &mut Random, state: &Instance, process: &Process) -> (Command, Actor) {
    let people = ["dao-mei", "yang-jun", "bai-feng", "zhou-min"];
    let actor = Actor::Person(PersonId::from(people[random.below(people.len())]));
    let tasks: Vec<_> = state.tasks().map(|(id, _, _)| id).collect();
    let element = if tasks.is_empty() || random.below(8) == 0 {
        ElementId(u32::try_from(random.below(20)).expect("small"))
    } else {
        tasks[random.below(tasks.len())]
    };
    let command = match random.below(12) {
        0 => Command::ClaimTask(element),
        1 => Command::ReleaseTask(element),
        2 => {
            let at = random.below(process.nodes.len());
            let to: NodeId = process.nodes.get_index(at).expect("in range").0.clone();
            Command::SendBack(SendBack { element, to, reason: opinion() })
        }
        3 => Command::ResolveIncident(element),
        4 => Command::Continue,
        5 => Command::Recompute,
        6 => Command::Wake,
        other => {
            let outcome = OutcomeId::from(if other == 7 { "no" } else { "yes" });
            let submission = Arc::new(Submission::default());
            Command::DecideTask(DecideTask { element, outcome, submission })
        }
    };
    (command, actor)
}

fn run(seed: u64, world: &World) -> (bool, usize) {
    let (source, process) = definition(seed);
    let mut random = Random(seed.wrapping_mul(31) | 1);
    let code = "530428003004".parse().expect("a code");
    let now = Moment(1_789_700_000_000); // 2026-09-18 in the morning
    let division = world.organisation.division(code, now.day()).expect("a bundled village");
    let id = InstanceId { partition: Partition(0), counter: 1 };
    let mut run = Run {
        seed,
        process: &process,
        world,
        now,
        state: Instance::unborn(id),
        data: Data::default(),
        log: Vec::new(),
        head: Digest([0; 32]),
    };
    let application = written(random.below(12));
    let digest = Digest(process.digest.0);
    let start = Command::Start(Start { digest, division, application });
    let clerk = Actor::Person(PersonId::from("bai-yun"));
    assert!(run.order(&start, &clerk), "seed {seed}: the case begins");
    let mut rejected = 0;
    for _ in 0..120 {
        run.never_stalls(&source);
        if run.state.ended() {
            break;
        }
        run.now = Moment(run.now.0 + i64::try_from(random.below(20)).expect("small") * 3_600_000);
        let (command, actor) = attempt(&mut random, &run.state, &process);
        rejected += usize::from(!run.order(&command, &actor));
    }
    (run.state.ended(), rejected)
}

#[test]
fn replay_equals_live_for_random_definitions_and_commands() {
    let world = World::new(Calendar::bundled(), Organisation::bundled());
    let seeds = if std::env::var_os("TONGBAN_LONG").is_some() { 20_000 } else { 300 };
    let (mut ended, mut rejected) = (0, 0);
    for seed in 1..=seeds {
        let (over, wrong) = run(seed, &world);
        ended += usize::from(over);
        rejected += wrong;
    }
    // The generator is worth something only if cases get to their ends and mistakes are made.
    assert!(ended * 4 > usize::try_from(seeds).expect("small"), "{ended} of {seeds} ended");
    assert!(rejected > ended, "{rejected} mistakes");
}
