//! The names that expressions see: fields of the application, and a record for each node.
//!
//! Invariant: every expression of a definition is parsed against the same names.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::{Names, Type};

use super::{
    codes,
    context::Context,
    draft::DraftNode,
    expressions,
    node::{Kind, type_of},
    points,
    shape::access::Record,
};
use crate::{Form, Text, World};

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

/// The fields that a task's own record holds: those of its form, unless they go elsewhere.
fn filled_in(cx: &mut Context<'_>, node: &DraftNode<'_>) -> Fields {
    let elsewhere =
        node.record.boolean("amends") == Some(true) || node.record.get("records_as").is_some();
    let form = node.record.word("form").and_then(|file| cx.form(file));
    form.filter(|_| !elsewhere).map(|form| form.fields).unwrap_or_default()
}

/// Every task's record has these two names already.
fn reserved(cx: &mut Context<'_>, node: &DraftNode<'_>, name: &str) {
    let place = node.record.get("form").map_or(node.place, |yaml| &yaml.place);
    cx.report.error(
        codes::NAME_CLASH,
        place,
        Text::new(
            format!("表单字段不能叫“{name}”：办理记录已有同名项"),
            format!("expected another name for the field `{name}`, as every task's record has it"),
        ),
    );
}

/// The record of a node; none for nodes that leave no values.
fn fields(cx: &mut Context<'_>, root: &Record<'_>, node: &DraftNode<'_>) -> Option<Fields> {
    match node.kind? {
        Kind::UserTask => {
            let mut fields = filled_in(cx, node);
            for name in ["outcome", "opinion"] {
                if fields.insert(name.into(), Type::Text).is_some() {
                    reserved(cx, node, name);
                }
            }
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
                World::Checklist => fields.insert("items".into(), points::items()),
                World::Validator => {
                    fields.insert("valid".into(), Type::Boolean);
                    fields.insert("problems".into(), points::problems())
                }
            };
            Some(fields)
        }
        Kind::Notice => Some(IndexMap::from([("objections".into(), Type::Number)])),
        _ => None,
    }
}
