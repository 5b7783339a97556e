//! Example rows: a sound table that says nothing of substance, and tests that it passes.
//!
//! Under 收集 one rule asks for what is missing, which is never wrong; elsewhere one rule gives one
//! value. They are marked as examples. Not here: the workbook (`write`).

use tongban_expr::table::listing::WARNING;

use super::{
    Spec,
    column::{Field, FieldKind},
};

/// Cells of all lines, from the first.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// `#` lines.
    pub(crate) meta: Vec<Vec<String>>,
    pub(crate) titles: Vec<String>,
    pub(crate) rules: Vec<Vec<String>>,
    pub(crate) test_titles: Vec<String>,
    pub(crate) tests: Vec<Vec<String>>,
}

const SAMPLE: &str = "示例，请改写或删去";

/// The lines of a template.
pub(crate) fn rows(spec: &Spec) -> Rows {
    let words = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut meta = vec![words(&["#表", &spec.id, &spec.title]), words(&["#命中", spec.hit])];
    if !spec.law.is_empty() {
        meta.push(words(&["#依据", &spec.law]));
    }
    let inputs = spec.inputs.iter().map(|it| format!("输入:{}:{}", it.name, it.type_words()));
    let titles = std::iter::once("编号".to_owned())
        .chain(inputs)
        .chain(spec.outputs.iter().map(Field::output_title))
        .chain(words(&["依据", "理由"]));
    let asks = spec.hit == "收集" && !spec.inputs.is_empty();
    let first = if asks { "空" } else { "-" };
    let conditions = (0..spec.inputs.len()).map(|at| if at == 0 { first } else { "-" });
    let results: Vec<String> = spec.outputs.iter().map(|it| result(it, asks)).collect();
    let rule = std::iter::once("示例".to_owned())
        .chain(conditions.map(str::to_owned))
        .chain(results.iter().cloned())
        .chain(words(&["", SAMPLE]));
    let test_titles = spec
        .inputs
        .iter()
        .map(|it| it.name.clone())
        .chain(spec.outputs.iter().map(Field::expected_title))
        .chain(words(&["=>规则"]));
    let given = spec.inputs.iter().enumerate();
    let given = given.map(|(at, it)| if asks && at == 0 { String::new() } else { value(it) });
    let expected = results.iter().map(|it| if asks { format!("[{it}]") } else { it.clone() });
    Rows {
        meta,
        titles: titles.collect(),
        rules: vec![rule.collect()],
        test_titles: test_titles.collect(),
        tests: vec![given.chain(expected).chain(words(&["示例"])).collect()],
    }
}

/// A value that an example may give.
fn result(field: &Field, asks: bool) -> String {
    match &field.kind {
        // An example that stays behind stops nobody.
        FieldKind::Boolean if field.name == WARNING[0] => "是".to_owned(),
        FieldKind::Outcome => (if asks { "补正" } else { "通过" }).to_owned(),
        _ => value(field),
    }
}

/// A value that the column can hold.
fn value(field: &Field) -> String {
    match &field.kind {
        FieldKind::Boolean => "否".to_owned(),
        FieldKind::Date => "2026-01-01".to_owned(),
        FieldKind::Integer(bounds) | FieldKind::Decimal(_, bounds) => {
            let end = bounds.least.clone().or_else(|| bounds.most.clone());
            end.unwrap_or_else(|| "0".to_owned())
        }
        FieldKind::Text(words) => words.first().cloned().unwrap_or_else(|| "某".to_owned()),
        FieldKind::Outcome => "通过".to_owned(),
    }
}
