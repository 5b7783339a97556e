//! Commands: what somebody wants to happen to one instance, imperative.

use std::sync::Arc;

use tongban_model::{NodeId, OutcomeId, organisation::DivisionId};

use crate::{call::Digest, document::Submission, id::ElementId};

/// Everything that can be asked of an instance.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Begin a case.
    Start(Start),
    /// Take a task.
    ClaimTask(ElementId),
    /// Give it back.
    ReleaseTask(ElementId),
    /// Decide a task.
    DecideTask(DecideTask),
    /// Send the case back to an earlier node.
    SendBack(SendBack),
    /// Object to a notice.
    FileObjection(FileObjection),
    /// Use the clock's one extension.
    ExtendClock(Arc<Submission>),
    /// End the case from outside.
    Cancel(Arc<Submission>),
    /// Try an element again after an incident record.
    ResolveIncident(ElementId),
    /// The alarm rang: fire the timers that are due.
    Wake,
    /// Go on with the tokens that are on their way.
    Continue,
    /// Compute provisional dates anew.
    Recompute,
}

/// Begin a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The version of the process.
    pub digest: Digest,
    /// The division to which the case belongs.
    pub division: DivisionId,
    /// The application.
    pub application: Arc<Submission>,
}

/// Decide a task.
#[derive(Clone, Debug, PartialEq)]
pub struct DecideTask {
    /// Its element.
    pub element: ElementId,
    /// The chosen outcome.
    pub outcome: OutcomeId,
    /// The form, the opinion and the files.
    pub submission: Arc<Submission>,
}

/// Send the case back.
#[derive(Clone, Debug, PartialEq)]
pub struct SendBack {
    /// The task that sends it.
    pub element: ElementId,
    /// The node to which it goes.
    pub to: NodeId,
    /// Why; an opinion is demanded.
    pub reason: Arc<Submission>,
}

/// Object to a notice.
#[derive(Clone, Debug, PartialEq)]
pub struct FileObjection {
    /// The notice.
    pub element: ElementId,
    /// What is objected, and by whom if they say so.
    pub objection: Arc<Submission>,
}
