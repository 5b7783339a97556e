//! Forms of a definition: JSON Schema files, compiled, problems put in their place.
//!
//! A form is read twice: strictly as JSON for its content, and by the YAML reader (JSON is YAML)
//! for the places of its parts and for keys that are written twice.

use super::{
    bundle::FORM_BYTES_MAX,
    codes,
    diagnostic::Report,
    yaml::{self, Limits, Yaml},
};
use crate::{Form, Place, Text};

/// The form of a file, unless it is wrong.
pub(crate) fn read(report: &mut Report, file: &str, bytes: &[u8]) -> Option<Form> {
    let limits = Limits { bytes_max: FORM_BYTES_MAX, ..Limits::DEFINITION };
    let (tree, found) = yaml::read(file, bytes, limits);
    let json = match serde_json::from_slice(bytes) {
        Ok(json) => json,
        Err(error) => {
            let size = found.iter().find(|one| one.code == codes::FILE_TOO_LARGE).cloned();
            match size {
                Some(size) => report.extend(vec![size]),
                None => not_json(report, file, &error),
            }
            return None;
        }
    };
    // A character that JSON has and this reader of YAML has not is no fault of the form.
    let known = [codes::YAML_DUPLICATE_KEY, codes::FILE_TOO_LARGE];
    let found: Vec<_> = found.into_iter().filter(|one| known.contains(&one.code)).collect();
    let twice = !found.is_empty();
    report.extend(found);
    let place = |pointer: &str| located(tree.as_ref(), pointer, file);
    untitled(report, &json, &place);
    match Form::compile(json) {
        Ok(form) => Some(form).filter(|_| !twice),
        Err(problems) => {
            for problem in problems {
                report.error(codes::FORM_SCHEMA, &place(&problem.pointer), problem.message);
            }
            None
        }
    }
}

fn not_json(report: &mut Report, file: &str, error: &serde_json::Error) {
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).max(1);
    let (line, column) = (narrow(error.line()), narrow(error.column()));
    let place = Place { file: file.into(), line, column };
    report.error(
        codes::FORM_JSON,
        &place,
        Text::new(
            format!("表单应为 JSON，从这里起读不懂（{error}）"),
            format!("expected JSON, but the form cannot be read: {error}"),
        ),
    );
}

/// The title of a field is what people see.
fn untitled(report: &mut Report, json: &serde_json::Value, place: &impl Fn(&str) -> Place) {
    let properties = json.get("properties").and_then(serde_json::Value::as_object);
    for (name, field) in properties.into_iter().flatten() {
        if field.get("title").is_none_or(|title| !title.is_string()) {
            report.warn(
                codes::FORM_UNTITLED,
                &place(&format!("/properties/{name}")),
                Text::new(
                    format!("字段“{name}”没有标题（title）"),
                    format!("expected a `title` for people, but the field `{name}` has none"),
                ),
            );
        }
    }
}

/// The place of the part of a schema that a pointer names; the nearest part around it that is known.
fn located(tree: Option<&Yaml>, pointer: &str, file: &str) -> Place {
    let Some(mut at) = tree else { return Place::start_of(file) };
    let mut place = at.place.clone();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        let item = part.parse::<usize>().ok().and_then(|index| at.list()?.get(index));
        let entry = at.map().and_then(|map| map.entry(&part));
        at = match (entry, item) {
            (Some(entry), _) => {
                place = entry.key.clone();
                &entry.value
            }
            (None, Some(item)) => {
                place = item.place.clone();
                item
            }
            (None, None) => break,
        };
    }
    place
}
