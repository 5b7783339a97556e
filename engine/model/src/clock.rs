//! The statutory clock of a whole case.

use tongban_calendar::Term;

use crate::{NodeId, OutcomeId, PointId, RoleId};

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
    /// A limit of the place's own beside it, where the process allows one.
    pub local: Option<LocalLimit>,
    /// The one extension, where the law has one.
    pub extend: Option<Extension>,
    /// Reminders and escalations; each fires once.
    pub ladder: Vec<Rung>,
    /// The article.
    pub law: Option<String>,
}

/// A limit that the divisions of the case's place may set beside the law's: the earlier of the two
/// holds, so a place can only be quicker (重庆市城乡居民最低生活保障条例: 30 日, without 评议 and 公示).
/// An extension of the case lifts it: it is the whole case that was given more time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalLimit {
    /// A `parameter` point that gives the number as the clock starts; 0: this place has none.
    pub point: PointId,
    /// Its unit; the count is the point's.
    pub unit: Term,
    /// It stands still while one of these nodes is active; the day on which that begins counts, the
    /// days after it up to its end do not. The law's limit goes on.
    pub pauses: Vec<NodeId>,
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
