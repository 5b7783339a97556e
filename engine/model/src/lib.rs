//! Process definitions: what an administrator writes, read with positions, checked as a whole.
//!
//! A definition is a folder: `workflow.yaml` and the forms and tables that it names. [`load`] gives
//! the checked [`Process`] or every diagnostic at once, never the first error alone.
//!
//! Not here: running a process (`tongban-core`), files (the caller hands in a [`Bundle`]).
//! Invariants: pure; a [`Process`] that exists has no error diagnostics; petgraph is named in
//! [`graph`] alone and no index of it leaves this crate.

pub mod graph;
pub mod node;
pub mod organisation;
pub mod source;

mod clock;
mod due;
mod flow;
mod form;
mod law;
mod material;
mod names;
mod performer;
mod point;
mod process;
mod text;

pub use clock::{ClockRule, Extension, LocalLimit, Rung, RungAt};
pub use due::{DueRule, Span};
pub use flow::Flow;
pub use form::{Form, FormProblem};
pub use law::Law;
pub use material::Material;
pub use names::{FlowId, NodeId, OutcomeId, PointId, ProcessId, RoleId};
pub use node::{
    BoundaryEvent, BusinessRuleTask, EndEvent, Ending, ExclusiveGateway, FiresAt, Mask, Node,
    NodeKind, Notice, Objections, Outcome, ParallelGateway, Participants, Prints, Published,
    ServiceTask, StartEvent, Statement, UserTask,
};
pub use performer::{Nobody, Performer};
pub use point::{AsOf, Bounds, Combine, Point, Tightening, World};
pub use process::{Process, ProcessDigest};
pub use source::{Bundle, Diagnostic, Place, Severity, load};
pub use text::Text;
