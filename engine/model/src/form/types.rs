//! The types of a form's fields.
//!
//! Not here: checking that the schema is one (`jsonschema` does). Invariant: what has a type here
//! can be converted by `read`.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use tongban_expr::Type;

use super::FormProblem;

/// Records and lists inside one another: a household with members with incomes.
const DEPTH_MAX: usize = 6;

/// The fields of a form and their types.
pub(crate) fn fields_of(schema: &Json) -> Result<IndexMap<Arc<str>, Type>, Vec<FormProblem>> {
    let mut problems = Vec::new();
    let fields = if let (Some("object"), Some(properties)) =
        (schema.get("type").and_then(Json::as_str), properties(schema))
    {
        record(properties, ("/properties", DEPTH_MAX), &mut problems)
    } else {
        problems.push(FormProblem::new(
            "",
            "表单应为“type: object”并列出 properties",
            "expected a form with `\"type\": \"object\"` and `properties`, but it has not both",
        ));
        IndexMap::new()
    };
    if problems.is_empty() { Ok(fields) } else { Err(problems) }
}

fn properties(schema: &Json) -> Option<&Map<String, Json>> {
    schema.get("properties")?.as_object()
}

fn record(
    properties: &Map<String, Json>,
    (pointer, depth): (&str, usize),
    problems: &mut Vec<FormProblem>,
) -> IndexMap<Arc<str>, Type> {
    let mut fields = IndexMap::new();
    for (name, schema) in properties {
        let at = format!("{pointer}/{}", escaped(name));
        if let Some(kind) = kind(schema, (&at, depth), problems) {
            fields.insert(name.as_str().into(), kind);
        }
    }
    fields
}

fn kind(
    schema: &Json,
    (pointer, depth): (&str, usize),
    problems: &mut Vec<FormProblem>,
) -> Option<Type> {
    if depth == 0 {
        problems.push(FormProblem::new(
            pointer,
            format!("表单嵌套应不超过 {DEPTH_MAX} 层"),
            format!("expected at most {DEPTH_MAX} levels of a form, but this is one more"),
        ));
        return None;
    }
    Some(match word(schema) {
        Some("string") => match schema.get("format").and_then(Json::as_str) {
            Some("date") => Type::Date,
            Some("date-time") => Type::Instant,
            _ => Type::Text,
        },
        Some("number" | "integer") => Type::Number,
        Some("boolean") => Type::Boolean,
        Some("array") => {
            let Some(items) = schema.get("items").filter(|items| items.is_object()) else {
                problems.push(FormProblem::new(
                    pointer,
                    "列表应写明 items",
                    "expected the `items` of an array, but they are not there",
                ));
                return None;
            };
            let at = format!("{pointer}/items");
            Type::List(Box::new(kind(items, (&at, depth - 1), problems)?))
        }
        Some("object") if properties(schema).is_some() => {
            let at = format!("{pointer}/properties");
            let inner = properties(schema).into_iter();
            let fields = inner.map(|inner| record(inner, (&at, depth - 1), problems));
            Type::Record(fields.fold(IndexMap::new(), |_, fields| fields))
        }
        None if all_text(schema) => Type::Text,
        _ => {
            problems.push(FormProblem::new(
                pointer,
                "字段应有类型：string、number、integer、boolean、array 或带 properties 的 object",
                "expected the type `string`, `number`, `integer`, `boolean`, `array`, or `object` \
                 with `properties`, but the field has none of them",
            ));
            return None;
        }
    })
}

/// The one type of a field beside `null`.
fn word(schema: &Json) -> Option<&str> {
    match schema.get("type")? {
        Json::String(kind) => Some(kind),
        Json::Array(kinds) => {
            let mut kinds = kinds.iter().filter_map(Json::as_str).filter(|kind| *kind != "null");
            kinds.next().filter(|_| kinds.next().is_none())
        }
        _ => None,
    }
}

/// A list of words without a type.
fn all_text(schema: &Json) -> bool {
    let words = schema.get("enum").and_then(Json::as_array);
    words.is_some_and(|words| !words.is_empty() && words.iter().all(Json::is_string))
        && schema.get("type").is_none()
}

/// A name as a part of a JSON pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
