//! Performing a script: each step becomes a command to the desk.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value as Json};
use tongban_core::{
    Actor, Command, Moment,
    call::Digest,
    command::{DecideTask, FileObjection, SendBack, Start},
    document::Submission,
    id::ElementId,
};
use tongban_model::{NodeId, OutcomeId, organisation::PersonId};

use super::{
    check,
    desk::{Case, Desk, Order, Refused},
    script::{Expect, Script, Step},
};

/// A script under way.
pub(super) struct Stage<'a, D> {
    desk: &'a mut D,
    script: &'a Script,
    pub(super) failures: Vec<String>,
}

impl<'a, D: Desk> Stage<'a, D> {
    pub(super) fn new(desk: &'a mut D, script: &'a Script) -> Self {
        Self { desk, script, failures: Vec::new() }
    }

    pub(super) async fn start(&mut self) -> anyhow::Result<()> {
        let start = &self.script.start;
        let day = Moment::from(self.script.now).day();
        let world = self.desk.world();
        let process = world.in_force(self.desk.process(), day);
        let process = process.context("the process is in force")?;
        let code = start.division.parse().context("a division code")?;
        let division = world.organisation.division(code, day).context("the division exists")?;
        let form = self.script.form(Some(&start.application), &start.with)?;
        let command = Command::Start(Start {
            digest: Digest(process.digest.0),
            division,
            application: submission(form, &start.opinion),
        });
        let occurred_at = start.occurred_at.map(Into::into);
        let order = Order { command, actor: person(&start.by), occurred_at };
        let answer = self.desk.order(order).await;
        self.compare("start", answer, start.refused.as_deref());
        Ok(())
    }

    pub(super) async fn step(&mut self, step: &Step) -> anyhow::Result<()> {
        if let Some(at) = step.at {
            self.desk.advance(at.into()).await?;
        }
        if let Some(expect) = &step.expect {
            return self.expect("in between", expect).await;
        }
        if step.at.is_some() && step.by.is_none() && step.object.is_none() {
            return Ok(()); // time passes, that is all
        }
        let case = self.desk.case().await?;
        let Some((label, command)) = self.command(&case, step)? else { return Ok(()) };
        let actor = step.by.as_deref().map_or(Actor::Citizen, person);
        let order = Order { command, actor, occurred_at: step.occurred_at.map(Into::into) };
        let answer = self.desk.order(order).await;
        self.compare(&label, answer, step.refused.as_deref());
        Ok(())
    }

    /// The command of a step; a node that has nothing open is a failure of the script.
    fn command(&mut self, case: &Case, step: &Step) -> anyhow::Result<Option<(String, Command)>> {
        let form = self.script.form(step.form.as_ref(), &step.with)?;
        let (opinion, missing) = (step.opinion.clone(), step.missing.clone());
        let written = Submission { form, opinion, missing, ..Submission::default() };
        let written = Arc::new(written);
        let (label, node) = match step.node() {
            Some((verb, node)) => (format!("{verb} {node}"), node),
            None if step.extend_clock => {
                return Ok(Some(("extend_clock".to_owned(), Command::ExtendClock(written))));
            }
            None if step.cancel => {
                return Ok(Some(("cancel".to_owned(), Command::Cancel(written))));
            }
            None => bail!("expected a verb in the step, but there is none 此步没有动作"),
        };
        let Some(element) = open(case, step, node) else {
            let open = check::open_nodes(case).join(", ");
            self.failures.push(format!("{label}: nothing is open there; open are: {open}"));
            return Ok(None);
        };
        Ok(Some((label, step.verb(element, written)?)))
    }

    fn compare(&mut self, what: &str, answer: Result<(), Refused>, refused: Option<&str>) {
        match (answer, refused) {
            (Ok(()), None) => {}
            (Err(refusal), Some(code)) if refusal.code == code => {}
            (Ok(()), Some(code)) => {
                self.failures.push(format!("{what}: expected to be refused as `{code}`"));
            }
            (Err(refusal), expected) => self.failures.push(format!(
                "{what}: refused as `{}` ({}), expected {}",
                refusal.code,
                refusal.words,
                expected.unwrap_or("to be accepted"),
            )),
        }
    }

    pub(super) async fn expect(&mut self, when: &str, expect: &Expect) -> anyhow::Result<()> {
        let case = self.desk.case().await?;
        for failure in check::check(&case, self.desk.now(), expect) {
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
fn open(case: &Case, step: &Step, node: &str) -> Option<ElementId> {
    let of_node = |element: &tongban_core::state::Element| element.node.as_str() == node;
    let mut live = case.state.live().filter(|(_, element)| of_node(element));
    let ended = || {
        let mut all = case.state.elements.iter().rev();
        all.find(|(_, element)| of_node(element)).map(|(id, _)| *id)
    };
    live.next().map(|(id, _)| id).or_else(|| if step.refused.is_some() { ended() } else { None })
}

fn person(id: &str) -> Actor {
    Actor::Person(PersonId::from(id))
}

fn submission(form: Map<String, Json>, opinion: &str) -> Arc<Submission> {
    Arc::new(Submission { form, opinion: opinion.to_owned(), ..Submission::default() })
}
