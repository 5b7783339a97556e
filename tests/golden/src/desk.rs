//! A desk at the bare machine: driven by hand, with everything that it does kept and checked.

use std::sync::Arc;

use tongban_cli::scenario::{Case, Desk, Order, Refused, Script};
use tongban_core::{
    Actor, Command, Cx, Done, Event, Instance, Moment, Rejection, Step, World, apply,
    call::{Call, Called, Digest},
    data::Data,
    document::Document,
    id::{CommandId, InstanceId, Partition},
    record::{FORMAT, Record, Row, SUITE, hash},
    step,
};
use tongban_model::ProcessId;
use tongban_plugin_api::{PluginHost as _, Surroundings};

use crate::setting::Setting;

/// Most rounds of questions of one command.
const ASKS_MAX: usize = 64;

/// The case, its log as bytes, and the clock.
pub struct MachineDesk<'a> {
    setting: &'a Setting,
    now: Moment,
    state: Instance,
    data: Data,
    records: Vec<Record<Event>>,
    log: Vec<Vec<u8>>,
    head: Digest,
}

impl<'a> MachineDesk<'a> {
    /// A desk on which nothing has happened, at the moment where a script begins.
    pub fn new(setting: &'a Setting, script: &Script) -> Self {
        let id = InstanceId { partition: Partition(0), counter: 1 };
        Self {
            setting,
            now: script.now.into(),
            state: Instance::unborn(id),
            data: Data::default(),
            records: Vec::new(),
            log: Vec::new(),
            head: Digest([0; 32]),
        }
    }

    /// Carries out a command, plugins' answers included, and checks the log afterwards.
    fn carry_out(&mut self, order: &Order) -> Result<(), Rejection> {
        let before = self.state.clone();
        let done = self.decide(order);
        match done {
            Ok(done) => self.commit(order, &done),
            Err(rejection) => {
                assert_eq!(self.state, before, "a rejected command must change nothing");
                return Err(rejection);
            }
        }
        self.verify();
        Ok(())
    }

    fn decide(&self, order: &Order) -> Result<Done, Rejection> {
        let mut answers: Vec<(Call, Called)> = Vec::new();
        let mut random = [7; 32];
        random[0] = u8::try_from(self.log.len() % 256).expect("below 256");
        let surroundings: Arc<dyn Surroundings> = Arc::<World>::clone(&self.setting.world);
        for _ in 0..ASKS_MAX {
            let cx = Cx {
                recorded_at: self.now,
                occurred_at: order.occurred_at,
                actor: &order.actor,
                command: CommandId(self.log.len() as u64),
                random: &random,
                world: &self.setting.world,
                process: &self.setting.process,
                data: &self.data,
                answers: &answers,
            };
            match step(&cx, &self.state, &order.command)? {
                Step::Done(done) => return Ok(done),
                Step::Ask(calls) => answers.extend(calls.into_iter().map(|call| {
                    let called = self.setting.host.call(&call, &surroundings);
                    (call, called)
                })),
            }
        }
        panic!("the machine asked more than {ASKS_MAX} times for one command")
    }

    fn commit(&mut self, order: &Order, done: &Done) {
        if done.events.is_empty() {
            return;
        }
        let at = order.occurred_at.unwrap_or(self.now);
        for event in &done.events {
            apply(&mut self.state, event, at);
            self.data.take_up((&self.setting.process, &self.state), event, &done.documents);
        }
        let record = Record {
            format: FORMAT,
            suite: SUITE,
            position: self.log.len() as u64,
            instance: self.state.id,
            sequence: self.log.len() as u64 + 1,
            world: self.setting.world.number,
            recorded_at: self.now,
            occurred_at: order.occurred_at,
            actor: order.actor.clone(),
            command: CommandId(self.log.len() as u64),
            previous: self.head,
            events: done.events.clone(),
        };
        let bytes = record.to_bytes();
        self.head = hash(&bytes);
        self.log.push(Row::encode(bytes, &done.documents));
        self.records.push(record);
    }

    /// Folds the whole log from its bytes: it gives the live state and data, and its chain holds.
    fn verify(&self) {
        let mut state = Instance::unborn(self.state.id);
        let mut data = Data::default();
        let mut previous = Digest([0; 32]);
        for bytes in &self.log {
            let row = Row::from_bytes(bytes).expect("a row that was just written");
            let record = Record::<Event>::from_bytes(&row.record).expect("a record just written");
            assert_eq!(record.previous, previous, "the chain of hashes must hold");
            previous = hash(&row.record);
            let documents: Vec<Arc<Document>> = row.documents.into_iter().map(Arc::new).collect();
            for event in &record.events {
                apply(&mut state, event, record.occurred_at.unwrap_or(record.recorded_at));
                data.take_up((&self.setting.process, &state), event, &documents);
            }
        }
        assert_eq!(state, self.state, "replay must equal live");
        assert_eq!(data, self.data, "replayed data must equal live data");
        assert_eq!(Instance::from_bytes(&state.to_bytes()), Some(state), "snapshots hold all");
    }
}

impl Desk for MachineDesk<'_> {
    fn process(&self) -> &ProcessId {
        &self.setting.process.id
    }

    fn world(&self) -> Arc<World> {
        Arc::clone(&self.setting.world)
    }

    fn now(&self) -> Moment {
        self.now
    }

    async fn order(&mut self, order: Order) -> Result<(), Refused> {
        let refused = |rejection: Rejection| Refused {
            code: rejection.code(),
            words: rejection.message().zh,
        };
        self.carry_out(&order).map_err(refused)
    }

    async fn advance(&mut self, to: Moment) -> anyhow::Result<()> {
        while let Some(alarm) = self.state.alarm.filter(|alarm| alarm.at <= to) {
            self.now = self.now.max(alarm.at);
            let order = Order { command: Command::Wake, actor: Actor::Engine, occurred_at: None };
            self.carry_out(&order).expect("the engine's own command is never refused");
        }
        self.now = self.now.max(to);
        Ok(())
    }

    async fn case(&self) -> anyhow::Result<Case> {
        Ok(Case { state: self.state.clone(), data: self.data.clone() })
    }

    async fn records(&self) -> anyhow::Result<Vec<Record<Event>>> {
        Ok(self.records.clone())
    }
}
