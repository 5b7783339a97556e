//! The FEEL library as a third opinion: each rule is written as an expression from its condition as
//! written, and must match and calculate as the native evaluator says.
//!
//! Compiled components are held to the native evaluator elsewhere, so the three agree.

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexMap;
use jiff::{Timestamp, civil};
use rust_decimal::Decimal;

use super::{SAMPLES, sound};
use crate::{
    Expression, Names, Today, Type, Value, Values,
    table::{Column, Condition, Formula, Kind, Output, Policy, Rule, Table, TableFault, kind},
};

/// Cases asked of each table.
const CASES: usize = 2_000;

/// Bundled tables beside the samples.
const BUNDLED: [(&str, &str); 7] = [
    ("means-national", include_str!("../../../../../plugins/dibao-means-national/table.csv")),
    ("means-yuanjiang", include_str!("../../../../../plugins/dibao-means-yuanjiang/table.csv")),
    ("means-yunnan", include_str!("../../../../../plugins/dibao-means-yunnan/table.csv")),
    ("means-yinyuan", include_str!("../../../../../plugins/dibao-means-yinyuan/table.csv")),
    ("temporary-aid", include_str!("../../../../../plugins/temporary-aid-amount/table.csv")),
    ("shahekou", include_str!("../../../../../plugins/home-care-class-shahekou/table.csv")),
    ("benefit", include_str!("../../../../../workflows/dibao/tables/benefit.csv")),
];

/// A case under the names that the expressions use.
struct Case<'a>(&'a IndexMap<String, Value>);

impl Values for Case<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.0.get(name).map(Cow::Borrowed)
    }
}

fn today() -> Today {
    Today { date: civil::date(2026, 1, 1), instant: Timestamp::UNIX_EPOCH }
}

/// A number of units as a literal.
fn number(units: i64, scale: u32) -> String {
    Decimal::new(units, scale).to_string()
}

fn literal(kind: &Kind, units: i64) -> String {
    match kind {
        Kind::Boolean => (units != 0).to_string(),
        Kind::Integer | Kind::Decimal(_) => number(units, kind.scale()),
        Kind::Date => format!("date(\"{}\")", kind::date(units)),
        Kind::Text { words, .. } => {
            let word = usize::try_from(units).ok().and_then(|at| words.get(at));
            format!("{:?}", word.expect("a cell names known words"))
        }
    }
}

/// A condition over `name`, as FEEL.
fn condition(test: &Condition, (name, column): (&str, &Column)) -> String {
    let literal = |units: i64| literal(&column.kind, units);
    let known = |test: String| format!("({name} != null and {test})");
    match test {
        Condition::Any => "true".to_owned(),
        Condition::Null => format!("({name} = null)"),
        Condition::Equal(units) => known(format!("{name} = {}", literal(*units))),
        Condition::Between(low, high) => {
            let low = low.map(|it| {
                format!("{name} {} {}", if it.included { ">=" } else { ">" }, literal(it.units))
            });
            let high = high.map(|it| {
                format!("{name} {} {}", if it.included { "<=" } else { "<" }, literal(it.units))
            });
            known(low.into_iter().chain(high).collect::<Vec<_>>().join(" and "))
        }
        Condition::Not(inner) => known(format!("not({})", condition(inner, (name, column)))),
        Condition::OneOf(tests) => {
            let tests = tests.iter().map(|test| condition(test, (name, column)));
            format!("({})", tests.collect::<Vec<_>>().join(" or "))
        }
    }
}

/// A formula as FEEL; inputs are called `x0`, `x1` …
fn formula(formula_: &Formula) -> String {
    match formula_ {
        Formula::Constant { units, scale } => format!("({})", number(*units, *scale)),
        Formula::Input { index, .. } => format!("x{index}"),
        Formula::Raise(inner, _) => formula(inner),
        Formula::Add(left, right) => format!("({} + {})", formula(left), formula(right)),
        Formula::Subtract(left, right) => format!("({} - {})", formula(left), formula(right)),
        Formula::Multiply(left, right) => format!("({} * {})", formula(left), formula(right)),
        Formula::Divide { dividend, divisor, scale } => {
            format!("round half up({} / {}, {scale})", formula(dividend), formula(divisor))
        }
    }
}

fn names(table: &Table) -> Names {
    let mut names = Names::new();
    for (at, column) in table.inputs.iter().enumerate() {
        let kind = match column.kind {
            Kind::Boolean => Type::Boolean,
            Kind::Integer | Kind::Decimal(_) => Type::Number,
            Kind::Date => Type::Date,
            Kind::Text { .. } => Type::Text,
        };
        names.declare(&format!("x{at}"), kind).expect("a plain name");
    }
    names
}

