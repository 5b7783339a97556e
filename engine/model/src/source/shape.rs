//! The vocabulary as data: which keys a mapping has and what each takes.
//!
//! ```text
//! field tables ──check──► diagnostics          (unknown, missing, wrong, with a suggestion)
//!              └─schema─► JSON Schema          (for editors)
//!              └─access─► values, once checked (for the readers of each part)
//! ```
//! Not here: what a value means for the rest of the definition. Invariant: the tables are the only
//! place that lists keys; checker and schema follow them and nothing else.

pub(crate) mod access;
pub(crate) mod check;
pub(crate) mod scalar;
pub(crate) mod schema;
pub(crate) mod suggest;

/// One key of a mapping.
#[derive(Debug)]
pub(crate) struct Field {
    /// The key.
    pub(crate) name: &'static str,
    /// What it takes.
    pub(crate) shape: Shape,
    /// Whether it must be there.
    pub(crate) required: bool,
    /// What it is for, in Chinese.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
}

impl Field {
    /// A key that must be there.
    pub(crate) const fn required(
        name: &'static str,
        shape: Shape,
        zh: &'static str,
        en: &'static str,
    ) -> Self {
        Self { name, shape, required: true, zh, en }
    }

    /// A key that may be left out.
    pub(crate) const fn optional(
        name: &'static str,
        shape: Shape,
        zh: &'static str,
        en: &'static str,
    ) -> Self {
        Self { name, shape, required: false, zh, en }
    }
}

/// One word of a closed list.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The word.
    pub(crate) word: &'static str,
    /// What it means, in Chinese.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
}

/// A word with its meaning.
pub(crate) const fn choice(word: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice { word, zh, en }
}

/// A mapping whose keys depend on the word under `type`.
#[derive(Debug)]
pub(crate) struct Variant {
    /// The word.
    pub(crate) kind: &'static str,
    /// Its own keys, beside those that all variants share.
    pub(crate) fields: &'static [Field],
    /// What it is, in Chinese.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
}

