//! Holds a tree against the field tables and reports everything that does not fit.
//!
//! Invariant: after a check without errors every reader of `access` finds what it asks for.

use super::{Choice, Field, FormOf, Key, Shape, Variant, scalar, suggest::nearest};
use crate::{
    Place, Text,
    organisation::Level,
    source::{
        codes,
        diagnostic::Report,
        yaml::{Content, Map, Resolved, Yaml},
    },
};

/// Most characters of a source that a message repeats.
const QUOTE_MAX: usize = 40;

/// Checks a value against its shape.
pub(crate) fn check(report: &mut Report, yaml: &Yaml, shape: &Shape) {
    let Some(form) = form_of(yaml) else { return };
    if !shape.takes(form) {
        wrong(report, yaml, shape);
        return;
    }
    match (shape, &yaml.content) {
        (Shape::Either(first, second), _) => {
            check(report, yaml, if first.takes(form) { first } else { second });
        }
        (Shape::OneOrMore(of, most), Content::List(items)) => {
            list(report, (&yaml.place, items), (of, *most));
            if items.is_empty() {
                wrong(report, yaml, shape);
            }
        }
        (Shape::OneOrMore(of, _), _) => check(report, yaml, of),
        (Shape::List(of, most), Content::List(items)) => {
            list(report, (&yaml.place, items), (of, *most));
        }
        (Shape::Words, Content::Map(map)) => record(report, (&yaml.place, map), WORDS),
        (Shape::Map(key, of, most), Content::Map(entries)) => {
            mapping(report, (&yaml.place, entries), (*key, of, *most));
        }
        (Shape::Record(fields), Content::Map(map)) => record(report, (&yaml.place, map), fields),
        (Shape::Variants(shared, variants), Content::Map(map)) => {
            variant(report, (&yaml.place, map), (shared, variants));
        }
        _ => single(report, yaml, shape),
    }
}

/// The keys of a text in two languages.
pub(crate) const WORDS: &[Field] = &[
    Field::required("zh", Shape::Text(TITLE_MAX), "中文", "Chinese"),
    Field::optional("en", Shape::Text(TITLE_MAX), "英文", "English"),
];

/// Longest title: two lines on a phone.
pub(crate) const TITLE_MAX: usize = 200;

fn form_of(yaml: &Yaml) -> Option<FormOf> {
    match yaml.content {
        Content::Scalar(_) => Some(FormOf::Scalar),
        Content::List(_) => Some(FormOf::List),
        Content::Map(_) => Some(FormOf::Map),
        Content::Refused => None,
    }
}

fn list(report: &mut Report, (place, items): (&Place, &[Yaml]), (of, most): (&Shape, usize)) {
    too_many(report, place, (items.len(), most));
    for item in items {
        check(report, item, of);
    }
}

fn mapping(
    report: &mut Report,
    (place, map): (&Place, &Map),
    (key, of, most): (Key, &Shape, usize),
) {
    too_many(report, place, (map.len(), most));
    for (name, entry) in map.iter() {
        let (right, shape) = match key {
            Key::Name => (scalar::is_name(name), Shape::Name),
            Key::FlowName => (scalar::is_flow_name(name), Shape::FlowName),
            Key::Input => {
                let length = name.chars().count();
                let trimmed = name.trim().len() == name.len();
                (trimmed && (1..=scalar::NAME_MAX).contains(&length), Shape::Text(scalar::NAME_MAX))
            }
        };
        if !right {
            bad_name(report, &entry.key, (name, &shape));
        }
        check(report, &entry.value, of);
    }
}

fn too_many(report: &mut Report, place: &Place, (is, most): (usize, usize)) {
    if is > most {
        report.error(
            codes::TOO_MANY_ITEMS,
            place,
            Text::new(
                format!("应不超过 {most} 项，实为 {is} 项"),
                format!("expected at most {most} items, but there are {is}"),
            ),
        );
    }
}

