//! Reading: a sheet's parts become a table, or a list of all that is wrong.
//!
//! Not here: the grammar of cells (`cell`, `formula`) and the check of the whole (`analysis`).

use std::{collections::BTreeMap, sync::Arc};

use super::{
    COLUMNS_MAX, Column, ID_BYTES_MAX, Kind, LAW_BYTES_MAX, Output, Policy, REASON_BYTES_MAX,
    RULES_MAX, Rule, TEXT_BYTES_MAX, Table, TableProblem, analysis,
    cell::{self, Words},
    cursor::Cursor,
    formula,
    header::{self, Title},
    literal,
    meta::{self, Meta},
    problem::{self, At, Bilingual, CellProblem, Problems},
    sheet::{self, Line, Sheet},
    spelling::{is_null, normalised, plain_signs},
    test_sheet,
};

/// Reads and checks a sheet.
pub(super) fn table(source: &str, file: &str) -> (Option<Table>, Vec<TableProblem>) {
    let mut problems = Problems::new(file);
    let table = sheet::parse(source, &mut problems).and_then(|sheet| {
        let mut reader = Reader::new(&sheet, &mut problems);
        reader.read().map(|table| Table { source: source.into(), file: file.into(), ..table })
    });
    let table = table.map(|mut table| {
        analysis::check(&table, &mut problems);
        table.releasable = !problems.any_error();
        table
    });
    (table, problems.into_sorted())
}

