//! Shapes in the YAML of a register: what a value has to be, and the problem when it is not.
//!
//! Not here: what values mean to each other (`read`).

use tongban_calendar::Date;

use super::{super::problem::Problem, read::Reader};
use crate::{
    Place,
    source::yaml::{Map, Yaml},
};

/// Longest id of a person or post, and longest role, in characters.
const ID_MAX: usize = 64;

/// `township.clerk`: words of `[a-z0-9-]` with dots between, 64 characters at most.
pub(super) fn is_role(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= ID_MAX && text.split('.').all(|word| !word.is_empty() && word.bytes().all(fits))
}

impl Reader<'_> {
    pub(super) fn shape(&mut self, place: &Place, zh: &str, en: &str) {
        self.problems.push(
            Problem::on("staff-shape", place)
                .zh(format!("此处应为{zh}"))
                .en(format!("expected {en}, but this is something else")),
        );
    }

    pub(super) fn unknown(
        &mut self,
        code: &'static str,
        place: Option<&Place>,
        (zh, en, found): (&str, &str, &str),
    ) {
        let found: String = found.chars().take(40).collect();
        let problem =
            place.map_or_else(|| Problem::new(code, 1, 1), |place| Problem::on(code, place));
        self.problems.push(
            problem
                .zh(format!("应为{zh}，实为“{found}”"))
                .en(format!("expected {en}, but found `{found}`")),
        );
    }

    pub(super) fn map<'y>(&mut self, value: &'y Yaml, keys: &[&str]) -> Option<&'y Map> {
        let Some(map) = value.map() else {
            self.shape(&value.place, "一组“键: 值”", "keys and values");
            return None;
        };
        for (key, entry) in map.iter().filter(|(key, _)| !keys.contains(&&***key)) {
            self.problems.push(
                Problem::on("staff-key", &entry.key)
                    .zh(format!("应为 {} 之一，实为“{key}”", keys.join("、")))
                    .en(format!("expected one of `{}`, but found `{key}`", keys.join("`, `"))),
            );
        }
        Some(map)
    }

    pub(super) fn entries<'y>(
        &mut self,
        sections: &'y Map,
        name: &str,
    ) -> Vec<(&'y str, &'y Place, &'y Yaml)> {
        let Some(section) = sections.get(name).filter(|section| !section.is_null()) else {
            return Vec::new();
        };
        let Some(map) = section.map() else {
            self.shape(&section.place, "一组“编号: 内容”", "ids with their contents");
            return Vec::new();
        };
        map.iter().map(|(key, entry)| (&**key, &entry.key, &entry.value)).collect()
    }

    pub(super) fn items<'y>(&mut self, sections: &'y Map, name: &str) -> &'y [Yaml] {
        match sections.get(name) {
            None => &[],
            Some(section) if section.is_null() => &[],
            Some(section) => section.list().unwrap_or_else(|| {
                self.shape(&section.place, "列表", "a list");
                &[]
            }),
        }
    }

    /// A required text; numbers count as what they are written as.
    pub(super) fn text<'y>(&mut self, entry: &Yaml, fields: &'y Map, key: &str) -> Option<&'y str> {
        let Some(value) = fields.get(key) else {
            self.problems.push(
                Problem::on("staff-key", &entry.place)
                    .zh(format!("缺少 {key}"))
                    .en(format!("expected `{key}`, but it is missing")),
            );
            return None;
        };
        self.word(value)
    }

    pub(super) fn word<'y>(&mut self, value: &'y Yaml) -> Option<&'y str> {
        let word = value.scalar().map(|scalar| &*scalar.text).filter(|text| !text.is_empty());
        if word.is_none() {
            self.shape(&value.place, "文字", "a text");
        }
        word
    }

    /// An optional list of texts.
    pub(super) fn texts<'y>(&mut self, fields: &'y Map, key: &str) -> Vec<&'y str> {
        let Some(value) = fields.get(key) else { return Vec::new() };
        let Some(list) = value.list() else {
            self.shape(&value.place, "列表", "a list");
            return Vec::new();
        };
        list.iter().filter_map(|item| self.word(item)).collect()
    }

    pub(super) fn day(&mut self, entry: &Yaml, fields: &Map, key: &str) -> Option<Date> {
        let text = self.text(entry, fields, key)?;
        let day = text.parse().ok();
        if day.is_none() {
            let place = fields.get(key).map(|value| &value.place);
            self.unknown(
                "staff-period",
                place,
                ("日期（如 2026-01-01）", "a date such as `2026-01-01`", text),
            );
        }
        day
    }

    pub(super) fn forward(&mut self, item: &Yaml, from: Option<Date>, to: Option<Date>) {
        if let (Some(from), Some(to)) = (from, to)
            && from >= to
        {
            let (from, to) = (from.to_string(), to.to_string());
            let expected = (&*format!("晚于 {from} 的日期"), &*format!("a day after {from}"), &*to);
            self.unknown("staff-period", Some(&item.place), expected);
        }
    }

    pub(super) fn id(&mut self, id: &str, place: &Place) {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if id.is_empty() || id.len() > ID_MAX || !id.bytes().all(fits) {
            self.unknown(
                "staff-id",
                Some(place),
                (
                    "由字母、数字、-、_、. 组成的 64 字以内编号",
                    "an id of 1 to 64 letters, digits, `-`, `_`, `.`",
                    id,
                ),
            );
        }
    }
}
