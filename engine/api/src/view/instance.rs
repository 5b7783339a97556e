//! The state of a case, and what a command answered.

use serde_json::Map;
use tongban_core::{
    id::ElementId,
    lifecycle::ElementState,
    state::{Element, Work},
};
use tongban_expr::value_to_json;
use tongban_runtime as runtime;

use super::{Reading, element_id, position, words};
use crate::wire::instance::{Accepted, Decision, Instance, Opened, Step};

impl Reading<'_> {
    /// The case, with or without what was written.
    pub fn instance(&self, with_data: bool) -> Instance {
        let (case, state) = (self.case, &self.case.state);
        let data = with_data.then(|| {
            let json =
                case.data.iter().map(|(name, value)| (name.to_owned(), value_to_json(value)));
            json.collect::<Map<_, _>>()
        });
        Instance {
            id: state.id.to_string(),
            process: state.process.to_string(),
            title: (&case.process.title).into(),
            version: state.digest.to_string(),
            division: self.division(),
            receipt: state.receipt.clone(),
            started_at: state.started_at.into(),
            status: words::status(state.status).to_owned(),
            ending: words::ending(state.status).map(str::to_owned),
            ended_at: self.ended_at().map(Into::into),
            sequence: case.sequence,
            position: position(state.id, case.position),
            clock: self.clock(),
            steps: state.elements.iter().map(|(id, element)| self.step(*id, element)).collect(),
            data,
        }
    }

    fn step(&self, id: ElementId, element: &Element) -> Step {
        let open = !element.state.ended();
        let mut step = Step {
            element: id.0,
            node: element.node.to_string(),
            title: self.title(&element.node).into(),
            state: state_name(element.state).to_owned(),
            visit: element.visit,
            activated_at: element.activated_at.into(),
            ended_at: element.ended_at.map(Into::into),
            outcome: element.outcome.as_ref().map(ToString::to_string),
            task: None,
            due: None,
            claimed_by: None,
            decisions: Vec::new(),
        };
        match &element.work {
            Some(Work::Task(task)) => {
                step.task = open.then(|| element_id(self.case.state.id, id));
                step.due = task.due.filter(|_| open).map(|due| self.due(due));
                step.claimed_by = task.claimed_by.as_ref().map(ToString::to_string);
                step.decisions = task.decisions.iter().map(decision).collect();
            }
            Some(Work::Notice(notice)) => {
                step.due = Some(notice.until).filter(|_| open).map(|due| self.due(due));
            }
            Some(Work::Incident(_)) | None => {}
        }
        step
    }
}

fn decision(made: &tongban_core::state::Decision) -> Decision {
    Decision {
        person: made.person.to_string(),
        outcome: made.outcome.to_string(),
        at: made.at.into(),
    }
}

fn state_name(state: ElementState) -> &'static str {
    match state {
        ElementState::Active => "active",
        ElementState::Stuck => "stuck",
        ElementState::Completed => "completed",
        ElementState::Cancelled => "cancelled",
    }
}

/// What a command answered.
pub fn accepted(accepted: runtime::Accepted) -> Accepted {
    let summary = accepted.summary;
    let instance = accepted.instance;
    let opened = summary.opened.into_iter().map(|opened| Opened {
        task: element_id(instance, opened.element),
        node: opened.node.to_string(),
    });
    Accepted {
        instance: instance.to_string(),
        sequence: accepted.sequence,
        position: position(instance, accepted.position),
        recorded_at: accepted.recorded_at.into(),
        opened: opened.collect(),
        ended: words::ending(summary.status).map(str::to_owned),
        receipt: summary.objection.map(|filed| filed.receipt).or(summary.receipt),
    }
}
