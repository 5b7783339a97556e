//! What a point declares, as columns: types from its expressions; words, bounds, labels and units
//! from the form's field where an input is one.
//!
//! Not here: rows (`example`).

use serde_json::Value as Json;
use tongban_expr::{Expression, Type, table::listing};
use tongban_model::{Combine, Form, NodeKind, Point, Process, Tightening, World};

use super::{
    Spec,
    column::{Bounds, Field, FieldKind},
};

/// Decimals of a number that nobody limits: 分, as money has.
const SCALE: u32 = 2;

/// The columns of a point.
pub(crate) fn spec(process: &Process, point: &Point) -> Spec {
    let (mut inputs, mut left_out) = (Vec::new(), Vec::new());
    for (name, expression) in &point.inputs {
        match input(process, (name, expression)) {
            Some(field) => inputs.push(field),
            None => left_out.push(name.to_string()),
        }
    }
    let title = &process.title.zh;
    Spec {
        id: format!("{}-{}", process.id, point.id),
        title: format!("{title}：{}", point.id),
        law: point.law.clone().unwrap_or_default(),
        hit: if collects(point) { "收集" } else { "唯一" },
        what: what(process, point),
        outputs: outputs(process, point),
        inputs,
        left_out,
    }
}

/// Whether every row that matches says something.
fn collects(point: &Point) -> bool {
    match point.world {
        World::Rule => point.outputs.is_empty(),
        World::Checklist | World::Validator => true,
        World::Parameter | World::Amount => false,
    }
}

fn what(process: &Process, point: &Point) -> String {
    let combine = match &point.combine {
        Combine::Replace => "离案件最近的一级所定的表单独起作用".to_owned(),
        Combine::Tighten => "各级的表都起作用，从严取结论；下级只能更严，不能放宽".to_owned(),
        Combine::Extend => "各级的清单合并；下级只能增加，不能减少".to_owned(),
        Combine::Bounded(bounds) => {
            let tightening = match point.tightens.values().next() {
                None => "",
                Some(Tightening::AtMost) => "，不得高于上级所定",
                Some(Tightening::AtLeast) => "，不得低于上级所定",
                Some(Tightening::Same) => "，不得改动上级所定",
            };
            let (min, max) = (bounds.min, bounds.max);
            format!("离案件最近的一级所定的数起作用，须在 {min} 至 {max} 之间{tightening}")
        }
    };
    let rows = match point.world {
        World::Checklist => {
            "命中的每一行要一份材料，编号就是材料编号（各级同一编号视为同一材料），理由写何时需要。"
                .to_owned()
        }
        World::Validator => {
            let fields = fields(process);
            let told: Vec<_> =
                fields.iter().map(|(name, title)| format!("{name} {title}")).collect();
            format!(
                "命中的每一行告诉填写人一个问题，理由就是给他看的话。字段：{}。",
                told.join("、")
            )
        }
        World::Rule | World::Parameter | World::Amount => String::new(),
    };
    format!("扩展点 {}：{combine}。{rows}", point.id)
}

/// The fields of the application, each with its title.
fn fields(process: &Process) -> Vec<(&str, &str)> {
    let fields = process.form.schema.get("properties").and_then(Json::as_object);
    let told = fields.into_iter().flatten().map(|(name, schema)| {
        let title = schema.get("title").and_then(Json::as_str);
        (name.as_str(), title.unwrap_or_default())
    });
    told.collect()
}

