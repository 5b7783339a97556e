//! The differential: each table of the repository, compiled, against the native evaluator, at every
//! bound and on at least [`RANDOM_CASES`] random inputs; the FEEL library is asked too.
//!
//! The tables are dealt out to a few tests, so that cores share them. Each prints what it tried, a
//! line for each table; `engine/docs/differential.md` keeps the last figures.

use std::sync::Arc;

use tongban_core::call::{Digest, Outcome, Question};
use tongban_expr::{
    Value,
    table::{BoundaryInputs, Coverage, Table, TableFault},
};

use super::{
    Case, Draw, admitted, agree, amount_of_work, questions, sheets, sound, third_opinion,
    values::{fitting, strange, value},
};

/// Random inputs for each table, dealt in turn to the worlds that it fits. Not to be lowered.
const RANDOM_CASES: usize = 100_000;
/// Tests that the tables are dealt out to.
const SHARDS: usize = 4;

/// A table, compiled for one of its worlds.
type Compiled = (Question, Digest);

/// What was tried of one table.
#[derive(Default)]
struct Tried {
    cases: usize,
    answered: usize,
}

impl Tried {
    fn ask(&mut self, table: &Table, plugin: Compiled, case: Case) {
        self.cases += 1;
        let outcome = agree(table, plugin, case);
        self.answered += usize::from(matches!(outcome, Outcome::Answered(_)));
    }
}

/// All combinations of boundary values up to 400,000, in the long suite up to 100 million, which
/// are those of every table here; otherwise one case for each set of matching rules and drawn ones.
/// What was walked, in words that say of how many.
fn at_bounds(table: &Table, plugins: &[Compiled]) -> (Tried, String) {
    let mut tried = Tried::default();
    let all_max = amount_of_work(400_000, 100_000_000);
    let cases_max = amount_of_work(20_000, 200_000);
    let all = BoundaryInputs::drawn(&[table], 0).combinations_count() <= all_max as u128;
    let inputs = table.boundary_inputs(if all { all_max } else { cases_max });
    let drawn = match inputs.coverage() {
        Coverage::Combinations => 0,
        Coverage::RuleSets | Coverage::Drawn => cases_max,
    };
    let drawn = BoundaryInputs::drawn(&[table], drawn);
    for (number, case) in inputs.cases().chain(drawn.cases()).enumerate() {
        // Every world where cases are few; in turn where they are drawn.
        let one = number % plugins.len();
        let all = number < inputs.cases_count();
        for plugin in if all { plugins } else { &plugins[one..=one] } {
            tried.ask(table, *plugin, case.clone());
        }
    }
    (tried, walked(&inputs, drawn.cases_count()))
}

/// How many of how many boundary combinations.
fn walked(inputs: &BoundaryInputs, drawn_count: usize) -> String {
    let (count, all) = (inputs.cases_count(), inputs.combinations_count());
    match inputs.coverage() {
        Coverage::Combinations => format!("all {all} boundary combinations"),
        Coverage::RuleSets => format!(
            "{count} boundary combinations, one for each of all sets of rules, and {drawn_count} \
             drawn, of {all}"
        ),
        Coverage::Drawn => {
            format!("{} boundary combinations drawn of {all}", count + drawn_count)
        }
    }
}

/// Three of four cases can be read by every column; in the fourth anything may stand anywhere.
fn at_random(table: &Table, plugins: &[Compiled]) -> Tried {
    let (mut tried, mut draw) = (Tried::default(), Draw(5));
    let bounds: Vec<Vec<Value>> =
        (0..table.inputs().len()).map(|input| readable(table, input)).collect();
    for round in 0..amount_of_work(RANDOM_CASES, 10 * RANDOM_CASES) {
        let is_hostile = draw.below(4) == 0;
        let mut case = Case::new();
        for (column, bounds) in table.inputs().iter().zip(&bounds) {
            if draw.below(40) > 0 {
                let value = if is_hostile {
                    value(&column.kind, &mut draw)
                } else {
                    fitting(column, bounds, &mut draw)
                };
                case.insert(Arc::clone(&column.name), value);
            }
        }
        if draw.below(4) == 0 {
            case.insert("无关".into(), strange(&mut draw));
        }
        if draw.below(2) == 0 {
            case.reverse();
        }
        tried.ask(table, plugins[round % plugins.len()], case);
    }
    tried
}

/// Boundary values that the column can read.
fn readable(table: &Table, input: usize) -> Vec<Value> {
    let column = &table.inputs()[input];
    let refused = |value: &Value| {
        let name = Arc::clone(&column.name);
        let asked = table.evaluate(&|asked| (*asked == *name).then(|| value.clone()));
        matches!(asked, Err(TableFault::Input { name: of, .. }) if of == column.name)
    };
    table.boundary_values(input).into_iter().filter(|value| !refused(value)).collect()
}

fn check(shard: usize) {
    for (name, source) in sheets().into_iter().skip(shard).step_by(SHARDS) {
        let table = sound(&source);
        let compiled = questions(&table);
        let plugins: Vec<Compiled> =
            compiled.iter().map(|(question, bytes)| (*question, admitted(bytes))).collect();
        assert!(!plugins.is_empty(), "{name} fits no world: give it an output that one asks for");
        let (bounds, walked) = at_bounds(&table, &plugins);
        let random = at_random(&table, &plugins);
        assert!(random.cases >= RANDOM_CASES, "{name}: {} random inputs", random.cases);
        let answered = random.answered * 20;
        assert!(bounds.answered > 0 && answered > random.cases, "{name} hardly ever answers");
        let third = third_opinion::asked(&name, &table);
        let worlds: Vec<&str> = plugins.iter().map(|(question, _)| question.name()).collect();
        eprintln!(
            "differential fuzz report: {name} ({}): {walked}; {} random inputs; {} of all \
             answered; third opinions: {}, and {} on the rules alone; 0 disagreements",
            worlds.join(", "),
            random.cases,
            bounds.answered + random.answered,
            third.agreed,
            third.rules_only,
        );
    }
}

#[test]
fn native_and_component_agree_shard_0() {
    check(0);
}

#[test]
fn native_and_component_agree_shard_1() {
    check(1);
}

#[test]
fn native_and_component_agree_shard_2() {
    check(2);
}

#[test]
fn native_and_component_agree_shard_3() {
    check(3);
}