/// A rule in FEEL.
struct Opinion<'a> {
    rule: &'a Rule,
    conditions: Vec<Expression>,
    formulas: Vec<(Arc<str>, Expression)>,
}

fn opinion<'a>(table: &'a Table, names: &Names, rule: &'a Rule) -> Opinion<'a> {
    let parse = |source: String| {
        Expression::parse(&source, names).unwrap_or_else(|error| panic!("{source}: {error:?}"))
    };
    let columns = table.inputs.iter().zip(&rule.conditions).enumerate();
    let conditions = columns
        .filter(|(_, (_, test))| **test != Condition::Any)
        .map(|(at, (column, test))| parse(condition(test, (&format!("x{at}"), column))))
        .collect();
    let outputs = table.outputs.iter().zip(&rule.outputs);
    let formulas = outputs
        .filter_map(|(column, output)| match output {
            Output::Number(it) => Some((Arc::clone(&column.name), parse(formula(it)))),
            _ => None,
        })
        .collect();
    Opinion { rule, conditions, formulas }
}

impl Opinion<'_> {
    fn matches(&self, case: &Case<'_>) -> bool {
        let holds = |test: &Expression| test.condition(case, today()).expect("a yes or a no");
        self.conditions.iter().all(holds)
    }
}

/// The rules that must be named, by what FEEL says of each.
fn chosen<'o, 'a>(
    table: &Table,
    opinions: &'o [Opinion<'a>],
    case: &Case<'_>,
) -> Vec<&'o Opinion<'a>> {
    let (default, rules) = opinions.split_at(opinions.len() - table.rules.len());
    let mut matching: Vec<&Opinion<'_>> = rules.iter().filter(|it| it.matches(case)).collect();
    if matches!(table.policy, Policy::First | Policy::Priority) {
        matching.truncate(1);
    }
    if matching.is_empty() { default.iter().collect() } else { matching }
}

/// Asks both; whether the table answered.
fn agree(table: &Table, opinions: &[Opinion<'_>], case: &IndexMap<Arc<str>, Value>) -> bool {
    let native = table.evaluate(&|name| case.get(name).cloned());
    let renamed: IndexMap<String, Value> = table
        .inputs
        .iter()
        .enumerate()
        .map(|(at, column)| (format!("x{at}"), case[&column.name].clone()))
        .collect();
    let renamed = Case(&renamed);
    let matched = match &native {
        Ok(matched) => matched,
        // What a column cannot hold never reaches a rule.
        Err(TableFault::Input { .. }) => return false,
        Err(fault) => {
            let none = chosen(table, opinions, &renamed).is_empty();
            assert_eq!(matches!(fault, TableFault::NoMatch { .. }), none, "{fault} on {case:?}");
            return false;
        }
    };
    let chosen = chosen(table, opinions, &renamed);
    let told: Vec<&str> = chosen.iter().map(|it| &*it.rule.id).collect();
    let native: Vec<&str> = matched.rules.iter().map(|rule| &*rule.id).collect();
    assert_eq!(native, told, "{} on {case:?}", table.id);
    if let ([only], true) = (&chosen[..], table.policy.is_single()) {
        for (name, formula) in &only.formulas {
            let value = formula.evaluate(&renamed, today()).expect("a number");
            assert_eq!(matched.outputs[name], value, "{name} of {} on {case:?}", table.id);
        }
    }
    true
}

#[test]
fn the_feel_library_agrees_on_a_sample_of_boundary_cases() {
    let mut told = Vec::new();
    for (name, source) in SAMPLES.into_iter().chain(BUNDLED) {
        let table = sound(source);
        let names = names(&table);
        let rules = table.default_rule().into_iter().chain(table.rules());
        let opinions: Vec<Opinion<'_>> = rules.map(|rule| opinion(&table, &names, rule)).collect();
        let mut answered = 0;
        let inputs = table.boundary_inputs(CASES);
        let drawn = crate::table::BoundaryInputs::drawn(&[&table], CASES);
        for case in inputs.cases().chain(drawn.cases()) {
            answered += usize::from(agree(&table, &opinions, &case));
        }
        assert!(answered > 3, "{name} answers {answered} cases");
        told.push(format!("{name}: {} cases", inputs.cases_count() + CASES));
    }
    eprintln!("third opinion, 0 disagreements: {}", told.join(", "));
}
