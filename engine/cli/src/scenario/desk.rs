//! What a script is played on: a whole engine, or anything else that takes commands for one case.
//!
//! Not here: what a script says (`script`) and how its steps become commands (`perform`).

use std::{future::Future, sync::Arc};

use anyhow::Context as _;
use tongban_core::{
    Actor, Command, Event, Instance, Moment, World, data::Data, id::InstanceId, record::Record,
};
use tongban_model::ProcessId;
use tongban_runtime::{Engine, Refusal, Request, Target};

/// One command, by whom, and when it happened on paper.
#[derive(Clone, Debug)]
pub struct Order {
    /// What shall happen.
    pub command: Command,
    /// Who sends it.
    pub actor: Actor,
    /// When it happened, where that was earlier.
    pub occurred_at: Option<Moment>,
}

/// Why a command was not carried out.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The stable code.
    pub code: &'static str,
    /// In Chinese, for whoever reads the failure.
    pub words: String,
}

/// A case as it stands.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its state.
    pub state: Instance,
    /// What expressions see of it.
    pub data: Data,
}

/// Takes commands for one case in virtual time.
pub trait Desk {
    /// The process of the case.
    fn process(&self) -> &ProcessId;
    /// The world in which it runs.
    fn world(&self) -> Arc<World>;
    /// What time it is.
    fn now(&self) -> Moment;
    /// Carries out a command; the first one begins the case.
    fn order(&mut self, order: Order) -> impl Future<Output = Result<(), Refused>>;
    /// Moves the clock; every timer on the way fires at its moment.
    fn advance(&mut self, to: Moment) -> impl Future<Output = anyhow::Result<()>>;
    /// The case.
    fn case(&self) -> impl Future<Output = anyhow::Result<Case>>;
    /// All its records, oldest first.
    fn records(&self) -> impl Future<Output = anyhow::Result<Vec<Record<Event>>>>;
}

/// A desk at an engine.
pub(super) struct EngineDesk<'a> {
    engine: &'a Engine,
    process: ProcessId,
    instance: Option<InstanceId>,
}

impl<'a> EngineDesk<'a> {
    pub(super) fn new(engine: &'a Engine, process: ProcessId) -> Self {
        Self { engine, process, instance: None }
    }

    fn instance(&self) -> anyhow::Result<InstanceId> {
        self.instance.context("the case did not begin")
    }
}

impl Desk for EngineDesk<'_> {
    fn process(&self) -> &ProcessId {
        &self.process
    }

    fn world(&self) -> Arc<World> {
        self.engine.world()
    }

    fn now(&self) -> Moment {
        self.engine.now()
    }

    async fn order(&mut self, order: Order) -> Result<(), Refused> {
        let target = self.instance.map_or(Target::New, Target::Existing);
        let mut request = Request::new(target, order.command, order.actor);
        request.occurred_at = order.occurred_at;
        let refused =
            |refusal: Refusal| Refused { code: refusal.code(), words: refusal.message().zh };
        let accepted = self.engine.submit(request).await.map_err(refused)?;
        self.instance = Some(accepted.instance);
        Ok(())
    }

    async fn advance(&mut self, to: Moment) -> anyhow::Result<()> {
        self.engine.advance(to).await.context("advancing the clock")?;
        Ok(())
    }

    async fn case(&self) -> anyhow::Result<Case> {
        let view = self.engine.case(self.instance()?).await?;
        Ok(Case { state: view.state.clone(), data: view.data.clone() })
    }

    async fn records(&self) -> anyhow::Result<Vec<Record<Event>>> {
        let mut records: Vec<Record<Event>> = Vec::new();
        loop {
            let from = records.last().map_or(1, |last| last.sequence + 1);
            let page = self.engine.history(self.instance()?, from, 100).await?;
            if page.is_empty() {
                return Ok(records);
            }
            records.extend(page.into_iter().map(|entry| entry.record));
        }
    }
}
