//! Who may do a task.

use tongban_expr::Expression;

use crate::{NodeId, RoleId, organisation::Level};

/// A role at a level, resolved from the case's village upward when the task opens and checked
/// again when somebody decides.
#[derive(Clone, Debug)]
pub struct Performer {
    /// The role.
    pub role: RoleId,
    /// The level of the division whose post counts.
    pub at: Level,
    /// Whoever decided one of these nodes in this case may not decide this one.
    pub not: Vec<NodeId>,
    /// A list of person ids who must stay away (near relatives 近亲属, 回避), over the case's data.
    pub recuse: Option<Expression>,
    /// What happens when nobody holds the role.
    pub nobody: Nobody,
}

/// The declared policy for a role without a holder: never a silent stall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nobody {
    /// An incident record: an administrator must appoint somebody. The default.
    Incident,
    /// This role at this level takes the task.
    Role {
        /// The role.
        role: RoleId,
        /// The level.
        at: Level,
    },
}
