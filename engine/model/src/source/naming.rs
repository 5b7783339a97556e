//! The names that expressions see: fields of the application, and a record for each node.
//!
//! Invariant: every expression of a definition is parsed against the same names.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::{Names, Type};

use super::{
    context::Context,
    draft::DraftNode,
    expressions,
    node::{Kind, type_of},
    points,
    shape::access::Record,
};
use crate::{Form, World};

/// Declares all names.
pub(crate) fn declare(cx: &mut Context<'_>, root: &Record<'_>, form: Option<&Form>) {
    let mut names = Names::new();
    if let Some(form) = form {
        let place = root.get("form").map_or(root.place, |yaml| &yaml.place);
        for (name, kind) in &form.fields {
            if let Err(problem) = names.declare(name, kind.clone()) {
                expressions::bad_name(cx.report, place, problem);
            }
        }
    }
    let nodes: Vec<_> = cx.draft.nodes.values().copied().collect();
    for node in nodes {
        let Some(fields) = fields(cx, root, &node) else { continue };
        let name = Names::spelling(node.id);
        if let Err(problem) = names.declare(&name, Type::Record(fields)) {
            expressions::bad_name(cx.report, node.place, problem);
        }
    }
    cx.names = names;
}

type Fields = IndexMap<Arc<str>, Type>;

/// The record of a node; none for nodes that leave no values.
fn fields(cx: &mut Context<'_>, root: &Record<'_>, node: &DraftNode<'_>) -> Option<Fields> {
    match node.kind? {
        Kind::UserTask => {
            let form = node.record.word("form").and_then(|file| cx.form(file));
            let mut fields = form.map(|form| form.fields).unwrap_or_default();
            fields.insert("outcome".into(), Type::Text);
            fields.insert("opinion".into(), Type::Text);
            Some(fields)
        }
        Kind::BusinessRuleTask => {
            let table = node.record.word("table").and_then(|file| cx.table(file))?;
            let outputs = table.outputs().iter();
            Some(outputs.map(|column| (column.name.clone(), type_of(&column.kind))).collect())
        }
        Kind::ServiceTask => {
            let point = node.record.text("point")?;
            let record = Record::of(&root.record("points")?.map.entry(point)?.value)?;
            let mut fields = points::outputs(&record);
            match points::world(&record)? {
                World::Rule => fields.insert("verdict".into(), Type::Text),
                World::Parameter | World::Amount => fields.insert("value".into(), Type::Number),
            };
            Some(fields)
        }
        Kind::Notice => Some(IndexMap::from([("objections".into(), Type::Number)])),
        _ => None,
    }
}
