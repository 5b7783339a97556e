//! The statutory clock of a whole case.

use tongban_calendar::Term;

use crate::{NodeId, OutcomeId, RoleId};

/// The legal limit of a case, from the completion of one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRule {
    /// The clock starts when this node completes (57号 art. 22: from acceptance). A second completion,
    /// after a correction 补正, restarts it.
    pub starts: NodeId,
    /// Only this outcome of that node starts it. Written `starts: { node: accept, on: accept }`;
    /// without it, `starts: accept`, every completion does.
    pub starts_on: Option<OutcomeId>,
    /// The limit.
    pub limit: Term,
    /// The one extension, where the law has one.
    pub extend: Option<Extension>,
    /// Reminders and escalations; each fires once.
    pub ladder: Vec<Rung>,
    /// The article.
    pub law: Option<String>,
}

/// One extension, granted before expiry, never twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The limit in all, from the same start.
    pub to: Term,
    /// Who may grant it.
    pub role: RoleId,
    /// The article.
    pub law: Option<String>,
}

/// One step of the escalation ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// When.
    pub at: RungAt,
    /// The role that is told; resolved from the case's division upward.
    pub notify: RoleId,
}

/// When a rung fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RungAt {
    /// So long before the limit.
    Before(Term),
    /// When the limit has passed.
    Expiry,
}
