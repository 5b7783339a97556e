//! A desk inside the engine's own process: commands without HTTP.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::Value as Json;
use tongban_core::{
    Actor, Command, Moment,
    call::Digest,
    command::{DecideTask, Start},
    document::Submission,
    id::{ElementId, InstanceId},
};
use tongban_model::{
    OutcomeId, ProcessId,
    organisation::{DivisionId, PersonId},
};
use tongban_runtime::{Accepted, Engine, Request, Target};

use crate::{
    load::{Desk, Open},
    script::{Act, Script, VILLAGE},
};

/// One client of an engine.
pub(super) struct Inside {
    engine: Engine,
    digest: Digest,
    division: DivisionId,
    instance: Option<InstanceId>,
}

impl Inside {
    /// As many clients as asked for, for one process.
    pub(super) fn desks(engine: &Engine, process: &str, count: usize) -> anyhow::Result<Vec<Self>> {
        let one = Self::new(engine, process)?;
        let desk = || Self { engine: engine.clone(), instance: None, ..one };
        Ok((0..count).map(|_| desk()).collect())
    }

    fn new(engine: &Engine, process: &str) -> anyhow::Result<Self> {
        let (world, today) = (engine.world(), engine.now().day());
        let process = world.in_force(&ProcessId::from(process), today);
        let digest = Digest(process.context("expected the process to be in force")?.digest.0);
        let code = VILLAGE.parse().context("the village's code")?;
        let division = world.organisation.divisions.by_code(code, today);
        let division = division.context("expected the village to exist")?;
        Ok(Self { engine: engine.clone(), digest, division, instance: None })
    }

    /// Begins a case, on paper at an earlier moment if one is given; gives its id.
    pub(super) async fn start(
        &mut self,
        script: &Script,
        occurred_at: Option<Moment>,
    ) -> anyhow::Result<Accepted> {
        let reason = if occurred_at.is_some() { "纸质受理" } else { "" };
        let submission = submission(&script.application, reason);
        let (digest, division) = (self.digest, self.division);
        let start = Start { digest, division, application: Arc::new(submission) };
        let request = Request {
            occurred_at,
            ..Request::new(Target::New, Command::Start(start), person(script.by))
        };
        let accepted = self.engine.submit(request).await.context("beginning a case")?;
        self.instance = Some(accepted.instance);
        Ok(accepted)
    }
}

impl Desk for Inside {
    async fn begin(&mut self, script: &Script) -> anyhow::Result<Open> {
        let accepted = self.start(script, None).await?;
        Ok(opened(&accepted))
    }

    async fn decide(&mut self, task: &str, act: &Act) -> anyhow::Result<Open> {
        let Some(instance) = self.instance else { bail!("expected a case to be under way") };
        let decide = DecideTask {
            element: ElementId(task.parse().context("the number of a task")?),
            outcome: OutcomeId::from(act.outcome),
            submission: Arc::new(submission(&act.form, act.opinion)),
        };
        let command = Command::DecideTask(decide);
        let request = Request::new(Target::Existing(instance), command, person(act.by));
        let accepted = self.engine.submit(request).await;
        let accepted = accepted.with_context(|| format!("deciding `{}`", act.node))?;
        Ok(opened(&accepted))
    }
}

fn person(id: &str) -> Actor {
    Actor::Person(PersonId::from(id))
}

fn submission(form: &Json, opinion: &str) -> Submission {
    let form = form.as_object().cloned().unwrap_or_default();
    Submission { form, opinion: opinion.to_owned(), ..Submission::default() }
}

fn opened(accepted: &Accepted) -> Open {
    let opened = accepted.summary.opened.iter();
    opened.map(|task| (task.node.to_string(), task.element.to_string())).collect()
}
