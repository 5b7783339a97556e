//! One command on its way through the machine: decide, ask, decide again, done.
//!
//! Invariants: all rounds of one command see the same context but for the answers; a panic of the
//! machine stops this case alone.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tongban_core::{
    Command, Cx, Instance, Moment, Rejection, Step, World,
    call::{Call, Called, Digest, Outcome},
    data::Data,
    id::{CommandId, InstanceId},
    step,
};
use tongban_model::Process;

use super::{Case, Writer};
use crate::{blobs, callers::Question, inbox::Job, refusal::Refusal, registry::Known};

/// A command that is being decided.
pub(crate) struct Attempt {
    pub(super) job: Job,
    pub(super) id: InstanceId,
    /// The case; none before it begins.
    pub(super) case: Option<Case>,
    pub(super) process: Arc<Process>,
    pub(super) known: Arc<Known>,
    pub(super) recorded_at: Moment,
    pub(super) command: CommandId,
    random: [u8; 32],
    pub(super) answers: Vec<(Call, Called)>,
    rounds: usize,
}

/// What a command needs: its case, the definition, the world.
type Prepared = (Option<Case>, Arc<Process>, Arc<Known>);

impl Attempt {
    /// Runs the machine.
    fn step(&self) -> Result<Step, Refusal> {
        let cx = Cx {
            recorded_at: self.recorded_at,
            occurred_at: self.job.occurred_at,
            actor: &self.job.actor,
            command: self.command,
            random: &self.random,
            world: &self.known.world,
            process: &self.process,
            data: &Data::default(),
            answers: &self.answers,
        };
        let stepped = catch_unwind(AssertUnwindSafe(|| match &self.case {
            Some(Case { view, .. }) => {
                step(&Cx { data: &view.data, ..cx }, &view.state, &self.job.command)
            }
            None => step(&cx, &Instance::unborn(self.id), &self.job.command),
        }));
        let panicked = |_| Refusal::Damaged {
            instance: self.id,
            what: "the machine failed on its state".into(),
        };
        Ok(stepped.map_err(panicked)??)
    }
}

impl Writer {
    /// Finds everything that a command needs before it can be decided.
    #[expect(
        clippy::result_large_err,
        reason = "the job goes back to the caller, which answers it; it is moved once"
    )]
    pub(super) fn attempt(&mut self, job: Job) -> Result<Attempt, (Job, Refusal)> {
        match self.prepare(&job) {
            Ok((case, process, known)) => {
                let owned = self.owned.get_mut(&job.partition.0);
                let owned = owned.expect("commands go to the partition's owner");
                let id = job.target.unwrap_or_else(|| owned.next_instance());
                let command = owned.next_command();
                Ok(Attempt {
                    id,
                    case,
                    process,
                    known,
                    recorded_at: self.shared.clock.now(),
                    command,
                    random: self.shared.random(command),
                    answers: Vec::new(),
                    rounds: 0,
                    job,
                })
            }
            Err(refusal) => Err((job, refusal)),
        }
    }

    fn prepare(&mut self, job: &Job) -> Result<Prepared, Refusal> {
        if self.shared.commits.stopped() {
            return Err(Refusal::StoreUnavailable);
        }
        let case = match job.target {
            Some(id) => Some(self.case(id)?.ok_or(Rejection::InstanceUnknown)?),
            None => None,
        };
        let found = case.as_ref().map_or(0, |case| case.view.sequence);
        if let Some(expected) = job.expected.filter(|expected| *expected != found) {
            return Err(Rejection::Stale { expected, found }.into());
        }
        blobs::check(self.shared.blobs.as_ref(), &job.command)?;
        let known = self.shared.known();
        let process = match (&case, &job.command) {
            (Some(case), _) => Arc::clone(&case.view.process),
            (None, Command::Start(start)) => {
                let at = job.occurred_at.unwrap_or_else(|| self.shared.clock.now());
                in_force(&known, &start.digest, at)?
            }
            (None, _) => return Err(Rejection::InstanceUnknown.into()),
        };
        Ok((case, process, known))
    }

    pub(super) fn decide(&mut self, attempt: Box<Attempt>) {
        match attempt.step() {
            Ok(Step::Done(done)) => self.carry_out(*attempt, &done),
            Ok(Step::Ask(calls)) => self.ask(attempt, calls),
            Err(refusal) => {
                if let Refusal::Damaged { instance, what } = &refusal {
                    self.shared.mark_damaged(*instance, what);
                }
                self.refuse(attempt.job, refusal);
            }
        }
    }

    /// Lets the callers ask; the case waits and the partition goes on.
    fn ask(&mut self, mut attempt: Box<Attempt>, calls: Vec<Call>) {
        let unanswered = |call: &Call| attempt.answers.iter().all(|(asked, _)| asked != call);
        let calls: Vec<_> = calls.into_iter().filter(unanswered).collect();
        attempt.rounds += 1;
        if attempt.rounds > self.shared.limits.asks_max {
            // Taken as answered, so that the machine raises its incident record and ends.
            let words = || Outcome::Unavailable("too many questions of one command".into());
            let refused = calls.into_iter().map(|call| (call, Called::from(words())));
            attempt.answers.extend(refused);
            if attempt.rounds > 2 * self.shared.limits.asks_max {
                let what = "it asks without end".to_owned();
                let refusal = Refusal::Damaged { instance: attempt.id, what };
                return self.refuse(attempt.job, refusal);
            }
            return self.decide(attempt);
        }
        let instance = attempt.id;
        self.shared.inboxes[self.index].suspend(instance);
        let surroundings = Arc::<World>::clone(&attempt.known.world);
        self.asking.insert(instance, attempt);
        self.shared.questions.ask(Question { instance, calls, surroundings });
    }
}

/// The definition of a new case, if its version was released for that day.
fn in_force(known: &Known, digest: &Digest, at: Moment) -> Result<Arc<Process>, Rejection> {
    let process = known.world.definition(digest).ok_or(Rejection::ProcessNotInForce)?;
    let mut releases = known.world.releases().flat_map(|(_, releases)| releases);
    let in_force = releases.any(|release| release.digest == *digest && release.from <= at.day());
    if in_force { Ok(Arc::clone(process)) } else { Err(Rejection::ProcessNotInForce) }
}
