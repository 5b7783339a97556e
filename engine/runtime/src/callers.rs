//! The threads that ask plugins, so that no writer ever waits for one.
//!
//! Invariant: every question comes back to its writer as an answer, whatever the host does.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use tongban_core::{
    call::{Call, Called, Outcome},
    id::InstanceId,
};
use tongban_plugin_api::{PluginHost, Surroundings};

use crate::{
    inbox::{Answered, Wakeup},
    shared::Shared,
};

/// What a case asks.
pub(crate) struct Question {
    pub(crate) instance: InstanceId,
    pub(crate) calls: Vec<Call>,
    /// The world that the command sees: what host functions look things up in.
    pub(crate) surroundings: Arc<dyn Surroundings>,
}

/// The queue of questions. Each comes from a command that holds a place in its partition, which
/// bounds it.
pub(crate) struct Questions {
    sender: Mutex<Option<mpsc::Sender<Question>>>,
    receiver: Mutex<mpsc::Receiver<Question>>,
}

impl Questions {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender: Mutex::new(Some(sender)), receiver: Mutex::new(receiver) }
    }

    pub(crate) fn ask(&self, question: Question) {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = sender.as_ref() {
            // The receiver lives in `self`.
            let _ = sender.send(question);
        }
    }

    /// Ends the callers once the queue is empty.
    pub(crate) fn close(&self) {
        *self.sender.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn next(&self) -> Option<Question> {
        self.receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
    }
}

/// A caller's thread.
pub(crate) fn run(shared: &Arc<Shared>) {
    while let Some(Question { instance, calls, surroundings }) = shared.questions.next() {
        let answer = |call: Call| {
            let called = ask(shared.plugins.as_ref(), &call, &surroundings);
            (call, called)
        };
        let answers = calls.into_iter().map(answer).collect();
        let answered = Answered { instance, answers };
        shared.inbox(instance.partition).control(Wakeup::Answered(answered));
    }
}

/// One call; a failure of the host is tried once more.
pub(crate) fn ask(
    plugins: &dyn PluginHost,
    call: &Call,
    surroundings: &Arc<dyn Surroundings>,
) -> Called {
    let called = once(plugins, call, surroundings);
    if let Outcome::Unavailable(detail) = &called.outcome {
        tracing::warn!(plugin = %call.plugin, detail, "a plugin was not available: once more");
        return once(plugins, call, surroundings);
    }
    called
}

fn once(plugins: &dyn PluginHost, call: &Call, surroundings: &Arc<dyn Surroundings>) -> Called {
    catch_unwind(AssertUnwindSafe(|| plugins.call(call, surroundings)))
        .unwrap_or_else(|_| Outcome::Unavailable("the plugin host panicked".into()).into())
}
