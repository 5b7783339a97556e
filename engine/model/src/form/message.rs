//! What a validator says, in words for the person at the form.

use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::Value as Json;

use super::{FormProblem, types::escaped};

/// The title of the field at a pointer into a document; its name where it has none.
pub(super) fn title(schema: &Json, pointer: &str) -> String {
    let mut schema = Some(schema);
    let mut name = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        let property = schema.and_then(|schema| schema.get("properties")?.get(&part));
        schema = property.or_else(|| schema.and_then(|schema| schema.get("items")));
        name = part;
    }
    let title = schema.and_then(|schema| schema.get("title")).and_then(Json::as_str);
    title.map_or(name, str::to_owned)
}

/// The problem; none for what `read` reports itself.
pub(super) fn of(schema: &Json, error: &ValidationError<'_>) -> Option<FormProblem> {
    let mut pointer = error.instance_path().as_str().to_owned();
    if let Kind::Required { property } = error.kind()
        && let Some(name) = property.as_str()
    {
        pointer = format!("{pointer}/{}", escaped(name));
    }
    let title = title(schema, &pointer);
    let (zh, en) = match error.kind() {
        Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => return None,
        Kind::Required { .. } => {
            (format!("“{title}”必填"), "expected a value, but it is missing".to_owned())
        }
        Kind::Type { kind } => wrong_type(&title, (kind, error.instance())),
        kind => bound(&title, kind).or_else(|| text(&title, kind)).unwrap_or_else(|| {
            let keyword = kind.keyword();
            (
                format!("“{title}”不符合表单要求（{keyword}）"),
                format!("expected what the form demands, but it breaks `{keyword}`"),
            )
        }),
    };
    Some(FormProblem::new(pointer, zh, en))
}

fn wrong_type(title: &str, (kind, instance): (&TypeKind, &Json)) -> (String, String) {
    let expected = match kind {
        TypeKind::Single(kind) => vec![kind.to_string()],
        TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
    };
    let word = |kind: &str| match kind {
        "string" => "文字",
        "number" => "数字",
        "integer" => "整数",
        "boolean" => "是或否",
        "array" => "列表",
        "object" => "一组字段",
        _ => "空",
    };
    let found = match instance {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let zh: Vec<_> = expected.iter().map(|kind| word(kind)).collect();
    (
        format!("“{title}”应为{}，实为{}", zh.join("或"), word(found)),
        format!("expected `{}`, but found `{found}`", expected.join("` or `")),
    )
}

fn bound(title: &str, kind: &Kind) -> Option<(String, String)> {
    let pair = |zh: String, en: String| Some((format!("“{title}”{zh}"), format!("expected {en}")));
    match kind {
        Kind::Minimum { limit } => {
            pair(format!("应不小于 {limit}"), format!("at least {limit}, but it is less"))
        }
        Kind::Maximum { limit } => {
            pair(format!("应不大于 {limit}"), format!("at most {limit}, but it is more"))
        }
        Kind::ExclusiveMinimum { limit } => {
            pair(format!("应大于 {limit}"), format!("more than {limit}, but it is not"))
        }
        Kind::ExclusiveMaximum { limit } => {
            pair(format!("应小于 {limit}"), format!("less than {limit}, but it is not"))
        }
        Kind::MultipleOf { multiple_of } => pair(
            format!("应为 {multiple_of} 的倍数"),
            format!("a multiple of {multiple_of}, but it is not"),
        ),
        Kind::MinItems { limit } => pair(
            format!("应至少有 {limit} 项"),
            format!("at least {limit} items, but there are fewer"),
        ),
        Kind::MaxItems { limit } => pair(
            format!("应不超过 {limit} 项"),
            format!("at most {limit} items, but there are more"),
        ),
        Kind::UniqueItems => {
            pair("不应有重复项".into(), "different items, but two are equal".into())
        }
        _ => None,
    }
}

fn text(title: &str, kind: &Kind) -> Option<(String, String)> {
    let pair = |zh: String, en: String| Some((format!("“{title}”{zh}"), format!("expected {en}")));
    match kind {
        Kind::MinLength { limit } => pair(
            format!("应至少 {limit} 字"),
            format!("at least {limit} characters, but there are fewer"),
        ),
        Kind::MaxLength { limit } => pair(
            format!("应不超过 {limit} 字"),
            format!("at most {limit} characters, but there are more"),
        ),
        Kind::Enum { options } => {
            let (zh, en) = (words(options, "、"), words(options, ", "));
            pair(format!("应为下列之一：{zh}"), format!("one of {en}, but it is something else"))
        }
        Kind::Constant { expected_value } => {
            let value: &Json = expected_value;
            let zh = if *value == Json::Bool(true) {
                "须确认（是）".into()
            } else {
                format!("应为 {value}")
            };
            pair(zh, format!("{value}, but it is something else"))
        }
        Kind::Format { format } => pair(
            format!("格式有误，应为{}", format_zh(format)),
            format!("the format `{format}`, but it is not"),
        ),
        Kind::Pattern { pattern } => {
            pair("格式有误".into(), format!("a text that matches `{pattern}`, but it does not"))
        }
        _ => None,
    }
}

fn words(options: &Json, between: &str) -> String {
    let words = options.as_array().map(Vec::as_slice).unwrap_or_default();
    let shown = words.iter().take(20).map(|word| match word {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    });
    shown.collect::<Vec<_>>().join(between)
}

fn format_zh(format: &str) -> String {
    match format {
        "date" => "日期（如 2026-03-02）".into(),
        "date-time" => "时刻（如 2026-03-02T09:00:00+08:00）".into(),
        "email" => "电子邮箱".into(),
        other => other.to_owned(),
    }
}
