//! The materials that a decision may name as missing (一次性告知): those of the process, and those
//! that the layers of its checklists named for this case.
//!
//! Not here: what the printed notice says of each.
//! Invariant: what a platform has is never asked for (57号 art. 10), whoever names it.

use tongban_expr::{Value, Values as _};
use tongban_model::{Node, NodeKind, Prints, Process, World};

use super::{Draft, Stopped};
use crate::{data, document::Submission, rejection::Rejection};

/// Only what prints a notice of missing materials may name any, and only known ones.
pub(super) fn check(
    draft: &Draft<'_>,
    prints: Option<Prints>,
    Submission { missing, .. }: &Submission,
) -> Stopped {
    if missing.is_empty() {
        return Ok(());
    }
    let expected = match prints {
        Some(Prints::MaterialsNotice) => known(draft),
        _ => Vec::new(),
    };
    match missing.iter().find(|id| !expected.contains(id)) {
        Some(unknown) => {
            Err(Rejection::MaterialUnknown { material: unknown.clone(), expected }.into())
        }
        None => Ok(()),
    }
}

fn known(draft: &Draft<'_>) -> Vec<String> {
    let process = draft.process();
    let (shared, own): (Vec<_>, Vec<_>) =
        process.materials.iter().partition(|material| material.by_data_sharing);
    let mut known: Vec<_> = own.iter().map(|material| material.id.clone()).collect();
    for node in process.nodes.values().filter(|node| is_checklist(process, node)) {
        for id in items(&data::name_of(&node.id), draft) {
            if !known.contains(&id) && !shared.iter().any(|one| one.id == id) {
                known.push(id);
            }
        }
    }
    known
}

fn is_checklist(process: &Process, node: &Node) -> bool {
    let NodeKind::ServiceTask(task) = &node.kind else { return false };
    process.points.get(&task.point).is_some_and(|point| point.world == World::Checklist)
}

/// The ids of a checklist as its node last answered.
fn items(name: &str, draft: &Draft<'_>) -> Vec<String> {
    let answered = draft.data.get(name);
    let Some(Value::Record(record)) = answered.as_deref() else { return Vec::new() };
    let Some(Value::List(items)) = record.get("items") else { return Vec::new() };
    let id = |item: &Value| match item {
        Value::Record(item) => match item.get("id") {
            Some(Value::Text(id)) => Some(id.to_string()),
            _ => None,
        },
        _ => None,
    };
    items.iter().filter_map(id).collect()
}
