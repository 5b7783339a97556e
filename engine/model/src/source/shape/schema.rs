//! The field tables as JSON Schema (draft 2020-12), for editors and for other tools.
//!
//! Not here: what JSON Schema cannot say (that a node exists, that a join can fire).

use serde_json::{Map, Value, json};

use super::{Choice, Field, Key, Shape, Variant, check, scalar};
use crate::organisation::Level;

/// The schema of one shape.
pub(crate) fn schema(shape: &Shape) -> Value {
    match shape {
        Shape::Text(most) => json!({ "type": "string", "minLength": 1, "maxLength": most }),
        Shape::Words => {
            let text = json!({ "type": "string", "minLength": 1, "maxLength": check::TITLE_MAX });
            json!({ "anyOf": [text, record(check::WORDS)] })
        }
        Shape::Name => name(scalar::NAME_MAX, NAME),
        Shape::FlowName => name(scalar::FLOW_NAME_MAX, FLOW_NAME),
        Shape::Role => name(scalar::NAME_MAX, "^[a-z0-9-]+(\\.[a-z0-9-]+)*$"),
        Shape::Integer(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Shape::Decimal => json!({ "type": ["number", "string"] }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Expression => json!({ "type": ["string", "number", "boolean"] }),
        Shape::Term([]) => term(TERM),
        Shape::Term(words) => json!({ "anyOf": [term(TERM), word(words)] }),
        Shape::Due => json!({ "anyOf": [term(TERM), term(MONTH_DAY)] }),
        Shape::Unit => json!({ "type": "string", "pattern": UNIT }),
        Shape::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Shape::Level => {
            let names: Vec<_> = Level::ALL.iter().flat_map(|one| [one.name(), one.zh()]).collect();
            json!({ "enum": names })
        }
        Shape::File => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
        Shape::Word(words) => word(words),
        Shape::List(of, most) => {
            json!({ "type": "array", "items": schema(of), "maxItems": most })
        }
        Shape::OneOrMore(of, most) => {
            let one = schema(of);
            let list = json!({ "type": "array", "items": one, "minItems": 1, "maxItems": most });
            json!({ "anyOf": [one, list] })
        }
        Shape::Map(key, of, most) => json!({
            "type": "object",
            "propertyNames": names(*key),
            "additionalProperties": schema(of),
            "maxProperties": most,
        }),
        Shape::Record(fields) => record(fields),
        Shape::Variants(shared, variants) => alternatives(shared, variants),
        Shape::Either(first, second) => json!({ "anyOf": [schema(first), schema(second)] }),
    }
}

const NAME: &str = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";
const FLOW_NAME: &str = "^[a-z0-9_-]+$";
const TERM: &str = "^\\s*[0-9]+\\s*(working|calendar|hour|个|工作日|日|天|自然日|小时)";
const MONTH_DAY: &str = "^\\s*((by )?the |每月)";
const UNIT: &str = "^\\s*(working|calendar|hour|个|工作日|日|天|自然日|小时)";

/// A mapping with these keys and no others.
pub(crate) fn record(fields: &[Field]) -> Value {
    closed(&fields.iter().collect::<Vec<_>>())
}

fn closed(fields: &[&Field]) -> Value {
    let described = |field: &&Field| {
        let mut of = schema(&field.shape);
        if let Value::Object(of) = &mut of {
            of.insert("description".into(), format!("{} {}", field.zh, field.en).into());
        }
        (field.name.to_owned(), of)
    };
    let properties: Map<_, _> = fields.iter().map(described).collect();
    let required: Vec<_> =
        fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn alternatives(shared: &[Field], variants: &[Variant]) -> Value {
    let one = |variant: &Variant| {
        let mut of = closed(&shared.iter().chain(variant.fields).collect::<Vec<_>>());
        of["description"] = format!("{} {}", variant.zh, variant.en).into();
        of["properties"]["type"] = json!({ "const": variant.kind });
        of
    };
    json!({ "oneOf": variants.iter().map(one).collect::<Vec<_>>() })
}

fn name(most: usize, pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "maxLength": most })
}

fn names(key: Key) -> Value {
    match key {
        Key::Name => name(scalar::NAME_MAX, NAME),
        Key::FlowName => name(scalar::FLOW_NAME_MAX, FLOW_NAME),
        Key::Input => json!({ "type": "string", "minLength": 1, "maxLength": scalar::NAME_MAX }),
    }
}

fn term(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn word(words: &[Choice]) -> Value {
    let one = |choice: &Choice| json!({ "const": choice.word, "description": format!("{} {}", choice.zh, choice.en) });
    json!({ "oneOf": words.iter().map(one).collect::<Vec<_>>() })
}