struct Reader<'a> {
    sheet: &'a Sheet,
    problems: &'a mut Problems,
    /// What each cell of a line is for; inputs and outputs by their place.
    places: Vec<Place>,
    inputs: Vec<Column>,
    outputs: Vec<Column>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Input(usize),
    Output(usize),
    Id,
    Law,
    Reason,
    Skipped,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a Sheet, problems: &'a mut Problems) -> Self {
        let (places, inputs, outputs) = (Vec::new(), Vec::new(), Vec::new());
        Self { sheet, problems, places, inputs, outputs }
    }

    fn read(&mut self) -> Option<Table> {
        let meta = meta::parse(self.sheet, self.problems);
        self.titles();
        if self.problems.any_error() {
            return None;
        }
        let sheet = self.sheet;
        let mut rules = Vec::new();
        for line in &sheet.rules {
            rules.extend(self.rule(line, &meta));
        }
        let default = sheet.default.as_ref().and_then(|line| self.rule(line, &meta));
        self.check_shape(&meta, &rules, default.as_ref());
        let tests = sheet.tests.as_ref().map_or_else(Vec::new, |(titles, rows)| {
            test_sheet::parse((titles, rows), (&self.inputs, &self.outputs), self.problems)
        });
        if self.problems.any_error() {
            return None;
        }
        let order = order(meta.policy, &rules, &self.outputs);
        let same = same_outputs(meta.policy, &rules);
        Some(Table {
            id: meta.id,
            title: meta.title,
            policy: meta.policy,
            inputs: std::mem::take(&mut self.inputs),
            outputs: std::mem::take(&mut self.outputs),
            rules,
            default,
            order,
            same,
            tests,
            source: "".into(),
            file: "".into(),
            titles_row: sheet.titles.row,
            output_cells: self.output_cells(),
            policy_at: meta.policy_at.unwrap_or(sheet.titles.at(0)),
            releasable: false,
        })
    }

    fn titles(&mut self) {
        let titles = &self.sheet.titles;
        for (at, cell) in titles.cells.iter().enumerate() {
            let title = match header::parse(cell) {
                Ok(title) => title,
                Err(problem) => {
                    self.problems.add(titles.at(at), problem);
                    continue;
                }
            };
            let place = match title {
                Title::Input(column) => {
                    self.inputs.push(column);
                    Place::Input(self.inputs.len() - 1)
                }
                Title::Output(column) => {
                    self.outputs.push(column);
                    Place::Output(self.outputs.len() - 1)
                }
                Title::Id => Place::Id,
                Title::Law => Place::Law,
                Title::Reason => Place::Reason,
                Title::Note => Place::Skipped,
            };
            self.places.push(place);
            self.check_title_is_new(at);
        }
        let (inputs, outputs) = (self.inputs.len(), self.outputs.len());
        if inputs > COLUMNS_MAX || outputs > COLUMNS_MAX || outputs == 0 {
            let text = Bilingual::new(
                format!("要有 1 到 {COLUMNS_MAX} 个输出列，最多 {COLUMNS_MAX} 个输入列"),
                format!(
                    "expected 1 to {COLUMNS_MAX} outputs and at most {COLUMNS_MAX} inputs, \
                     but there are {outputs} and {inputs}"
                ),
            );
            self.problems.error(titles.at(0), problem::HEADER, text);
        }
    }

    /// Cells of the outputs in the line of titles, from 1.
    fn output_cells(&self) -> Vec<u32> {
        let places = self.places.iter().enumerate();
        let outputs = places.filter(|(_, place)| matches!(place, Place::Output(_)));
        outputs.map(|(at, _)| self.sheet.titles.at(at).column).collect()
    }

    fn check_title_is_new(&mut self, at: usize) {
        let names = |columns: &[Column]| {
            columns
                .split_last()
                .is_some_and(|(last, rest)| rest.iter().any(|column| column.name == last.name))
        };
        let place = *self.places.last().expect("one was just pushed");
        let twice = match place {
            Place::Input(_) => names(&self.inputs),
            Place::Output(_) => names(&self.outputs),
            Place::Skipped => false,
            Place::Id | Place::Law | Place::Reason => {
                self.places.iter().filter(|other| **other == place).count() > 1
            }
        };
        if twice {
            let text = Bilingual::new("这一列出现了两次", "expected a new column, but it is there");
            self.problems.error(self.sheet.titles.at(at), problem::HEADER, text);
        }
    }

    fn rule(&mut self, line: &Line, meta: &Meta) -> Option<Rule> {
        self.check_width(line)?;
        let mut rule = Rule {
            row: line.row,
            id: line.row.to_string().into(),
            law: meta.law.clone(),
            reason: None,
            conditions: Vec::with_capacity(self.inputs.len()),
            accepted: Vec::with_capacity(self.inputs.len()),
            outputs: Vec::with_capacity(self.outputs.len()),
        };
        let mut complete = true;
        let is_default = self.sheet.default.as_ref().is_some_and(|other| other.row == line.row);
        for at in 0..self.places.len() {
            let written = line.cell(at);
            let read = match self.places[at] {
                Place::Input(_) if is_default && (at == 0 || matches!(written, "" | "-")) => {
                    rule.push(cell::Condition::Any, super::IntervalSet::any())
                }
                Place::Input(_) if is_default => Err(default_condition()),
                Place::Input(input) => condition(written, &mut self.inputs[input], meta.words)
                    .and_then(|(condition, accepted)| rule.push(condition, accepted)),
                Place::Output(output) => self.output(written, output).map(|output| {
                    rule.outputs.push(output);
                }),
                Place::Id if is_default => {
                    rule.id = written.trim_start_matches(['#', '＃']).trim().into();
                    Ok(())
                }
                Place::Id => {
                    text(written, ID_BYTES_MAX).map(|id| rule.id = id.unwrap_or(rule.id.clone()))
                }
                Place::Law => {
                    text(written, LAW_BYTES_MAX).map(|law| rule.law = law.or(rule.law.take()))
                }
                Place::Reason => text(written, REASON_BYTES_MAX).map(|reason| rule.reason = reason),
                Place::Skipped => Ok(()),
            };
            if let Err(problem) = read {
                self.problems.add(line.at(at), problem);
                complete = false;
            }
        }
        complete.then_some(rule)
    }

    fn check_width(&mut self, line: &Line) -> Option<()> {
        let needed = self
            .places
            .iter()
            .rposition(|place| matches!(place, Place::Input(_) | Place::Output(_)));
        let least = needed.map_or(0, |last| last + 1);
        let (found, most) = (line.width.min(line.cells.len().max(least)), self.places.len());
        if (least..=most).contains(&found) {
            return Some(());
        }
        self.problems.add(
            line.at(found.min(most)),
            CellProblem::new(
                problem::ROW_WIDTH,
                format!("本行有 {found} 格，应有 {least} 到 {most} 格"),
                format!("expected {least} to {most} cells, but there are {found}"),
            )
            .hint("格内有逗号时，整格加引号", "quote a cell that holds a comma"),
        );
        None
    }

    fn output(&mut self, written: &str, at: usize) -> Result<Output, CellProblem> {
        let column = &mut self.outputs[at];
        let plain = plain_signs(written);
        if plain.is_empty() {
            return Err(CellProblem::new(
                problem::EMPTY_CELL,
                "结论格空着",
                "expected an output, but the cell is empty",
            )
            .hint("没有结论时写 空", "write null for no value"));
        }
        if is_null(&plain) {
            return Ok(Output::Null);
        }
        if column.kind.is_number() {
            let formula = formula::parse(written, column.kind.scale(), &self.inputs)?;
            return Ok(Output::Number(formula));
        }
        let plain =
            if matches!(column.kind, Kind::Text { .. }) { plain } else { normalised(&plain) };
        let mut cursor = Cursor::new(&plain);
        let output = match &column.kind {
            Kind::Boolean => literal::boolean(&mut cursor).map(Output::Boolean),
            Kind::Date => literal::day(&mut cursor)?.map(Output::Date),
            Kind::Text { .. } => {
                let quoted = literal::quoted(&mut cursor)?;
                let word = quoted.unwrap_or_else(|| cursor.take_while(|_| true).to_owned());
                Some(word_output(&word, column)?)
            }
            Kind::Integer | Kind::Decimal(_) => None,
        };
        output.filter(|_| cursor.at_end()).ok_or_else(|| {
            CellProblem::new(
                problem::OUTPUT,
                format!("“{written}”读不懂"),
                format!("expected a value of type {}, but found `{written}`", column.kind),
            )
        })
    }

    /// What can only be seen with all columns and rules at hand.
    fn check_shape(&mut self, meta: &Meta, rules: &[Rule], default: Option<&Rule>) {
        let at = self.sheet.titles.at(0);
        if self.sheet.rules.is_empty() {
            let text = Bilingual::new("表里没有规则", "expected at least one rule, but found none");
            self.problems.error(at, problem::NO_RULES, text);
        }
        if self.sheet.rules.len() > RULES_MAX {
            let text = Bilingual::new(
                format!("规则超过 {RULES_MAX} 条"),
                format!("expected at most {RULES_MAX} rules, but there are more"),
            );
            self.problems.error(at, problem::SIZE, text);
        }
        let ranked = |column: &Column| column.bounded && matches!(column.kind, Kind::Text { .. });
        if meta.policy.by_output() && !self.outputs.iter().any(ranked) {
            let text = Bilingual::new(
                "按优先排列，须有一个列出可选值的文本输出列",
                "expected an output of type text(a|b) to rank by, but there is none",
            );
            self.problems.error(at, problem::POLICY, text);
        }
        if matches!(meta.policy, Policy::Aggregate(_)) {
            let number = self.outputs.len() == 1 && self.outputs[0].kind.is_number();
            let mut all = rules.iter().chain(default);
            if !number || all.any(|rule| rule.outputs.contains(&Output::Null)) {
                let text = Bilingual::new(
                    "汇总只用于唯一的数字输出列，且每行都要有数",
                    "expected one output column of numbers without null, but it is not so",
                );
                self.problems.error(at, problem::POLICY, text);
            }
        }
        let mut seen = BTreeMap::new();
        for rule in rules.iter().chain(default) {
            if let Some(first) = seen.insert(Arc::clone(&rule.id), rule.row) {
                let text = Bilingual::new(
                    format!("编号“{}”在第 {first} 行已用过", rule.id),
                    format!("expected a new id, but row {first} has `{}`", rule.id),
                );
                let at = At { row: rule.row, column: 0 };
                self.problems.error(at, problem::DUPLICATE_ID, text);
            }
        }
    }
}

