//! Index rows: what can be looked up besides one instance.
//!
//! One pure function gives all rows of a state. What a commit writes is the difference between the
//! rows before and after it; rebuilding is the same function over all instances. Task rows are
//! ordered by legal urgency: the earlier of the task's due date and the case's legal limit.
//!
//! Not here: search, statistics and ledgers, which are views behind the feed.

use minicbor::{Decode, Encode};
use tongban_model::{
    NodeId, ProcessId, RoleId,
    organisation::{DivisionId, PersonId},
};

use crate::{
    event::DueAt,
    id::{ElementId, InstanceId, TimerId},
    moment::Moment,
    state::{Instance, Status, Task},
};

/// One row; the order of its key is the order in which it is listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// An open task.
    Task {
        /// Who sees it.
        audience: Audience,
        /// When it must be done at the latest; tasks without a limit come last.
        urgent_at: Moment,
        /// Its instance.
        instance: InstanceId,
        /// Its element.
        element: ElementId,
        /// What a list shows without reading the instance.
        summary: TaskSummary,
    },
    /// The alarm of an instance.
    Alarm {
        /// When.
        at: Moment,
        /// Its instance.
        instance: InstanceId,
        /// The timer for which it was armed.
        timer: TimerId,
    },
    /// An instance.
    Instance {
        /// Its process.
        process: ProcessId,
        /// `r` running, `c` completed, `x` cancelled.
        status: u8,
        /// Its division.
        division: DivisionId,
        /// The instance.
        instance: InstanceId,
    },
    /// A receipt number, of an applicant or an objector.
    Receipt {
        /// The number.
        receipt: String,
        /// Its instance.
        instance: InstanceId,
    },
    /// A standing notice.
    Notice {
        /// Its division.
        division: DivisionId,
        /// Until when.
        until: Moment,
        /// Its instance.
        instance: InstanceId,
        /// Its element.
        element: ElementId,
    },
    /// An open incident record.
    Incident {
        /// Its instance.
        instance: InstanceId,
        /// Its element.
        element: ElementId,
        /// Its code.
        code: String,
    },
}

/// Who sees a task.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// The holders of a role in a division.
    Post {
        /// The role.
        role: RoleId,
        /// The division.
        division: DivisionId,
    },
    /// The person who took it.
    Person(PersonId),
}

/// What a list of tasks shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct TaskSummary {
    /// The process.
    #[n(0)]
    pub process: ProcessId,
    /// The node.
    #[n(1)]
    pub node: NodeId,
    /// When the task is due.
    #[n(2)]
    pub due: Option<DueAt>,
}

/// All index rows of a state, in no particular order.
pub fn rows(state: &Instance) -> Vec<Row> {
    let mut rows = Vec::with_capacity(4);
    let status = match state.status {
        Status::Unborn => return rows,
        Status::Running => b'r',
        Status::Completed(..) => b'c',
        Status::Cancelled(_) => b'x',
    };
    let instance = state.id;
    rows.push(Row::Instance {
        process: state.process.clone(),
        status,
        division: state.division,
        instance,
    });
    rows.push(Row::Receipt { receipt: state.receipt.clone(), instance });
    objection_receipts(state, &mut rows);
    if state.ended() {
        return rows;
    }
    for (element, found, task) in state.tasks() {
        let summary =
            TaskSummary { process: state.process.clone(), node: found.node.clone(), due: task.due };
        rows.push(Row::Task {
            audience: audience(task),
            urgent_at: urgent_at(state, task),
            instance,
            element,
            summary,
        });
    }
    for (element, _, notice) in state.notices() {
        let (division, until) = (state.division, notice.until.at);
        rows.push(Row::Notice { division, until, instance, element });
    }
    for (element, _, incident) in state.incidents() {
        rows.push(Row::Incident { instance, element, code: incident.code.clone() });
    }
    if let Some(alarm) = state.alarm {
        rows.push(Row::Alarm { at: alarm.at, instance, timer: alarm.timer });
    }
    rows
}

fn audience(task: &Task) -> Audience {
    match &task.claimed_by {
        Some(person) => Audience::Person(person.clone()),
        None => Audience::Post { role: task.role.clone(), division: task.division },
    }
}

/// The earlier of the task's due date and the case's legal limit.
pub fn urgent_at(state: &Instance, task: &Task) -> Moment {
    let limit = state.clock.as_ref().map(|clock| clock.limit.at);
    [task.due.map(|due| due.at), limit].into_iter().flatten().min().unwrap_or(Moment(i64::MAX))
}

fn objection_receipts(state: &Instance, rows: &mut Vec<Row>) {
    use crate::state::Work;
    for element in state.elements.values() {
        if let Some(Work::Notice(notice)) = &element.work {
            rows.extend(notice.objections.iter().map(|objection| Row::Receipt {
                receipt: objection.receipt.clone(),
                instance: state.id,
            }));
        }
    }
}

/// What a commit changes: the rows that go and the rows that come.
pub fn difference(before: &Instance, after: &Instance) -> (Vec<Row>, Vec<Row>) {
    let (mut gone, mut come) = (rows(before), rows(after));
    come.retain(|row| match gone.iter().position(|other| other == row) {
        Some(at) => {
            gone.swap_remove(at);
            false
        }
        None => true,
    });
    (gone, come)
}
