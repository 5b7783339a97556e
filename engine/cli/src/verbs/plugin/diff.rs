//! `tongban plugin diff`: which cases two plugins decide differently.
//!
//! Not here: whether a difference loosens a rule (admission judges that).
//! Invariant: what was compared is counted and said, so that "no difference" is worth what was
//! tried.

use std::{path::Path, process::ExitCode};

use anyhow::{bail, ensure};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use tongban_core::call::{Outcome, Question};
use tongban_expr::{
    Table,
    table::{BoundaryInputs, Coverage},
    value_to_json,
};
use tongban_plugin_host::contract;

use crate::{
    output::print,
    trial::{self, Case, Input, Subject},
};

/// Most cases on the bounds of tables: some seconds of calls.
const BOUNDARY_CASES_MAX: usize = 20_000;
/// Most differences shown: more than these nobody reads; all are counted.
const SHOWN_MAX: usize = 50;

/// Compares two plugins over their test cases, the bounds of their tables, and given cases.
pub(super) fn diff(
    as_json: bool,
    (old, new): (&Path, &Path),
    given: Option<&Path>,
    world: Question,
) -> anyhow::Result<ExitCode> {
    let (old, new) = (Subject::read(old, world)?, Subject::read(new, world)?);
    let worlds = [&old, &new].map(|subject| contract::world_name(subject.question));
    ensure!(
        old.question == new.question,
        "expected two plugins of one world, but got `{}` and `{}` 两个插件回答的问题不同，不能比较",
        worlds[0],
        worlds[1]
    );
    let mut written = [old.cases.clone(), new.cases.clone()].concat();
    if let Some(file) = given {
        written.extend(trial::read(file)?);
    }
    let mut cases: Vec<Case> = Vec::new();
    for case in written {
        if !cases.iter().any(|known| (&known.input, known.scene) == (&case.input, case.scene)) {
            cases.push(case);
        }
    }
    let written_count = cases.len();
    let (boundary, walked) = boundary_cases(&old, &new);
    cases.extend(boundary);
    if cases.is_empty() {
        bail!(
            "expected cases to compare: a `{}`, a table or `--cases` 没有可供比较的用例",
            trial::CASES_FILE
        );
    }
    let (left, right) = (old.bench()?, new.bench()?);
    let (mut differing_count, mut reasons_count) = (0, 0);
    for case in &cases {
        let (before, after) = (left.ask(case).outcome, right.ask(case).outcome);
        if before == after {
            continue;
        }
        if decide_alike(&before, &after) {
            reasons_count += 1;
            continue;
        }
        differing_count += 1;
        if differing_count <= SHOWN_MAX {
            let (before_text, after_text) = told((&before, &after));
            let input = input_json(&case.input);
            let text = format!("{}\n  {input}\n  - {before_text}\n  + {after_text}", case.name);
            let (old, new) = (trial::to_json(&before), trial::to_json(&after));
            let data = json!({ "case": case.name, "input": input, "old": old, "new": new });
            print(as_json, &data, &text);
        }
    }
    let count = cases.len();
    eprintln!(
        "{differing_count} of {count} cases differ 共比较 {count} 例，{differing_count} 例结果不同 \
         ({written_count} written 用例, {} at bounds 边界值{})",
        count - written_count,
        walked.map_or_else(String::new, |walked| format!(", {walked}"))
    );
    if reasons_count > 0 {
        eprintln!(
            "{reasons_count} more decide the same by another rule \
             另有 {reasons_count} 例结果相同，所依规则不同"
        );
    }
    Ok(crate::verbs::code(differing_count == 0))
}

/// Both outcomes in words. Where these are the same, of each list the entries that the other has
/// not: a copy more shows.
fn told((before, after): (&Outcome, &Outcome)) -> (String, String) {
    let (mut left, mut right) = (trial::describe(before), trial::describe(after));
    if left == right {
        let (before, after) = (trial::to_json(before), trial::to_json(after));
        for list in ["items", "problems", "intents"] {
            left += &beyond(&before[list], &after[list]);
            right += &beyond(&after[list], &before[list]);
        }
    }
    (left, right)
}

/// The entries of a list that another has not.
fn beyond(list: &Json, other: &Json) -> String {
    let entries = |list: &Json| list.as_array().cloned().unwrap_or_default();
    let known = entries(other);
    let mut more = entries(list);
    more.retain(|entry| !known.contains(entry));
    let told: Vec<_> = more.iter().map(|entry| format!(" {entry}")).collect();
    told.concat()
}

/// Whether two outcomes differ at most in the rules that they name, with their reasons and laws:
/// rows that were moved decide nobody otherwise. Naming none is another answer than naming one.
fn decide_alike(before: &Outcome, after: &Outcome) -> bool {
    let decided = |outcome: &Outcome| {
        let mut decided = outcome.clone();
        let findings = match &mut decided {
            Outcome::Answered(answer) => std::mem::take(&mut answer.findings),
            Outcome::Refused(_) | Outcome::Failed { .. } | Outcome::Unavailable(_) => Vec::new(),
        };
        (decided, findings.is_empty())
    };
    decided(before) == decided(after)
}

/// Cases on both sides of every bound of the tables that there are.
fn boundary_cases(old: &Subject, new: &Subject) -> (Vec<Case>, Option<String>) {
    let tables: Vec<&Table> = old.table.iter().chain(&new.table).collect();
    if tables.is_empty() {
        return (Vec::new(), None);
    }
    let inputs = BoundaryInputs::of(&tables, BOUNDARY_CASES_MAX);
    let case = |(number, input): (usize, IndexMap<_, _>)| {
        Case::of(format!("boundary {} 边界", number + 1), input)
    };
    (inputs.cases().enumerate().map(case).collect(), Some(walked(&inputs)))
}

/// How many of how many combinations these are; all is said of all alone.
fn walked(inputs: &BoundaryInputs) -> String {
    let all = inputs.combinations_count();
    match inputs.coverage() {
        Coverage::Combinations => "all 已穷尽".to_owned(),
        Coverage::RuleSets => format!(
            "every set of rules, of {all} combinations 规则能同时命中的情形逐一试过，界限组合 {all} 组"
        ),
        Coverage::Drawn => format!("a sample of {all} combinations 抽样，界限组合 {all} 组"),
    }
}

fn input_json(input: &Input) -> Json {
    let fields = input.iter().map(|(name, value)| (name.to_string(), value_to_json(value)));
    Json::Object(fields.collect::<Map<_, _>>())
}
