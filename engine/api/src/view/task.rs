//! Lines of a task list.

use tongban_core::{
    Moment, World,
    event::DueAt,
    id::{ElementId, InstanceId},
    index::{Audience, TaskSummary},
};
use tongban_model::{Process, Text};

use super::{division, due, element_id};
use crate::wire::task::TaskLine;

/// An open task as the index has it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Who sees it.
    pub audience: &'a Audience,
    /// When it must be done at the latest; [`i64::MAX`] where there is no limit.
    pub urgent_at: Moment,
    /// Its case.
    pub instance: InstanceId,
    /// Its element.
    pub element: ElementId,
    /// What else is known without reading the case.
    pub summary: &'a TaskSummary,
}

/// The line of a task. `process` is any version of its process: it only gives titles.
pub fn line(row: Row<'_>, process: Option<&Process>, (world, now): (&World, Moment)) -> TaskLine {
    let Row { audience, urgent_at, instance, element, summary } = row;
    let node = process.and_then(|process| process.nodes.get(&summary.node));
    let named = |name: &str| Text::new(name, name);
    let (role, place, claimed_by) = match audience {
        Audience::Post { role, division: id } => {
            (Some(role.to_string()), Some(division(world, *id, now)), None)
        }
        Audience::Person(person) => (None, None, Some(person.to_string())),
    };
    let limit = (urgent_at != Moment(i64::MAX))
        .then(|| due(world, DueAt { at: urgent_at, provisional: false }, now));
    TaskLine {
        id: element_id(instance, element),
        instance: instance.to_string(),
        process: summary.process.to_string(),
        process_title: process
            .map_or_else(|| named(summary.process.as_str()), |process| process.title.clone())
            .into(),
        node: summary.node.to_string(),
        title: node.map_or_else(|| named(summary.node.as_str()), |node| node.title.clone()).into(),
        law: process.zip(node).and_then(|(process, node)| Some(process.cite(node.law.as_deref()?))),
        role,
        division: place,
        claimed_by,
        due: summary.due.map(|at| due(world, at, now)),
        urgent_at: limit.as_ref().map(|limit| limit.at),
        working_days_left: limit.as_ref().and_then(|limit| limit.working_days_left),
        overdue: limit.is_some_and(|limit| limit.overdue),
    }
}
