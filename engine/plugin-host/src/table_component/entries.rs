//! Lists: the material that a row of a table asks for, the problem that it tells.
//!
//! A row says the rest by what every row has: its id is the material's, its reason the note or the
//! message, its law the law; the output columns are those of [`tongban_expr::table::listing`].
//!
//! Not here: whether a table is fit for it (`fit`). Invariant: nothing is calculated; what a row
//! adds is known before any case.

use std::sync::Arc;

use tongban_core::call::{Item, Problem, Severity};
use tongban_expr::table::{
    Formula, Output, Rule, Table,
    listing::{COPIES, COPIES_MAX, FIELD, MATERIAL, ORIGINAL, REQUIRED, WARNING},
};

/// The material of a row.
pub(super) fn item(table: &Table, rule: &Rule) -> Item {
    Item {
        id: rule.id.to_string(),
        name: text(table, rule, MATERIAL).unwrap_or_default(),
        required: flag(table, rule, REQUIRED).unwrap_or(true),
        original: flag(table, rule, ORIGINAL).unwrap_or(false),
        copies: copies(output(table, rule, COPIES)).unwrap_or(0),
        note: rule.reason.as_deref().map(str::to_owned),
        law: rule.law.as_deref().map(str::to_owned),
    }
}

/// The problem of a row.
pub(super) fn problem(table: &Table, rule: &Rule) -> Problem {
    let warns = flag(table, rule, WARNING).unwrap_or(false);
    Problem {
        field: text(table, rule, FIELD).unwrap_or_default(),
        message: rule.reason.as_deref().unwrap_or_default().to_owned(),
        message_en: None,
        severity: if warns { Severity::Warning } else { Severity::Error },
        law: rule.law.as_deref().map(str::to_owned),
    }
}

fn output<'r>(table: &Table, rule: &'r Rule, names: [&str; 2]) -> Option<&'r Output> {
    let at = table.outputs().iter().position(|column| names.contains(&&*column.name))?;
    rule.outputs.get(at)
}

fn text(table: &Table, rule: &Rule, names: [&str; 2]) -> Option<String> {
    match output(table, rule, names)? {
        Output::Text(text) => Some(Arc::clone(text).to_string()),
        _ => None,
    }
}

fn flag(table: &Table, rule: &Rule, names: [&str; 2]) -> Option<bool> {
    match output(table, rule, names)? {
        Output::Boolean(flag) => Some(*flag),
        _ => None,
    }
}

/// Copies, of a column of whole numbers; none for what is no such number.
pub(super) fn copies(output: Option<&Output>) -> Option<u32> {
    match output? {
        Output::Number(Formula::Constant { units, scale: 0 }) if *units <= COPIES_MAX => {
            u32::try_from(*units).ok()
        }
        _ => None,
    }
}
