//! The test sheet: rows under `#test` with inputs and what must come out.
//!
//! Titles are names of inputs, `=>NAME` for an output and `=>rule` for the ids of the rules that
//! must match, parted by `|`. An empty input is null; an expected cell that is empty or `-` is not
//! compared. Not here: the table itself.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::Value;

use super::{
    Column, Kind, Matched, Table, TableFault,
    cursor::Cursor,
    header,
    kind::date,
    literal,
    problem::{self, Bilingual, CellProblem, Problems},
    sheet::Line,
    spelling::{is_null, normalised, plain_signs},
};

/// One test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestRow {
    /// Line of the file, from 1.
    pub row: u32,
    /// Inputs by name; a column that is missing is null.
    pub inputs: Vec<(Arc<str>, Value)>,
    /// What must come out, each with the cell of the line that says so, from 1.
    pub expected: Vec<(u32, Expected)>,
}

/// One expectation of a test.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// An output has this value.
    Output(Arc<str>, Value),
    /// Exactly these rules match, by id.
    Rules(Vec<String>),
}

/// A test that did not come out as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestFailure {
    /// Line of the file, from 1.
    pub row: u32,
    /// Cell of the line, from 1; 0 where the whole test has no answer.
    pub column: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Table {
    /// Runs every row of the test sheet.
    pub fn run_tests(&self) -> Vec<TestFailure> {
        self.tests.iter().flat_map(|test| test.run(self)).collect()
    }
}

impl TestRow {
    /// The value of an input, as [`Table::evaluate`] asks for it.
    pub fn input(&self, name: &str) -> Option<Value> {
        let found = self.inputs.iter().find(|(known, _)| &**known == name);
        found.map(|(_, value)| value.clone())
    }

    fn run(&self, table: &Table) -> Vec<TestFailure> {
        self.compare(&table.evaluate(&|name| self.input(name)))
    }

    /// Compares an answer, whoever gave it, with what is expected.
    pub fn compare(&self, answer: &Result<Matched, TableFault>) -> Vec<TestFailure> {
        let matched = match answer {
            Ok(matched) => matched,
            Err(fault) => {
                let zh = format!("这个测试没有结果：{}", fault.zh());
                let en = format!("expected an answer for this test, but {fault}");
                return vec![TestFailure { row: self.row, column: 0, zh, en }];
            }
        };
        let expected = self.expected.iter();
        expected.filter_map(|(column, expected)| self.differs(*column, expected, matched)).collect()
    }

    fn differs(&self, column: u32, expected: &Expected, matched: &Matched) -> Option<TestFailure> {
        let (name, wanted, found) = match expected {
            Expected::Output(name, wanted) => {
                let found = matched.outputs.get(name).unwrap_or(&Value::Null);
                (&**name, (!meets(found, wanted)).then(|| spelled(wanted))?, spelled(found))
            }
            Expected::Rules(wanted) => {
                let found: Vec<_> = matched.rules.iter().map(|rule| rule.id.to_string()).collect();
                if found == *wanted {
                    return None;
                }
                ("rule", listed(wanted), listed(&found))
            }
        };
        let en = format!("expected `{name}` to be {wanted}, but it is {found}");
        let (name, wanted, found) = match name {
            "outcome" => ("结论", outcomes_zh(&wanted), outcomes_zh(&found)),
            "rule" => ("规则", wanted, found),
            name => (name, wanted, found),
        };
        let zh = format!("“{name}”应为 {wanted}，实为 {found}");
        Some(TestFailure { row: self.row, column, zh, en })
    }
}

/// Whether an output is what was expected: one value alone stands for a list of it.
fn meets(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::List(items), wanted) if !matches!(wanted, Value::List(_)) => {
            items.len() == 1 && items[0] == *wanted
        }
        _ => found == wanted,
    }
}

/// Outcomes, parted by `|`, in the words of the sheet.
fn outcomes_zh(words: &str) -> String {
    words.split('|').map(header::outcome_zh).collect::<Vec<_>>().join("|")
}

/// A list; an empty one as the sheet writes it.
fn listed(items: &[String]) -> String {
    if items.is_empty() { "[]".to_owned() } else { items.join("|") }
}

fn spelled(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::List(items) => listed(&items.iter().map(spelled).collect::<Vec<_>>()),
        Value::Record(_) => "…".to_owned(),
    }
}

enum Target {
    Input(usize),
    Output(usize),
    Rules,
}

/// Reads the test sheet; rows that cannot be read are left out and reported.
pub(super) fn parse(
    (titles, rows): (&Line, &[Line]),
    (inputs, outputs): (&[Column], &[Column]),
    problems: &mut Problems,
) -> Vec<TestRow> {
    let mut targets = Vec::new();
    for (at, cell) in titles.cells.iter().enumerate() {
        match target(&normalised(cell), inputs, outputs) {
            Some(target) => targets.push(target),
            None => problems.add(titles.at(at), unknown_title(cell, inputs, outputs)),
        }
    }
    if targets.len() != titles.cells.len() {
        return Vec::new();
    }
    let mut tests = Vec::with_capacity(rows.len());
    for line in rows {
        let mut test = TestRow { row: line.row, inputs: Vec::new(), expected: Vec::new() };
        if line.cells.len() > targets.len() {
            let text = Bilingual::new("格数多于标题", "expected no more cells than titles");
            problems.error(line.at(targets.len()), problem::TEST, text);
        }
        for (at, target) in targets.iter().enumerate() {
            let place = line.at(at);
            let read = test.read(target, (line.cell(at), place.column), (inputs, outputs));
            if let Err(problem) = read {
                problems.add(place, problem);
            }
        }
        tests.push(test);
    }
    tests
}

