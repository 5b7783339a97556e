//! Performing a script: each step becomes a request to the engine.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use serde_json::{Map, Value as Json};
use tongban_core::{
    Actor, Command,
    call::Digest,
    command::{DecideTask, FileObjection, SendBack, Start},
    document::Submission,
    id::{ElementId, InstanceId},
};
use tongban_model::{NodeId, OutcomeId, ProcessId, organisation::PersonId};
use tongban_runtime::{CaseView, Engine, Refusal, Request, Target};

use super::{
    check,
    script::{Expect, Script, Step},
};

/// A script under way.
pub(super) struct Stage<'a> {
    engine: &'a Engine,
    script: &'a Script,
    process: ProcessId,
    instance: Option<InstanceId>,
    pub(super) failures: Vec<String>,
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        workflow: &Path,
        script: &'a Script,
    ) -> anyhow::Result<Self> {
        let name = workflow.canonicalize()?;
        let name = name.file_name().context("a workflow is a folder with a name")?;
        let process = ProcessId::from(name.to_string_lossy().as_ref());
        Ok(Self { engine, script, process, instance: None, failures: Vec::new() })
    }

    pub(super) fn instance(&self) -> anyhow::Result<InstanceId> {
        self.instance.context("the case did not begin")
    }

    pub(super) async fn start(&mut self) -> anyhow::Result<()> {
        let start = &self.script.start;
        let day = tongban_core::Moment::from(self.script.now).day();
        let world = self.engine.world();
        let process = world.in_force(&self.process, day).context("the process is in force")?;
        let code = start.division.parse().context("a division code")?;
        let division = world.organisation.division(code, day).context("the division exists")?;
        let form = self.script.form(Some(&start.application), &start.with)?;
        let command = Command::Start(Start {
            digest: Digest(process.digest.0),
            division,
            application: submission(form, &start.opinion),
        });
        let mut request = Request::new(Target::New, command, person(&start.by));
        request.occurred_at = start.occurred_at.map(Into::into);
        let answer = self.engine.submit(request).await;
        if let Ok(accepted) = &answer {
            self.instance = Some(accepted.instance);
        }
        self.compare("start", answer.map(|_| ()), start.refused.as_deref());
        Ok(())
    }

    pub(super) async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        if let Some(at) = step.at {
            self.engine.advance(at.into()).await.context("advancing the clock")?;
        }
        if let Some(expect) = &step.expect {
            return self.expect("in between", expect).await;
        }
        if step.at.is_some() && step.by.is_none() && step.object.is_none() {
            return Ok(()); // time passes, that is all
        }
        let view = self.view().await?;
        let Some((label, command)) = self.command(&view, step)? else {
            return Ok(());
        };
        let actor = step.by.as_deref().map_or(Actor::Citizen, person);
        let mut request = Request::new(Target::Existing(self.instance()?), command, actor);
        request.occurred_at = step.occurred_at.map(Into::into);
        let answer = self.engine.submit(request).await;
        self.compare(&label, answer.map(|_| ()), step.refused.as_deref());
        Ok(())
    }

    async fn view(&self) -> anyhow::Result<Arc<CaseView>> {
        Ok(self.engine.case(self.instance()?).await?)
    }

    /// The command of a step; a node that has nothing open is a failure of the script.
    fn command(
        &mut self,
        view: &CaseView,
        step: &Step,
    ) -> anyhow::Result<Option<(String, Command)>> {
        let written = submission(self.script.form(step.form.as_ref(), &step.with)?, &step.opinion);
        let (label, node) = match step.node() {
            Some((verb, node)) => (format!("{verb} {node}"), node),
            None if step.extend_clock => {
                return Ok(Some(("extend_clock".to_owned(), Command::ExtendClock(written))));
            }
            None if step.cancel => {
                return Ok(Some(("cancel".to_owned(), Command::Cancel(written))));
            }
            None => bail!("expected a verb in the step, but there is none"),
        };
        let Some(element) = open(view, step, node) else {
            let open = check::open_nodes(view).join(", ");
            self.failures.push(format!("{label}: nothing is open there; open are: {open}"));
            return Ok(None);
        };
        Ok(Some((label, step.verb(element, written)?)))
    }

    fn compare(&mut self, what: &str, answer: Result<(), Refusal>, refused: Option<&str>) {
        match (answer, refused) {
            (Ok(()), None) => {}
            (Err(refusal), Some(code)) if refusal.code() == code => {}
            (Ok(()), Some(code)) => {
                self.failures.push(format!("{what}: expected to be refused as `{code}`"));
            }
            (Err(refusal), expected) => self.failures.push(format!(
                "{what}: refused as `{}` ({}), expected {}",
                refusal.code(),
                refusal.message().zh,
                expected.unwrap_or("to be accepted"),
            )),
        }
    }

    pub(super) async fn expect(&mut self, when: &str, expect: &Expect) -> anyhow::Result<()> {
        let view = self.view().await?;
        let now = self.engine.now();
        for failure in check::check(&view, now, expect) {
            self.failures.push(format!("{when}: {failure}"));
        }
        Ok(())
    }
}

impl Step {
    /// The verb and the node that it is about.
    fn node(&self) -> Option<(&'static str, &str)> {
        let verbs = [
            ("decide", &self.decide),
            ("claim", &self.claim),
            ("release", &self.release),
            ("send_back", &self.send_back),
            ("object", &self.object),
            ("resolve", &self.resolve),
        ];
        verbs.into_iter().find_map(|(verb, node)| Some((verb, node.as_deref()?)))
    }

    fn verb(&self, element: ElementId, written: Arc<Submission>) -> anyhow::Result<Command> {
        Ok(if self.decide.is_some() {
            let outcome = self.outcome.as_deref().context("`decide` needs an `outcome`")?;
            let outcome = OutcomeId::from(outcome);
            Command::DecideTask(DecideTask { element, outcome, submission: written })
        } else if self.claim.is_some() {
            Command::ClaimTask(element)
        } else if self.release.is_some() {
            Command::ReleaseTask(element)
        } else if self.send_back.is_some() {
            let to = NodeId::from(self.to.as_deref().context("`send_back` needs a `to`")?);
            Command::SendBack(SendBack { element, to, reason: written })
        } else if self.resolve.is_some() {
            Command::ResolveIncident(element)
        } else {
            Command::FileObjection(FileObjection { element, objection: written })
        })
    }
}

/// The element of a node that the verb can be about. A verb that must be refused may also be about
/// one that has ended.
fn open(view: &CaseView, step: &Step, node: &str) -> Option<ElementId> {
    let of_node = |element: &tongban_core::state::Element| element.node.as_str() == node;
    let mut live = view.state.live().filter(|(_, element)| of_node(element));
    let ended = || {
        let mut all = view.state.elements.iter().rev();
        all.find(|(_, element)| of_node(element)).map(|(id, _)| *id)
    };
    live.next().map(|(id, _)| id).or_else(|| if step.refused.is_some() { ended() } else { None })
}

fn person(id: &str) -> Actor {
    Actor::Person(PersonId::from(id))
}

fn submission(form: Map<String, Json>, opinion: &str) -> Arc<Submission> {
    Arc::new(Submission { form, opinion: opinion.to_owned(), attachments: Vec::new() })
}
