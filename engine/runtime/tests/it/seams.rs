//! Seams: a store that can be held and broken, and a plugin host that does as it is told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use sha2::{Digest as _, Sha256};
use tongban_core::call::{Answer, Call, Called, Digest, Outcome, Question, Verdict};
use tongban_expr::Value;
use tongban_plugin_api::{Admitted, PluginHost, Refusal, Surroundings};

use crate::{lists, references};
use tongban_store::{Batch, Epoch, Error, Partition, Range, Result, Row, Space, Store};

/// A gate: whoever passes waits while it is closed.
#[derive(Default)]
pub(crate) struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    closed: bool,
    /// How many wait before it.
    waiting: usize,
}

impl Gate {
    pub(crate) fn close(&self) {
        self.state().closed = true;
    }

    pub(crate) fn open(&self) {
        self.state().closed = false;
        self.changed.notify_all();
    }

    /// Waits until somebody waits before the closed gate.
    pub(crate) fn somebody_waits(&self) {
        let state = self.state();
        let _waits = self
            .changed
            .wait_while(state, |state| state.waiting == 0)
            .unwrap_or_else(PoisonError::into_inner);
    }

    fn pass(&self) {
        let mut state = self.state();
        state.waiting += 1;
        self.changed.notify_all();
        let mut state = self
            .changed
            .wait_while(state, |state| state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A store whose commits can be held or made to fail, and which counts what is read.
pub(crate) struct Seam {
    inner: Arc<dyn Store>,
    pub(crate) commits: Gate,
    pub(crate) broken: AtomicBool,
    pub(crate) reads: AtomicU64,
    /// Commits that still succeed.
    left: AtomicU64,
}

impl Seam {
    pub(crate) fn over(inner: Arc<dyn Store>) -> Arc<Self> {
        let (commits, broken, reads) = (Gate::default(), AtomicBool::new(false), AtomicU64::new(0));
        Arc::new(Self { inner, commits, broken, reads, left: AtomicU64::new(u64::MAX) })
    }

    /// Lets only so many more commits succeed.
    pub(crate) fn break_after(&self, commits: u64) {
        self.left.store(commits, Ordering::SeqCst);
    }
}

impl Store for Seam {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.get(space, key)
    }

    fn scan(&self, range: &Range) -> Result<Vec<Row>> {
        let rows = self.inner.scan(range)?;
        self.reads.fetch_add(1 + rows.len() as u64, Ordering::SeqCst);
        Ok(rows)
    }

    fn commit(&self, batch: Batch) -> Result<()> {
        self.commits.pass();
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 || self.broken.load(Ordering::SeqCst) {
            return Err(Error::Unavailable);
        }
        self.left.store(left - 1, Ordering::SeqCst);
        self.inner.commit(batch)
    }

    fn claim(&self, partition: Partition) -> Result<Epoch> {
        self.inner.claim(partition)
    }

    fn size_bytes(&self) -> Result<u64> {
        self.inner.size_bytes()
    }

    fn close(&self) -> Result<()> {
        self.inner.close()
    }
}

/// A host whose components are words: `approve`, `reject`, `absent`, `panic`, `amount`, `days-15`,
/// `standard` ([`references`]) and those of [`lists`].
#[derive(Default)]
pub(crate) struct Words {
    components: Mutex<BTreeMap<Digest, String>>,
    pub(crate) calls: AtomicU64,
    /// Calls wait here.
    pub(crate) gate: Gate,
    /// What `approve` says instead, when it is set: a plugin that was tampered with.
    pub(crate) lies: AtomicBool,
}

impl PluginHost for Words {
    fn admit(&self, component: &[u8]) -> std::result::Result<Admitted, Refusal> {
        let word = String::from_utf8(component.to_vec())
            .map_err(|_| Refusal::NotAComponent("it is no word".into()))?;
        let question = match word.split('-').next() {
            Some("amount") => Question::Amount,
            Some("validator") => Question::Validator,
            Some("list") => Question::Checklist,
            Some("days") => Question::Parameter,
            _ => Question::Rule,
        };
        let digest = Digest(Sha256::digest(component).into());
        let mut components = self.components.lock().unwrap_or_else(PoisonError::into_inner);
        components.insert(digest, word);
        Ok(Admitted { digest, question })
    }

    fn call(&self, call: &Call, surroundings: &Arc<dyn Surroundings>) -> Called {
        self.gate.pass();
        self.calls.fetch_add(1, Ordering::SeqCst);
        let components = self.components.lock().unwrap_or_else(PoisonError::into_inner);
        let word = components.get(&call.plugin).cloned();
        drop(components);
        let lies = self.lies.load(Ordering::SeqCst);
        if let Some(called) = lists::say(word.as_deref(), call, (surroundings.as_ref(), lies)) {
            return called;
        }
        if word.as_deref() == Some("standard") {
            return references::say(call, surroundings.as_ref());
        }
        if let Some(days) = word.as_deref().and_then(|word| word.strip_prefix("days-")) {
            let value = days.parse().map_or_else(|_| Value::Text(days.into()), Value::Number);
            let values = [("value".into(), value)].into_iter().collect();
            return Outcome::Answered(Answer { values, ..Answer::default() }).into();
        }
        let verdict = match word.as_deref() {
            Some("approve") if self.lies.load(Ordering::SeqCst) => Verdict::Reject,
            Some("approve" | "approve-again") => Verdict::Approve,
            Some("reject") => Verdict::Reject,
            Some("panic") => panic!("the host was told to panic"),
            _ => return Outcome::Unavailable("absent".into()).into(),
        };
        let answer = Answer { verdict: Some(verdict), ..Answer::default() };
        Outcome::Answered(answer).into()
    }
}