impl Rule {
    #[expect(clippy::unnecessary_wraps, reason = "it ends the arms of a match over results")]
    fn push(
        &mut self,
        condition: cell::Condition,
        accepted: super::IntervalSet,
    ) -> Result<(), CellProblem> {
        self.conditions.push(condition);
        self.accepted.push(accepted);
        Ok(())
    }
}

fn condition(
    written: &str,
    column: &mut Column,
    words: Words,
) -> Result<(cell::Condition, super::IntervalSet), CellProblem> {
    let condition = cell::parse(written, &mut column.kind, words)?;
    if column.is_open_text() {
        column.domain = column.kind.domain();
    }
    let accepted = condition.accepted(&column.kind).ok_or_else(|| {
        let (zh, en) = ("数值过大", "expected a number that fits, but it is too large");
        CellProblem::new(problem::CELL, zh, en)
    })?;
    let (low, high) = column.domain;
    // An open text column learns words later, so only the other kinds have a final domain here.
    let possible = super::IntervalSet::closed(low, high).union(super::IntervalSet::null());
    let met = accepted.intersect(&possible);
    if accepted.is_empty() || (met.is_empty() && !column.is_open_text()) {
        return Err(CellProblem::new(
            problem::EMPTY_INTERVAL,
            format!("“{written}”永远不成立"),
            format!("expected a condition that can hold, but `{written}` never does"),
        )
        .hint("看看上下限是否写反，或超出了列的取值范围", "are the bounds the wrong way round?"));
    }
    let all = met.ranges() == [(low, high)] && !column.is_open_text();
    let listed = matches!(condition, cell::Condition::OneOf(_));
    if all && listed && column.kind.is_ordered() {
        return Err(CellProblem::new(
            problem::ALWAYS_TRUE,
            format!("“{written}”对任何数都成立"),
            format!("expected a condition, but `{written}` holds for every value"),
        )
        .hint(
            "逗号是“或”；要两头都满足请写 [60..80) 或 60以上不满80",
            "a comma means or: write [60..80)",
        ));
    }
    Ok((condition, accepted))
}

