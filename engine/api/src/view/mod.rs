//! How a case becomes an answer. Pure: state, definition, world and the moment go in.
//!
//! Not here: who may read it (`tongban-server`), what the store holds.

pub mod definition;
pub mod history;
pub mod instance;
pub mod mask;
pub mod point;
pub mod public;
pub mod rules;
pub mod task;
pub mod why;
pub mod words;

use tongban_calendar::{Unit, legal_day};
use tongban_core::{
    Moment, World,
    event::{DocumentRef, DueAt},
    id::{ElementId, InstanceId},
};
use tongban_model::{NodeId, Process, Text, organisation::DivisionId};
use tongban_runtime::CaseView;

use crate::wire;

/// A case as somebody reads it at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The case.
    pub case: &'a CaseView,
    /// Divisions, people, holidays.
    pub world: &'a World,
    /// The moment.
    pub now: Moment,
}

impl Reading<'_> {
    /// The title of a node.
    pub fn title(&self, node: &NodeId) -> Text {
        title(&self.case.process, node)
    }

    /// The division of the case, today or as it was last.
    pub fn division(&self) -> wire::text::Division {
        division(self.world, self.case.state.division, self.now)
    }

    /// A due date.
    pub fn due(&self, due: DueAt) -> wire::text::Due {
        self::due(self.world, due, self.now)
    }
}

/// The title of a node; its name where the definition has none such. A gateway without a title is
/// called by what it does.
pub fn title(process: &Process, node: &NodeId) -> Text {
    let Some(found) = process.nodes.get(node) else {
        return Text::new(node.as_str(), node.as_str());
    };
    let untitled = found.title.zh == node.as_str();
    let word = if untitled { words::gateway(process, found) } else { None };
    word.unwrap_or_else(|| found.title.clone())
}

/// A division, at a moment or as it was last.
pub fn division(world: &World, id: DivisionId, now: Moment) -> wire::text::Division {
    let divisions = &world.organisation.divisions;
    match divisions.get(id, now.day()).or_else(|| divisions.latest(id)) {
        Some(found) => wire::text::Division {
            code: found.code.to_string(),
            name: found.name.to_owned(),
            level: found.level.name().to_owned(),
        },
        None => wire::text::Division {
            code: String::new(),
            name: format!("#{id}"),
            level: String::new(),
        },
    }
}

/// A due date, with what is left until then.
pub fn due(world: &World, due: DueAt, now: Moment) -> wire::text::Due {
    let days = world.calendar.days_left(now.instant(), due.at.instant(), Unit::WorkingDays);
    wire::text::Due {
        at: due.at.into(),
        day: legal_day(Moment(due.at.0 - 1).instant()).to_string(),
        provisional: due.provisional,
        working_days_left: Some(days),
        overdue: now >= due.at,
    }
}

/// The id of a task or a notice: instance and element, `3-1f.7`.
pub fn element_id(instance: InstanceId, element: ElementId) -> String {
    format!("{instance}.{element}")
}

/// Reads the id of a task or a notice.
pub fn parse_element_id(text: &str) -> Option<(InstanceId, ElementId)> {
    let (instance, element) = text.split_once('.')?;
    Some((instance.parse().ok()?, ElementId(element.parse().ok()?)))
}

/// The place of a commit in the feed, as one word: partition and position, `3:1204`.
pub fn position(instance: InstanceId, position: u64) -> String {
    format!("{}:{position}", instance.partition.0)
}

/// The document that an event names, among those of its record.
pub fn document<'a>(
    of: &DocumentRef,
    documents: &'a [tongban_core::document::Document],
) -> Option<&'a tongban_core::document::Document> {
    documents.get(usize::from(of.index))
}

#[cfg(test)]
mod tests {
    use super::{element_id, parse_element_id};

    #[test]
    fn ids_of_tasks_read_back() {
        let (instance, element) = parse_element_id("3-1f.7").expect("it is one");
        assert_eq!(element_id(instance, element), "3-1f.7");
        for text in ["", "3-1f", "3-1f.", "3-1f.x", "x.7", "99-1.1"] {
            assert!(parse_element_id(text).is_none(), "{text}");
        }
    }
}
