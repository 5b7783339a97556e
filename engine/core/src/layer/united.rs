//! Lists of several layers as one: materials of checklists, problems of validators.
//!
//! Invariant: what an upper layer asks for stays; a lower one adds to it and can only ask for more.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Value;

use crate::{
    call::{Answer, Item, Problem, Severity},
    facts::Facts,
};

/// The materials of all layers, from the top; the same material is asked for once.
///
/// Of a material that several layers name, the uppermost says what it is; it is required, shown in
/// the original and copied as the strictest of them says, and all their notes stand.
pub fn items(answers: &[&Answer]) -> Vec<Item> {
    let mut united: IndexMap<&str, Item> = IndexMap::new();
    for item in answers.iter().flat_map(|answer| &answer.items) {
        let Some(known) = united.get_mut(item.id.as_str()) else {
            united.insert(&item.id, item.clone());
            continue;
        };
        known.required |= item.required;
        known.original |= item.original;
        known.copies = known.copies.max(item.copies);
        for (known, more) in [(&mut known.note, &item.note), (&mut known.law, &item.law)] {
            add(known, more.as_deref());
        }
    }
    united.into_values().collect()
}

fn add(known: &mut Option<String>, more: Option<&str>) {
    let Some(more) = more else { return };
    match known {
        Some(text) if text.split('；').any(|part| part == more) => {}
        Some(text) => {
            text.push('；');
            text.push_str(more);
        }
        None => *known = Some(more.to_owned()),
    }
}

/// What expressions see of a checklist: `items`.
pub(super) fn checklist(answers: &[&Answer]) -> Facts {
    let items = items(answers).iter().map(record_of_item).collect();
    Facts(IndexMap::from([("items".into(), Value::List(items))]))
}

/// What expressions see of a validator: `valid` and `problems`.
pub(super) fn problems(answers: &[&Answer]) -> Facts {
    let problems: Vec<_> = answers.iter().flat_map(|answer| &answer.problems).collect();
    let valid = problems.iter().all(|problem| problem.severity != Severity::Error);
    let problems = problems.into_iter().map(record_of_problem).collect();
    Facts(IndexMap::from([
        ("valid".into(), Value::Boolean(valid)),
        ("problems".into(), Value::List(problems)),
    ]))
}

fn record_of_item(item: &Item) -> Value {
    record([
        ("id", text(&item.id)),
        ("name", text(&item.name)),
        ("required", Value::Boolean(item.required)),
        ("original", Value::Boolean(item.original)),
        ("copies", Value::Number(item.copies.into())),
        ("note", optional(item.note.as_deref())),
        ("law", optional(item.law.as_deref())),
    ])
}

fn record_of_problem(problem: &Problem) -> Value {
    record([
        ("field", text(&problem.field)),
        ("message", text(&problem.message)),
        ("severity", text(problem.severity.name())),
        ("law", optional(problem.law.as_deref())),
    ])
}

fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (Arc::from(name), value)).collect())
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn optional(words: Option<&str>) -> Value {
    words.map_or(Value::Null, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, required: bool, copies: u32, note: Option<&str>) -> Item {
        Item {
            id: id.into(),
            name: format!("{id} of {copies}"),
            required,
            original: false,
            copies,
            note: note.map(str::to_owned),
            law: None,
        }
    }

    #[test]
    fn a_lower_layer_adds_and_never_drops() {
        let upper = Answer {
            items: vec![item("hukou", true, 1, Some("原件")), item("photo", false, 2, None)],
            ..Answer::default()
        };
        let lower = Answer {
            items: vec![
                item("hukou", false, 0, Some("全家")),
                item("photo", true, 1, None),
                item("lease", true, 1, None),
            ],
            ..Answer::default()
        };
        let united = items(&[&upper, &lower]);
        let expected = [
            Item { name: "hukou of 1".into(), ..item("hukou", true, 1, Some("原件；全家")) },
            Item { name: "photo of 2".into(), ..item("photo", true, 2, None) },
            item("lease", true, 1, None),
        ];
        assert_eq!(united, expected);
        assert_eq!(items(&[&upper, &upper]), upper.items, "the same twice changes nothing");
    }

    #[test]
    fn one_error_of_any_layer_is_enough() {
        let problem = |severity| Problem {
            field: "收入".into(),
            message: "有误".into(),
            message_en: None,
            severity,
            law: None,
        };
        let warned = Answer { problems: vec![problem(Severity::Warning)], ..Answer::default() };
        let wrong = Answer { problems: vec![problem(Severity::Error)], ..Answer::default() };
        let valid = |answers: &[&Answer]| problems(answers).0["valid"].clone();
        assert_eq!(valid(&[&warned]), Value::Boolean(true));
        assert_eq!(valid(&[&wrong, &warned]), Value::Boolean(false));
    }
}