fn default_condition() -> CellProblem {
    CellProblem::new(
        problem::CELL,
        "“否则”行不写条件",
        "expected no condition in the default row, but there is one",
    )
    .hint("输入列写 -", "write - in every input column")
}

fn word_output(word: &str, column: &mut Column) -> Result<Output, CellProblem> {
    if &*column.name == "outcome" {
        let outcome = header::outcome(word).ok_or_else(|| {
            CellProblem::new(
                problem::OUTCOME,
                format!("结论“{word}”不认识"),
                format!("expected an outcome, but found `{word}`"),
            )
            .hint("通过、补正、上报、不予", "approve, ask-for-materials, refer, reject")
        })?;
        return Ok(Output::Text(outcome.into()));
    }
    if column.bounded {
        cell::place_of(word, &mut column.kind)?;
    }
    text(word, TEXT_BYTES_MAX).map(|word| word.map_or(Output::Null, Output::Text))
}

fn text(written: &str, bytes_max: usize) -> Result<Option<Arc<str>>, CellProblem> {
    if written.len() > bytes_max {
        return Err(CellProblem::new(
            problem::SIZE,
            format!("一格最多 {bytes_max} 字节"),
            format!("expected at most {bytes_max} bytes, but there are {}", written.len()),
        ));
    }
    Ok((!written.is_empty()).then(|| written.into()))
}

/// Rules in the order in which they are tried: the sheet's, or by their words' rank.
fn order(policy: Policy, rules: &[Rule], outputs: &[Column]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rules.len()).collect();
    let rank = |at: &usize| -> Vec<usize> {
        let cells = outputs.iter().zip(&rules[*at].outputs);
        cells
            .filter_map(|(column, output)| match (&column.kind, output) {
                (Kind::Text { words, closed: true }, Output::Text(word)) => {
                    words.iter().position(|known| known == word)
                }
                (Kind::Text { words, closed: true }, _) => Some(words.len()),
                _ => None,
            })
            .collect()
    };
    if policy.by_output() {
        order.sort_by_cached_key(rank);
    }
    order
}

/// The first rule with equal outputs, for the one policy that compares them.
fn same_outputs(policy: Policy, rules: &[Rule]) -> Vec<usize> {
    if policy != Policy::Any {
        return vec![0; rules.len()];
    }
    let first = |rule: &Rule| rules.iter().position(|other| other.outputs == rule.outputs);
    rules.iter().map(|rule| first(rule).expect("a rule equals itself")).collect()
}
