//! The FEEL library as a third opinion: each rule is written as an expression from its condition as
//! written, must match as the native evaluator says, and must answer what it answers.
//!
//! It is asked of every table that the components are compared on ([`super::sheets`]). What FEEL
//! cannot say, and is therefore not asked:
//! - a value that a column cannot hold: FEEL has no columns. The native evaluator refuses it before
//!   any rule, and only the component is held to that;
//! - a number that does not fit a column: FEEL calculates with 34 digits and rounds nowhere by
//!   itself, a table refuses what has more decimals than declared or leaves 64 bits. Tables where
//!   this happens are named in [`CALCULATING`];
//! - reasons, laws and rule ids: they are carried, not decided.

use std::{borrow::Cow, sync::Arc};

use indexmap::IndexMap;
use jiff::{Span, Timestamp, civil};
use rust_decimal::Decimal;
use tongban_expr::{
    Expression, Names, Today, Type, Value, Values,
    table::{
        Aggregate, BoundaryInputs, Column, Condition, Formula, HITS_MAX, Kind, Output, Policy,
        Rule, Table, TableFault,
    },
};

/// Cases asked of each table: listed at its bounds, and as many drawn.
const CASES: usize = 2_000;

/// Tables of which some boundary cases end in a number that does not fit, so that FEEL, which would
/// give one, is asked only which rules match.
const CALCULATING: [&str; 8] = [
    "engine/expr/src/table/tests/allowance.csv",
    "engine/plugin-host/src/table_component/tests/rule_values.csv",
    "engine/plugin-host/src/table_component/tests/surcharge.csv",
    "engine/plugin-host/src/table_component/tests/twelve.csv",
    "plugins/temporary-aid-amount/table.csv",
    "tests/guests/table/amount/table.csv",
    "tests/guests/table/table.csv",
    "workflows/dibao/tables/benefit.csv",
];

/// What FEEL was asked of one table.
#[derive(Default)]
pub(super) struct Opinions {
    /// Cases where FEEL gave the native answer, rules and values.
    pub(super) agreed: usize,
    /// Cases where it gave the same rules, and the calculation is beyond it.
    pub(super) rules_only: usize,
}

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

/// Days since 1970-01-01 as a literal.
fn date(days: i64) -> String {
    let date = civil::date(1970, 1, 1).checked_add(Span::new().days(days));
    format!("date(\"{}\")", date.expect("a date of the sheet"))
}

fn literal(kind: &Kind, units: i64) -> String {
    match kind {
        Kind::Boolean => (units != 0).to_string(),
        Kind::Integer | Kind::Decimal(_) => number(units, kind.scale()),
        Kind::Date => date(units),
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

/// An output as FEEL.
fn output(output: &Output) -> String {
    match output {
        Output::Null => "null".to_owned(),
        Output::Text(text) => format!("{text:?}"),
        Output::Boolean(value) => value.to_string(),
        Output::Date(days) => date(*days),
        Output::Number(it) => formula(it),
    }
}

fn names(table: &Table) -> Names {
    let mut names = Names::new();
    for (at, column) in table.inputs().iter().enumerate() {
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
    outputs: Vec<Expression>,
}

fn opinion<'a>(table: &Table, names: &Names, rule: &'a Rule) -> Opinion<'a> {
    let parse = |source: String| {
        Expression::parse(&source, names).unwrap_or_else(|error| panic!("{source}: {error:?}"))
    };
    let columns = table.inputs().iter().zip(&rule.conditions).enumerate();
    let conditions = columns
        .filter(|(_, (_, test))| **test != Condition::Any)
        .map(|(at, (column, test))| parse(condition(test, (&format!("x{at}"), column))))
        .collect();
    let outputs = rule.outputs.iter().map(|it| parse(output(it))).collect();
    Opinion { rule, conditions, outputs }
}

impl Opinion<'_> {
    fn matches(&self, case: &Case<'_>) -> bool {
        let holds = |test: &Expression| test.condition(case, today()).expect("a yes or a no");
        self.conditions.iter().all(holds)
    }

    fn output(&self, at: usize, case: &Case<'_>) -> Value {
        let value = self.outputs[at].evaluate(case, today());
        value.unwrap_or_else(|fault| panic!("expected a value, but {fault:?} on {:?}", case.0))
    }
}

/// A table in FEEL.
struct Told<'a> {
    table: &'a Table,
    /// The default row, if any, before the rules in the order in which they are tried.
    opinions: Vec<Opinion<'a>>,
}

impl<'a> Told<'a> {
    fn of(table: &'a Table) -> Self {
        let names = names(table);
        let rules = table.default_rule().into_iter().chain(table.rules());
        Self { table, opinions: rules.map(|rule| opinion(table, &names, rule)).collect() }
    }