fn outputs(process: &Process, point: &Point) -> Vec<Field> {
    let plain = |name: &str, kind| Field {
        name: name.to_owned(),
        label: String::new(),
        unit: String::new(),
        kind,
    };
    let named = point.outputs.iter().filter_map(|(name, kind)| Some(plain(name, of_type(kind)?)));
    match point.world {
        World::Rule => std::iter::once(plain("结论", FieldKind::Outcome)).chain(named).collect(),
        World::Parameter | World::Amount => {
            let bounds = match &point.combine {
                Combine::Bounded(bounds) => Bounds {
                    least: Some(bounds.min.to_string()),
                    most: Some(bounds.max.to_string()),
                },
                Combine::Replace | Combine::Tighten | Combine::Extend => Bounds::default(),
            };
            let kind = if point.is_whole() {
                FieldKind::Integer(bounds)
            } else {
                FieldKind::Decimal(SCALE, bounds)
            };
            vec![plain("value", kind)]
        }
        World::Checklist => {
            let most = Some(listing::COPIES_MAX.to_string());
            let copies = Bounds { least: Some("0".to_owned()), most };
            vec![
                plain(listing::MATERIAL[0], FieldKind::Text(Vec::new())),
                plain(listing::COPIES[0], FieldKind::Integer(copies)),
                plain(listing::ORIGINAL[0], FieldKind::Boolean),
                plain(listing::REQUIRED[0], FieldKind::Boolean),
            ]
        }
        World::Validator => {
            let words = fields(process).iter().map(|(name, _)| (*name).to_owned()).collect();
            vec![
                plain(listing::FIELD[0], FieldKind::Text(words)),
                plain(listing::WARNING[0], FieldKind::Boolean),
            ]
        }
    }
}

fn input(process: &Process, (name, expression): (&str, &Expression)) -> Option<Field> {
    let kind = of_type(expression.result_type()?)?;
    let mut field =
        Field { name: name.to_owned(), label: String::new(), unit: String::new(), kind };
    if let Some(schema) = schema(process, expression.source()) {
        describe(&mut field, schema);
    }
    Some(field)
}

fn of_type(kind: &Type) -> Option<FieldKind> {
    Some(match kind {
        Type::Boolean => FieldKind::Boolean,
        Type::Number => FieldKind::Decimal(SCALE, Bounds::default()),
        Type::Text => FieldKind::Text(Vec::new()),
        Type::Date => FieldKind::Date,
        Type::Instant | Type::List(_) | Type::Record(_) => return None,
    })
}

/// The part of a form that describes the field behind a plain path like `check.homes_count`.
fn schema<'a>(process: &'a Process, path: &str) -> Option<&'a Json> {
    let mut steps = path.trim().split('.').peekable();
    let first = steps.next()?;
    let of_node = process.nodes.iter().find(|(id, _)| id.as_str().replace('-', "_") == first);
    let form: &Form = match of_node.map(|(_, node)| &node.kind) {
        Some(NodeKind::UserTask(task)) if steps.peek().is_some() => task.form.as_ref()?,
        _ => &process.form,
    };
    let in_application = std::ptr::eq(form, &raw const process.form);
    let mut found = &*form.schema;
    for step in in_application.then_some(first).into_iter().chain(steps) {
        found = found.get("properties")?.get(step)?;
    }
    Some(found)
}

/// Takes over words, bounds, label and unit of a form's field.
fn describe(field: &mut Field, schema: &Json) {
    let title = schema.get("title").and_then(Json::as_str).unwrap_or_default();
    (field.label, field.unit) = parted(title);
    let bounds = || {
        let end = |key: &str| schema.get(key).filter(|it| it.is_number()).map(Json::to_string);
        Bounds { least: end("minimum"), most: end("maximum") }
    };
    let whole = schema.get("type").and_then(Json::as_str) == Some("integer");
    let words = schema.get("enum").and_then(Json::as_array);
    let words: Vec<String> = words
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .filter(|word| !word.contains(['|', ')', '、']) && !word.is_empty())
        .map(str::to_owned)
        .collect();
    field.kind = match &field.kind {
        FieldKind::Decimal(..) if whole => FieldKind::Integer(bounds()),
        FieldKind::Decimal(scale, _) => FieldKind::Decimal(*scale, bounds()),
        FieldKind::Text(_) => FieldKind::Text(words),
        other => other.clone(),
    };
}

/// `人均月收入（元）` as label and unit.
fn parted(title: &str) -> (String, String) {
    let inside = title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（'));
    match inside {
        Some((label, unit)) if unit.chars().count() <= 6 => (label.to_owned(), unit.to_owned()),
        _ => (title.to_owned(), String::new()),
    }
}
