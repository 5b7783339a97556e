//! A closed load: each client takes a case through all its steps, then the next, until time is up.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use hdrhistogram::Histogram;
use tokio::task::LocalSet;

use crate::{
    report::{record, times},
    script::{Act, Script},
};

/// The open tasks of a case: node → how the desk names the task.
pub(crate) type Open = BTreeMap<String, String>;

/// Somewhere cases are begun and decided: over HTTP, or in process.
pub(crate) trait Desk: 'static {
    /// Begins a case; gives its open tasks.
    async fn begin(&mut self, script: &Script) -> anyhow::Result<Open>;

    /// Decides a task; gives the tasks that it opened.
    async fn decide(&mut self, task: &str, act: &Act) -> anyhow::Result<Open>;
}

/// When a load ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// After this long; cases under way are left where they are.
    Elapsed(Duration),
    /// After this many cases.
    Cases(u64),
}

/// What a load came to.
pub(crate) struct Load {
    /// Cases that were begun.
    pub(crate) begun: u64,
    /// Cases that were finished.
    pub(crate) cases: u64,
    /// Human decisions that were acknowledged, the starts not among them.
    pub(crate) decisions: u64,
    /// How long it took.
    pub(crate) elapsed: Duration,
    /// From asking for a decision to its acknowledgement.
    pub(crate) times: Histogram<u64>,
}

impl Load {
    /// Decisions a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn decisions_per_second(&self) -> f64 {
        self.decisions as f64 / self.elapsed.as_secs_f64()
    }

    /// Commands a second: the decisions, and the starts of the cases.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn commands_per_second(&self) -> f64 {
        (self.decisions + self.begun) as f64 / self.elapsed.as_secs_f64()
    }

    /// Cases a second.
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    pub(crate) fn cases_per_second(&self) -> f64 {
        self.cases as f64 / self.elapsed.as_secs_f64()
    }
}

/// What the clients share.
struct Tally {
    until: Until,
    begun_at: Instant,
    begun: Cell<u64>,
    finished: Cell<u64>,
    decisions: Cell<u64>,
    times: RefCell<Histogram<u64>>,
}

impl Tally {
    fn goes_on(&self) -> bool {
        match self.until {
            Until::Elapsed(limit) => self.begun_at.elapsed() < limit,
            Until::Cases(max) => self.begun.get() < max,
        }
    }

    fn out_of_time(&self) -> bool {
        matches!(self.until, Until::Elapsed(_)) && !self.goes_on()
    }
}

/// Lets every desk work until the end, all on this thread.
pub(crate) async fn run<D: Desk>(
    desks: Vec<D>,
    script: &Script,
    until: Until,
) -> anyhow::Result<Load> {
    let tally = Rc::new(Tally {
        until,
        begun_at: Instant::now(),
        begun: Cell::new(0),
        finished: Cell::new(0),
        decisions: Cell::new(0),
        times: RefCell::new(times()),
    });
    let local = LocalSet::new();
    let mut clients = Vec::new();
    for desk in desks {
        clients.push(local.spawn_local(work(desk, script.clone(), Rc::clone(&tally))));
    }
    local.await;
    for client in clients {
        client.await.context("a client of the load ended")??;
    }
    Ok(Load {
        begun: tally.begun.get(),
        cases: tally.finished.get(),
        decisions: tally.decisions.get(),
        elapsed: tally.begun_at.elapsed(),
        times: tally.times.borrow().clone(),
    })
}

async fn work<D: Desk>(mut desk: D, script: Script, tally: Rc<Tally>) -> anyhow::Result<()> {
    while tally.goes_on() {
        tally.begun.set(tally.begun.get() + 1);
        let mut open = desk.begin(&script).await?;
        for act in &script.acts {
            if tally.out_of_time() {
                return Ok(());
            }
            let task = open.get(act.node);
            let task = task.with_context(|| format!("expected an open task `{}`", act.node))?;
            let asked = Instant::now();
            let opened = desk.decide(task, act).await?;
            record(&mut tally.times.borrow_mut(), asked.elapsed());
            tally.decisions.set(tally.decisions.get() + 1);
            open.extend(opened);
        }
        tally.finished.set(tally.finished.get() + 1);
    }
    Ok(())
}
