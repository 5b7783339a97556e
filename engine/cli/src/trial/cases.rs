//! Test cases: of a file that a programmer wrote, or of the test sheet of a table.
//!
//! ```yaml
//! - case: 收入与成员合计一致
//!   input: { 家庭月收入: 3200, 申请日期: 2026-03-02 }
//!   expect: { verdict: approve, rules: [] }
//! ```

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;
use tongban_core::call::{Question, Scene};
use tongban_expr::{Table, Value, table::TestRow};
use tongban_plugin_host::{CASES_MAX, table_component};

use super::{CASES_FILE, Expectation, place, values};
use crate::yaml;

/// The input of one call.
pub type Input = IndexMap<Arc<str>, Value>;

/// One case to try.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is about, or the row of a test sheet.
    pub name: String,
    /// Where and when.
    pub scene: Scene,
    /// What is asked.
    pub input: Input,
    /// What should come of it; nothing where a case only serves to compare two plugins.
    pub expectation: Expectation,
}

impl Case {
    /// An input outside of any case, of which nothing is expected.
    pub fn of(name: String, input: Input) -> Self {
        Self { name, scene: place::nowhere(), input, expectation: Expectation::default() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(alias = "name")]
    case: String,
    #[serde(default)]
    place: place::Written,
    input: Json,
    #[serde(default)]
    expect: Option<Json>,
}

/// The cases of a plugin's folder; none where it has no such file.
pub fn of_folder(folder: &Path) -> anyhow::Result<Vec<Case>> {
    let file = folder.join(CASES_FILE);
    if file.exists() { read(&file) } else { Ok(Vec::new()) }
}

/// The cases of a file, YAML or JSON.
pub fn read(file: &Path) -> anyhow::Result<Vec<Case>> {
    let reading = || format!("reading the cases in `{}`", file.display());
    let written: Vec<Written> = if file.extension().is_some_and(|ending| ending == "json") {
        let bytes = std::fs::read(file).with_context(reading)?;
        serde_json::from_slice(&bytes).with_context(reading)?
    } else {
        yaml::read(file)?
    };
    if written.len() > CASES_MAX {
        bail!("expected at most {CASES_MAX} cases in `{}` 用例过多", file.display());
    }
    written.into_iter().map(|written| case(written).with_context(reading)).collect()
}

fn case(written: Written) -> anyhow::Result<Case> {
    let name = written.case;
    let input = values::input_from_json(&written.input).with_context(|| format!("in `{name}`"))?;
    let expectation = match &written.expect {
        Some(expected) => Expectation::read(expected).with_context(|| format!("in `{name}`"))?,
        None => Expectation::default(),
    };
    let scene = place::scene(&written.place).with_context(|| format!("in `{name}`"))?;
    Ok(Case { name, scene, input, expectation })
}

/// The rows of a table's test sheet. The native evaluator said when the table was compiled that
/// they come out as expected; here the component must say exactly what the native evaluator says.
pub fn of_table(table: &Table, question: Question) -> Vec<Case> {
    let of_row = |row: &TestRow| {
        let given = |name: &str| row.input(name).unwrap_or(Value::Null);
        let columns = table.inputs().iter();
        let input = columns.map(|column| (column.name.clone(), given(&column.name))).collect();
        let expected = table_component::native(table, question, &input);
        let expectation = Expectation::Exactly(Box::new(expected));
        Case { expectation, ..Case::of(format!("row {} 行", row.row), input) }
    };
    table.tests().iter().map(of_row).collect()
}
