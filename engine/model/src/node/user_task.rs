//! `userTask`: something that people decide.

use indexmap::IndexMap;
use tongban_expr::Expression;

use crate::{DueRule, Form, NodeId, OutcomeId, Performer, PointId, Text};

/// A task for one or several people.
#[derive(Clone, Debug)]
pub struct UserTask {
    /// Who may do it.
    pub performer: Performer,
    /// How many must do it.
    pub participants: Participants,
    /// The ways out, in the order in which they are offered.
    pub outcomes: IndexMap<OutcomeId, Outcome>,
    /// What the decider fills in.
    pub form: Option<Form>,
    /// The point of the world `validator` whose layers check what is filled in before it is taken.
    pub validator: Option<PointId>,
    /// The form is the application's and what is filled in replaces those fields (补正). Written
    /// `amends: true`.
    pub amends: bool,
    /// The name under which expressions see what is filled in; the node's own unless it repeats
    /// another node's work. Written `records_as: check`; that node must be a user task whose form has
    /// the same fields.
    pub records_as: Option<NodeId>,
    /// When it is due.
    pub due: Option<DueRule>,
    /// The nodes to which a decider may send the case back; each must be an ancestor when it is done.
    pub send_back: Vec<NodeId>,
}

/// How many people decide, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participants {
    /// So many different people (57号 art. 16: at least two investigators).
    pub count: u32,
    /// All of them must have spoken before the task ends; otherwise the first one decides.
    pub all: bool,
    /// The outcome when they do not agree; demanded where `all` meets several outcomes.
    pub disagreement: Option<OutcomeId>,
}

/// One way out.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its title for people.
    pub title: Text,
    /// The decider must give reasons.
    pub reason_required: bool,
    /// This way out is taken without filling in the form. Written `form: none`.
    pub without_form: bool,
    /// The paper that this decision produces.
    pub prints: Option<Prints>,
    /// What that paper states besides, in this order: what is granted, and from when. Expressions
    /// see the case as it stands when the paper is printed; `today()` is the day of the decision.
    pub states: Vec<Statement>,
}

/// One line that a paper states.
#[derive(Clone, Debug)]
pub struct Statement {
    /// What it says it is.
    pub title: Text,
    /// The value.
    pub value: Expression,
}

/// Papers that are printed from a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prints {
    /// 受理通知书
    Acceptance,
    /// 一次性告知书
    MaterialsNotice,
    /// 审核确认决定
    Decision,
    /// 不予确认决定, with reasons
    Refusal,
}

impl Prints {
    /// Its name, in definitions and in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::MaterialsNotice => "materials-notice",
            Self::Decision => "decision",
            Self::Refusal => "refusal",
        }
    }
}