/// What a value may be.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A text of at most so many characters.
    Text(usize),
    /// A text, or `{ zh, en }`.
    Words,
    /// A name: 1 to 64 of `a-z`, `0-9` and `-`.
    Name,
    /// The id of a flow: a name that may hold `_`.
    FlowName,
    /// A role: names joined by `.`.
    Role,
    /// A whole number from … to ….
    Integer(u32, u32),
    /// A decimal number.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// An expression; it is parsed when all names are known.
    Expression,
    /// `30 working days`, or one of these words instead.
    Term(&'static [Choice]),
    /// A term, or `by the 10th of the month`.
    Due,
    /// `calendar days`, with a roll rule or without: a term whose number comes from elsewhere.
    Unit,
    /// `2021-07-01`
    Date,
    /// A level of government.
    Level,
    /// The name of a file of the bundle.
    File,
    /// One of these words.
    Word(&'static [Choice]),
    /// A list of at most so many.
    List(&'static Shape, usize),
    /// One value or a list of at most so many.
    OneOrMore(&'static Shape, usize),
    /// A mapping of names to values, at most so many.
    Map(Key, &'static Shape, usize),
    /// A mapping with these keys.
    Record(&'static [Field]),
    /// A mapping whose keys depend on `type`; the fields that all share, and the variants.
    Variants(&'static [Field], &'static [Variant]),
    /// The first where it is a scalar, otherwise the second.
    Either(&'static Shape, &'static Shape),
}

/// What the keys of a mapping are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Names, as of [`Shape::Name`].
    Name,
    /// Ids of flows, as of [`Shape::FlowName`].
    FlowName,
    /// Names that plugins and tables see: anything of at most 64 characters without spaces at its
    /// ends.
    Input,
}

/// Which of the three forms of YAML a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormOf {
    /// A scalar.
    Scalar,
    /// A list.
    List,
    /// A mapping.
    Map,
}

impl Shape {
    /// Whether a value of this form can be right at all.
    pub(crate) fn takes(&self, form: FormOf) -> bool {
        match self {
            Self::Words => form != FormOf::List,
            Self::List(..) => form == FormOf::List,
            Self::OneOrMore(of, _) => form == FormOf::List || of.takes(form),
            Self::Map(..) | Self::Record(_) | Self::Variants(..) => form == FormOf::Map,
            Self::Either(first, second) => first.takes(form) || second.takes(form),
            _ => form == FormOf::Scalar,
        }
    }

    /// What is expected, in Chinese and English.
    pub(crate) fn expected(&self) -> (String, String) {
        let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Self::Text(most) => (
                format!("文字（不超过 {most} 字）"),
                format!("a text of at most {most} characters"),
            ),
            Self::Words => pair("文字，或 { zh: …, en: … }", "a text, or `{ zh: …, en: … }`"),
            Self::Name => pair(
                "名称（1 到 64 个小写字母、数字或“-”）",
                "a name of 1 to 64 characters from `a-z`, `0-9` and `-`",
            ),
            Self::FlowName => pair(
                "流向名称（1 到 200 个小写字母、数字、“-”或“_”）",
                "an id of 1 to 200 characters from `a-z`, `0-9`, `-` and `_`",
            ),
            Self::Role => pair("岗位角色，如 township.clerk", "a role such as `township.clerk`"),
            Self::Integer(least, most) => (
                format!("{least} 到 {most} 的整数"),
                format!("a whole number from {least} to {most}"),
            ),
            Self::Decimal => pair("数字", "a number"),
            Self::Boolean => pair("true 或 false", "`true` or `false`"),
            Self::Expression => pair("表达式", "an expression"),
            Self::Term([]) => pair("期限，如“30 working days”", "a term such as `30 working days`"),
            Self::Term(words) => {
                let (zh, en) = listed(words);
                (
                    format!("期限（如“30 working days”）或 {zh}"),
                    format!("a term such as `30 working days`, or {en}"),
                )
            }
            Self::Due => pair(
                "期限（如“5 working days”），或每月期日（如“by the 10th of the month”）",
                "a term such as `5 working days`, or `by the 10th of the month`",
            ),
            Self::Unit => pair(
                "“working days”“calendar days”或“hours”，可加“roll next”",
                "`working days`, `calendar days` or `hours`, with `roll next` or without",
            ),
            Self::Date => pair("日期，如 2021-07-01", "a date such as `2021-07-01`"),
            Self::Level => {
                let names: Vec<_> =
                    crate::organisation::Level::ALL.iter().map(|level| level.name()).collect();
                (
                    format!("层级（{}）", names.join("、")),
                    format!("one of `{}`", names.join("`, `")),
                )
            }
            Self::File => pair("文件名，如 forms/accept.schema.json", "the name of a file"),
            Self::Word(words) => listed(words),
            Self::List(..) => pair("列表", "a list"),
            Self::OneOrMore(of, _) => {
                let (zh, en) = of.expected();
                (format!("{zh}，或其列表"), format!("{en}, or a list of them"))
            }
            Self::Map(..) | Self::Record(_) | Self::Variants(..) => pair("一组键值", "a mapping"),
            Self::Either(first, second) => {
                let ((zh, en), (zh2, en2)) = (first.expected(), second.expected());
                (format!("{zh}，或{zh2}"), format!("{en}, or {en2}"))
            }
        }
    }
}

fn listed(words: &[Choice]) -> (String, String) {
    let zh: Vec<_> = words.iter().map(|one| format!("{}（{}）", one.word, one.zh)).collect();
    let en: Vec<_> = words.iter().map(|one| format!("`{}`", one.word)).collect();
    match words.len() {
        1 => (zh.concat(), en.concat()),
        _ => (format!("下列之一：{}", zh.join("、")), format!("one of {}", en.join(", "))),
    }
}