fn record(report: &mut Report, (place, map): (&Place, &Map), fields: &[Field]) {
    keyed(report, (place, map), &fields.iter().collect::<Vec<_>>());
}

fn variant(
    report: &mut Report,
    (place, map): (&Place, &Map),
    (shared, variants): (&[Field], &[Variant]),
) {
    let written = map.get("type");
    let kind = written.and_then(Yaml::text);
    let Some(variant) = variants.iter().find(|variant| Some(variant.kind) == kind) else {
        let kinds = || variants.iter().map(|variant| variant.kind);
        match written {
            None => missing(report, place, "type"),
            Some(yaml) => {
                let list: Vec<_> = kinds().collect();
                let found = quoted(yaml);
                let told = report.error(
                    codes::UNKNOWN_NODE_KIND,
                    &yaml.place,
                    Text::new(
                        format!("节点类型应为 {} 之一，实为{}", list.join("、"), found.zh),
                        format!("expected one of `{}`, but found {}", list.join("`, `"), found.en),
                    ),
                );
                if let Some(near) = kind.and_then(|kind| nearest(kind, kinds())) {
                    told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
                }
            }
        }
        return;
    };
    keyed(report, (place, map), &shared.iter().chain(variant.fields).collect::<Vec<_>>());
}

fn keyed(report: &mut Report, (place, map): (&Place, &Map), fields: &[&Field]) {
    for (name, entry) in map.iter() {
        match fields.iter().find(|field| *field.name == **name) {
            Some(field) => check(report, &entry.value, &field.shape),
            None => unknown(report, &entry.key, (name, fields)),
        }
    }
    for field in fields.iter().filter(|field| field.required) {
        if map.get(field.name).is_none() {
            let told = missing_key(report, place, field.name);
            let (zh, en) = field.shape.expected();
            told.hint(format!("{}：写{zh}", field.zh), format!("{}: write {en}", field.en));
        }
    }
}

fn unknown(report: &mut Report, at: &Place, (name, fields): (&str, &[&Field])) {
    let name: String = name.chars().take(QUOTE_MAX).collect();
    let names = || fields.iter().map(|field| field.name);
    let list: Vec<_> = names().collect();
    let told = report.error(
        codes::UNKNOWN_KEY,
        at,
        Text::new(
            format!("这里没有“{name}”这一项，可用：{}", list.join("、")),
            format!("expected one of `{}`, but found `{name}`", list.join("`, `")),
        ),
    );
    if let Some(near) = nearest(&name, names()) {
        told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    }
}

fn missing(report: &mut Report, place: &Place, name: &str) {
    missing_key(report, place, name);
}

fn missing_key<'r>(report: &'r mut Report, place: &Place, name: &str) -> &'r mut crate::Diagnostic {
    report.error(
        codes::MISSING_KEY,
        place,
        Text::new(
            format!("缺少“{name}”"),
            format!("expected the key `{name}`, but it is not there"),
        ),
    )
}

fn single(report: &mut Report, yaml: &Yaml, shape: &Shape) {
    let text = yaml.text();
    let fits = match shape {
        Shape::Integer(least, most) => scalar::integer(yaml, (*least, *most)).is_some(),
        Shape::Decimal => scalar::decimal(yaml).is_some(),
        Shape::Boolean => scalar::boolean(yaml).is_some(),
        Shape::Expression => scalar::expression(yaml).is_some(),
        Shape::Text(most) => text.is_some_and(|text| is_short(text, *most)),
        Shape::Words => text.is_some_and(|text| is_short(text, TITLE_MAX)),
        Shape::Name => text.is_some_and(scalar::is_name),
        Shape::FlowName => text.is_some_and(scalar::is_flow_name),
        Shape::Role => text.is_some_and(scalar::is_role),
        Shape::Term(words) => text.is_some_and(|text| {
            scalar::term(text).is_some() || scalar::word(text, words).is_some()
        }),
        Shape::Due => text.is_some_and(|text| scalar::due(text).is_some()),
        Shape::Unit => text.is_some_and(|text| scalar::unit(text).is_some()),
        Shape::Date => text.is_some_and(|text| scalar::date(text).is_some()),
        Shape::Level => text.is_some_and(|text| text.parse::<Level>().is_ok()),
        Shape::File => text.is_some_and(scalar::is_file),
        Shape::Word(words) => text.is_some_and(|text| scalar::word(text, words).is_some()),
        Shape::List(..)
        | Shape::OneOrMore(..)
        | Shape::Map(..)
        | Shape::Record(_)
        | Shape::Variants(..)
        | Shape::Either(..) => true,
    };
    if !fits {
        wrong(report, yaml, shape);
    }
}