fn target(title: &str, inputs: &[Column], outputs: &[Column]) -> Option<Target> {
    let place =
        |columns: &[Column], name: &str| columns.iter().position(|column| &*column.name == name);
    let arrow = ["=>", "⇒", "→"].iter().find_map(|arrow| title.strip_prefix(arrow));
    let Some(name) = arrow.map(str::trim) else {
        let name = title.strip_prefix("in:").or(title.strip_prefix("输入:")).unwrap_or(title);
        return place(inputs, name).map(Target::Input);
    };
    let name =
        if matches!(name, "结论") && place(outputs, name).is_none() { "outcome" } else { name };
    match place(outputs, name) {
        Some(at) => Some(Target::Output(at)),
        None => matches!(name, "rule" | "规则" | "编号").then_some(Target::Rules),
    }
}

fn unknown_title(cell: &str, inputs: &[Column], outputs: &[Column]) -> CellProblem {
    let known: Vec<String> = inputs
        .iter()
        .map(|column| column.name.to_string())
        .chain(outputs.iter().map(|column| format!("=>{}", column.name)))
        .chain(["=>rule".to_owned()])
        .collect();
    CellProblem::new(
        problem::TEST,
        format!("测试列“{cell}”在表里没有"),
        format!("expected a column of the table, but found `{cell}`"),
    )
    .hint(format!("可用：{}", known.join("、")), format!("known: {}", known.join(", ")))
}

impl TestRow {
    fn read(
        &mut self,
        target: &Target,
        (cell, place): (&str, u32),
        (inputs, outputs): (&[Column], &[Column]),
    ) -> Result<(), CellProblem> {
        match target {
            Target::Input(at) => {
                let column = &inputs[*at];
                let value = value(cell, &column.kind)?;
                self.inputs.push((Arc::clone(&column.name), value));
            }
            Target::Output(_) | Target::Rules if matches!(cell, "" | "-") => {}
            Target::Output(at) => {
                let column = &outputs[*at];
                let value = expected(cell, column)?;
                self.expected.push((place, Expected::Output(Arc::clone(&column.name), value)));
            }
            Target::Rules => {
                let ids = cell.split(['|', '、']).map(|id| id.trim().to_owned());
                self.expected.push((place, Expected::Rules(ids.collect())));
            }
        }
        Ok(())
    }
}

/// An expected value; several parted by `|` are a list, and `[]` is an empty one.
fn expected(cell: &str, column: &Column) -> Result<Value, CellProblem> {
    if cell == "[]" {
        return Ok(Value::List(Vec::new()));
    }
    let word = |word: &str| match (&*column.name, header::outcome(word.trim())) {
        ("outcome", Some(outcome)) => Ok(Value::Text(outcome.into())),
        _ => value(word, &column.kind),
    };
    let list = cell.trim_start_matches('[').trim_end_matches(']');
    if list.contains('|') || list.len() < cell.len() {
        return list.split('|').map(word).collect::<Result<_, _>>().map(Value::List);
    }
    word(cell)
}

fn value(cell: &str, kind: &Kind) -> Result<Value, CellProblem> {
    let plain = plain_signs(cell);
    if plain.is_empty() || is_null(&plain) {
        return Ok(Value::Null);
    }
    let written = normalised(cell);
    let mut cursor = Cursor::new(&written);
    let value = match kind {
        Kind::Boolean => literal::boolean(&mut cursor).map(Value::Boolean),
        Kind::Date => literal::day(&mut cursor)?.map(|days| Value::Date(date(days))),
        Kind::Integer | Kind::Decimal(_) => {
            return number(&written).map(Value::Number).ok_or_else(|| unreadable(cell, kind));
        }
        Kind::Text { .. } => {
            let mut words = Cursor::new(&plain);
            let word = literal::quoted(&mut words)?.unwrap_or_else(|| plain.clone());
            return Ok(Value::Text(word.into()));
        }
    };
    value.filter(|_| cursor.at_end()).ok_or_else(|| unreadable(cell, kind))
}

fn number(written: &str) -> Option<Decimal> {
    if let Ok(number) = Decimal::from_str_exact(written) {
        return Some(number);
    }
    let mut cursor = Cursor::new(written);
    let number = literal::number(&mut cursor).ok()??;
    cursor.at_end().then(|| Decimal::new(number.mantissa, number.scale))
}

fn unreadable(cell: &str, kind: &Kind) -> CellProblem {
    CellProblem::new(
        problem::TEST,
        format!("“{cell}”读不懂"),
        format!("expected a value of type {kind}, but found `{cell}`"),
    )
}