    /// The rules that must be named, by what FEEL says of each.
    fn chosen(&self, case: &Case<'_>) -> Vec<&Opinion<'a>> {
        let (default, rules) = self.opinions.split_at(self.table.default_rule().iter().count());
        let mut matching: Vec<&Opinion<'_>> = rules.iter().filter(|it| it.matches(case)).collect();
        if matches!(self.table.policy(), Policy::First | Policy::Priority) {
            matching.truncate(1);
        }
        if matching.is_empty() { default.iter().collect() } else { matching }
    }

    /// An output of the chosen rules under the table's hit policy.
    fn output(&self, at: usize, (chosen, case): (&[&Opinion<'_>], &Case<'_>)) -> Value {
        let values = chosen.iter().map(|it| it.output(at, case));
        match self.table.policy() {
            Policy::Collect | Policy::OutputOrder => Value::List(values.collect()),
            Policy::Aggregate(how) => aggregate(how, values.collect()),
            Policy::Unique | Policy::First | Policy::Priority | Policy::Any => {
                values.into_iter().next().expect("a rule was chosen")
            }
        }
    }

    /// Asks both and counts.
    fn ask(&self, case: &IndexMap<Arc<str>, Value>, opinions: &mut Opinions) {
        let table = self.table;
        let native = table.evaluate(&|name| case.get(name).cloned());
        if matches!(native, Err(TableFault::Input { .. })) {
            return;
        }
        let renamed: IndexMap<String, Value> = table
            .inputs()
            .iter()
            .enumerate()
            .map(|(at, column)| (format!("x{at}"), case[&column.name].clone()))
            .collect();
        let renamed = Case(&renamed);
        let chosen = self.chosen(&renamed);
        match native {
            Ok(matched) => {
                let told: Vec<&str> = chosen.iter().map(|it| &*it.rule.id).collect();
                let native: Vec<&str> = matched.rules.iter().map(|rule| &*rule.id).collect();
                assert_eq!(native, told, "{} on {case:?}", table.id());
                for (at, column) in table.outputs().iter().enumerate() {
                    let value = self.output(at, (&chosen, &renamed));
                    let native = &matched.outputs[&column.name];
                    assert_eq!(*native, value, "{} of {} on {case:?}", column.name, table.id());
                }
                opinions.agreed += 1;
            }
            Err(fault) => {
                let expected = match fault {
                    TableFault::NoMatch { .. } => chosen.is_empty(),
                    TableFault::Conflict { .. } => chosen.len() > 1,
                    TableFault::TooMany { .. } => chosen.len() > HITS_MAX,
                    _ => !chosen.is_empty(),
                };
                assert!(expected, "{fault}, but {} rules on {case:?}", chosen.len());
                let is_number = matches!(fault, TableFault::Output { .. } | TableFault::Sum { .. });
                opinions.rules_only += usize::from(is_number);
                opinions.agreed += usize::from(!is_number);
            }
        }
    }
}

/// What `C+`, `C<`, `C>` and `C#` make of the values.
fn aggregate(how: Aggregate, values: Vec<Value>) -> Value {
    let count = values.len();
    let numbers = values.into_iter().filter_map(|value| match value {
        Value::Number(number) => Some(number),
        _ => None,
    });
    match how {
        Aggregate::Sum => Some(numbers.sum()),
        Aggregate::Min => numbers.min(),
        Aggregate::Max => numbers.max(),
        Aggregate::Count => Some(Decimal::from(count)),
    }
    .map_or(Value::Null, Value::Number)
}

/// Asks FEEL about `name`'s boundary cases; a disagreement fails the test.
pub(super) fn asked(name: &str, table: &Table) -> Opinions {
    let (told, mut opinions) = (Told::of(table), Opinions::default());
    let listed = table.boundary_inputs(CASES);
    let drawn = BoundaryInputs::drawn(&[table], CASES);
    for case in listed.cases().chain(drawn.cases()) {
        told.ask(&case, &mut opinions);
    }
    assert!(opinions.agreed > 3, "{name}: FEEL agrees on {} cases", opinions.agreed);
    let named = CALCULATING.contains(&name);
    let found = opinions.rules_only;
    assert_eq!(named, found > 0, "{name}: {found} numbers do not fit; mend `CALCULATING`");
    opinions
}

#[test]
fn tables_said_to_calculate_beyond_feel_are_there() {
    let sheets = super::sheets();
    for name in CALCULATING {
        assert!(sheets.iter().any(|(found, _)| found == name), "{name} is gone");
    }
}