fn is_short(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

fn bad_name(report: &mut Report, at: &Place, (name, shape): (&str, &Shape)) {
    let name: String = name.chars().take(QUOTE_MAX).collect();
    let (zh, en) = shape.expected();
    report.error(
        codes::BAD_NAME,
        at,
        Text::new(format!("应为{zh}，实为“{name}”"), format!("expected {en}, but found `{name}`")),
    );
}

/// The value has the wrong form, or its text does not fit.
fn wrong(report: &mut Report, yaml: &Yaml, shape: &Shape) {
    let (zh, en) = shape.expected();
    let found = quoted(yaml);
    let message = Text::new(
        format!("应为{zh}，实为{}", found.zh),
        format!("expected {en}, but found {}", found.en),
    );
    let told = report.error(code_of(shape), &yaml.place, message);
    let text = yaml.text();
    let near = match (shape, text) {
        (Shape::Word(words) | Shape::Term(words), Some(text)) => near_word(text, words),
        (Shape::Level, Some(text)) => nearest(text, Level::ALL.iter().map(|level| level.name())),
        _ => None,
    };
    if let Some(near) = near {
        told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    } else if let Some(reason) = term_reason(shape, text) {
        told.hint(reason.zh, reason.en);
    } else if is_unquoted(yaml, shape) {
        told.hint("文字请加引号", "put the text in quotes");
    }
}

fn near_word(text: &str, words: &'static [Choice]) -> Option<&'static str> {
    nearest(text, words.iter().map(|choice| choice.word))
}

/// The calendar's own reason, which is more exact than ours.
fn term_reason(shape: &Shape, text: Option<&str>) -> Option<Text> {
    let text = text.filter(|_| matches!(shape, Shape::Term(_)))?;
    let error = text.parse::<tongban_calendar::Term>().err()?;
    Some(Text::new(error.zh(), error.to_string()))
}

fn is_unquoted(yaml: &Yaml, shape: &Shape) -> bool {
    let is_text = matches!(shape, Shape::Text(_) | Shape::Words | Shape::Name);
    let resolved = yaml.scalar().map(crate::source::yaml::Scalar::resolve);
    is_text && matches!(resolved, Some(Resolved::Number(_) | Resolved::Boolean(_)))
}

fn code_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Name | Shape::FlowName | Shape::Role | Shape::File => codes::BAD_NAME,
        Shape::Term(_) | Shape::Due | Shape::Unit | Shape::Date => codes::BAD_TERM,
        Shape::Word(_) | Shape::Level | Shape::Integer(..) => codes::WRONG_VALUE,
        _ => codes::WRONG_SHAPE,
    }
}

fn quoted(yaml: &Yaml) -> Text {
    match &yaml.content {
        Content::Scalar(scalar) if scalar.resolve() == Resolved::Null => Text::new("空", "nothing"),
        Content::Scalar(scalar) => {
            let start: String = scalar.text.chars().take(QUOTE_MAX).collect();
            let more = if start.len() < scalar.text.len() { "…" } else { "" };
            Text::new(format!("“{start}{more}”"), format!("`{start}{more}`"))
        }
        Content::List(_) => Text::new("列表", "a list"),
        Content::Map(_) => Text::new("一组键值", "a mapping"),
        Content::Refused => Text::new("不支持的写法", "something that is not supported"),
    }
}
