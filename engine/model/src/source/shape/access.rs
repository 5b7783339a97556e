//! Taking values out of a tree that was checked against its shape.
//!
//! Not here: reporting. What is missing or wrong comes back as `None`; the checker has said why.

use std::sync::Arc;

use tongban_calendar::{Date, Term};

use super::{Choice, scalar};
use crate::{
    Place, Text,
    organisation::Level,
    source::yaml::{Content, Entry, Map, Yaml},
};

/// A mapping and where it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) map: &'a Map,
    pub(crate) place: &'a Place,
}

/// A text and where it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: &'a Place,
}

impl<'a> Record<'a> {
    /// The mapping, if it is one.
    pub(crate) fn of(yaml: &'a Yaml) -> Option<Self> {
        yaml.map().map(|map| Self { map, place: &yaml.place })
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Yaml> {
        self.map.get(key).filter(|yaml| !yaml.is_null())
    }

    /// A mapping under a key.
    pub(crate) fn record(&self, key: &str) -> Option<Self> {
        Self::of(self.get(key)?)
    }

    /// The lines of a mapping under a key; none where it is not there.
    pub(crate) fn entries(&self, key: &str) -> impl Iterator<Item = (&'a Arc<str>, &'a Entry)> {
        self.get(key).and_then(Yaml::map).into_iter().flat_map(Map::iter)
    }

    /// A text.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }

    /// A text as owned by the definition.
    pub(crate) fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(str::to_owned)
    }

    /// A text with its place.
    pub(crate) fn word(&self, key: &str) -> Option<Word<'a>> {
        Word::of(self.get(key)?)
    }

    /// The texts of a list, or the one text in its place.
    pub(crate) fn words(&self, key: &str) -> Vec<Word<'a>> {
        self.items(key).iter().filter_map(Word::of).collect()
    }

    /// The items of a list, or the one value in its place; none where the key is not there.
    pub(crate) fn items(&self, key: &str) -> &'a [Yaml] {
        match self.get(key) {
            None => &[],
            Some(yaml) => match &yaml.content {
                Content::List(items) => items,
                _ => std::slice::from_ref(yaml),
            },
        }
    }

    /// A text in two languages.
    pub(crate) fn title(&self, key: &str) -> Option<Text> {
        title(self.get(key)?)
    }

    pub(crate) fn boolean(&self, key: &str) -> Option<bool> {
        scalar::boolean(self.get(key)?)
    }

    pub(crate) fn integer(&self, key: &str) -> Option<u32> {
        scalar::integer(self.get(key)?, (0, u32::MAX))
    }

    pub(crate) fn term(&self, key: &str) -> Option<Term> {
        scalar::term(self.text(key)?)
    }

    pub(crate) fn date(&self, key: &str) -> Option<Date> {
        scalar::date(self.text(key)?)
    }

    pub(crate) fn level(&self, key: &str) -> Option<Level> {
        self.text(key)?.parse().ok()
    }

    /// The place of a word in its list.
    pub(crate) fn choice(&self, key: &str, words: &[Choice]) -> Option<usize> {
        scalar::word(self.text(key)?, words)
    }
}

impl<'a> Word<'a> {
    /// The text, if the value is one.
    pub(crate) fn of(yaml: &'a Yaml) -> Option<Self> {
        yaml.text().map(|text| Self { text, place: &yaml.place })
    }
}

/// A text in two languages, or one text for both.
pub(crate) fn title(yaml: &Yaml) -> Option<Text> {
    if let Some(text) = yaml.text() {
        return Some(Text::new(text, text));
    }
    let record = Record::of(yaml)?;
    let zh = record.text("zh")?;
    Some(Text::new(zh, record.text("en").unwrap_or(zh)))
}
