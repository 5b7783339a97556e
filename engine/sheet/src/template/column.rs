//! A column of a template: its title, what can be chosen in it, how it is explained.
//!
//! Not here: where columns come from (`point`).

/// An input or output.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// As the form calls it, without the unit; empty where nobody does.
    pub(crate) label: String,
    pub(crate) unit: String,
    pub(crate) kind: FieldKind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldKind {
    Boolean,
    Date,
    Integer(Bounds),
    Decimal(u32, Bounds),
    /// Any words if there are none.
    Text(Vec<String>),
    /// The verdict.
    Outcome,
}

/// Least and most, as written in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) least: Option<String>,
    pub(crate) most: Option<String>,
}

/// The verdicts, as a clerk writes them.
pub(crate) const OUTCOMES: [&str; 4] = ["通过", "补正", "上报", "不予"];

impl Field {
    /// The type behind the name of a title.
    pub(crate) fn type_words(&self) -> String {
        match &self.kind {
            FieldKind::Boolean => "布尔".to_owned(),
            FieldKind::Date => "日期".to_owned(),
            FieldKind::Integer(bounds) => format!("整数{}", bounds.words()),
            FieldKind::Decimal(scale, bounds) => format!("小数({scale}){}", bounds.words()),
            FieldKind::Text(words) if words.is_empty() => "文本".to_owned(),
            FieldKind::Text(words) => format!("文本({})", words.join("|")),
            FieldKind::Outcome => String::new(),
        }
    }

    /// The title of an output.
    pub(crate) fn output_title(&self) -> String {
        match self.kind {
            FieldKind::Outcome => "输出:结论".to_owned(),
            _ => format!("输出:{}:{}", self.name, self.type_words()),
        }
    }

    /// How the test sheet expects an output.
    pub(crate) fn expected_title(&self) -> String {
        match self.kind {
            FieldKind::Outcome => "=>结论".to_owned(),
            _ => format!("=>{}", self.name),
        }
    }

    /// What can be chosen in the cells of the column.
    pub(crate) fn choices(&self) -> Vec<&str> {
        match &self.kind {
            FieldKind::Boolean => vec!["是", "否"],
            FieldKind::Text(words) => words.iter().map(String::as_str).collect(),
            FieldKind::Outcome => OUTCOMES.to_vec(),
            FieldKind::Date | FieldKind::Integer(_) | FieldKind::Decimal(..) => Vec::new(),
        }
    }

    /// Some ways to write a condition.
    pub(crate) fn condition_words(&self) -> String {
        match &self.kind {
            FieldKind::Boolean => "是；否；-（不限）；空（未填写）".to_owned(),
            FieldKind::Date => "2024-01-01以上；[2024-01-01..2024-12-31]；-；空".to_owned(),
            FieldKind::Integer(_) => "60以上；不满60；[60..80)；1|3|5；-；空".to_owned(),
            FieldKind::Decimal(..) => "1000以下；超过1000；[600..1000)；-；空".to_owned(),
            FieldKind::Text(words) if words.is_empty() => "甲；甲|乙；非(甲)；-；空".to_owned(),
            FieldKind::Text(words) => {
                let all = words.join("；");
                let two = words.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("|");
                format!("{all}；{two}；非({})；-；空", words[0])
            }
            FieldKind::Outcome => OUTCOMES.join("；"),
        }
    }
}

impl Bounds {
    fn words(&self) -> String {
        if self.least.is_none() && self.most.is_none() {
            return String::new();
        }
        let end = |end: &Option<String>| end.clone().unwrap_or_default();
        format!("[{}..{}]", end(&self.least), end(&self.most))
    }
}
