//! The inputs on which a candidate is tried.
//!
//! ```text
//! tables alone ─► cases on both sides of every bound of all of them, their test rows, and a draw
//!                 of the bounds' values
//! otherwise ────► bounds and test rows of whatever table there is, the test cases that programs
//!                 carry, and a draw of these or by type
//! ```
//! Invariants: repeatable; the draw follows from the candidate's bytes; only what the point gives
//! is filled in, since everything else is empty in every case.

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;
use rust_decimal::Decimal;
use tongban_calendar::Date;
use tongban_core::{call::Digest, facts::Facts};
use tongban_expr::{
    Table, Type, Value,
    table::{BoundaryInputs, Coverage},
};
use tongban_model::Point;

use super::{
    Candidate,
    report::{Basis, Walked},
    sheets::Sheets,
};

/// Most combinations of tables' bounds: with four layers above, half a second of calls.
const TABLE_CASES_MAX: usize = 10_000;
/// Most combinations of bounds where something else than tables takes part.
const BOUNDS_CASES_MAX: usize = 1_000;
/// Cases drawn: a script takes half a second for them.
const DRAWN_CASES: usize = 1_000;
/// Items of a drawn list.
const ITEMS_MAX: u64 = 3;

/// What a plugin is asked.
pub(super) type Input = IndexMap<Arc<str>, Value>;

/// The inputs, and how much they show.
pub(super) struct Cases {
    pub(super) inputs: Vec<Input>,
    pub(super) basis: Basis,
    /// How many of how many combinations of bounds are among them.
    pub(super) walked: Walked,
    /// Inputs that the candidate's table reads and the point does not give.
    pub(super) unknown: Vec<String>,
}

pub(super) fn of(candidate: &Candidate<'_>, sheets: &Sheets) -> Cases {
    let fields = Fields::of(candidate.point);
    let tables = sheets.tables();
    let max = if sheets.are_all() { TABLE_CASES_MAX } else { BOUNDS_CASES_MAX };
    let bounds = BoundaryInputs::of(&tables, max);
    let basis = match (sheets.are_all(), bounds.coverage()) {
        (false, _) => Basis::Tested,
        (true, Coverage::Combinations) => Basis::Exhaustive,
        // A case may stand for its set of rules by a value that the point never gives.
        (true, Coverage::RuleSets) if fields.give_all_that(&tables) => Basis::Exhaustive,
        (true, Coverage::RuleSets | Coverage::Drawn) => Basis::Sampled,
    };
    let walked = Walked {
        tried_count: bounds.cases_count(),
        all_count: bounds.combinations_count(),
        calculated: tables.iter().any(|table| table.calculates()),
    };
    let rows = tables.iter().flat_map(|table| table.tests());
    let rows = rows.map(|row| row.inputs.iter().cloned().collect());
    let carried = sheets.carried().iter().map(|Facts(input)| input.clone());
    let known = bounds.cases().chain(rows).chain(carried);
    let mut inputs: Vec<Input> = known.map(|input| fields.given(input)).collect();
    let pools = bounds.columns().iter();
    let pools = pools.map(|column| (&*column.name, column.values.as_slice())).collect();
    let seed = (&candidate.layer.digest, candidate.day());
    let mut draw = Draw::of(seed, basis == Basis::Tested);
    inputs.extend((0..DRAWN_CASES).map(|_| draw.input(&fields, &pools)));
    let own = sheets.own().map_or(&[][..], |table| table.inputs());
    let unknown = own.iter().filter(|column| !fields.knows(&column.name));
    let unknown = unknown.map(|column| column.name.to_string()).collect();
    Cases { inputs, basis, walked, unknown }
}

/// What the point gives: flat names and their types.
struct Fields(IndexMap<Arc<str>, Option<Type>>);

impl Fields {
    fn of(point: &Point) -> Self {
        let mut fields = IndexMap::new();
        for (name, expression) in &point.inputs {
            flatten(name, expression.result_type(), &mut fields);
        }
        Self(fields)
    }

    /// Whether the tables read nothing else.
    fn give_all_that(&self, tables: &[&Table]) -> bool {
        tables.iter().flat_map(|table| table.inputs()).all(|column| self.knows(&column.name))
    }

    fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn given(&self, mut input: Input) -> Input {
        input.retain(|name, _| self.knows(name));
        input
    }
}

fn flatten(name: &str, kind: Option<&Type>, fields: &mut IndexMap<Arc<str>, Option<Type>>) {
    match kind {
        Some(Type::Record(inner)) => {
            for (field, kind) in inner {
                flatten(&format!("{name}.{field}"), Some(kind), fields);
            }
        }
        kind => {
            fields.insert(name.into(), kind.cloned());
        }
    }
}

/// A repeatable draw: SplitMix64 from the candidate's digest.
struct Draw {
    state: u64,
    day: Date,
    /// Values besides those of the bounds too: what a table says of its inputs' range does not bind
    /// a program.
    free: bool,
}

/// Values of tables' bounds, by the name of their input.
type Pools<'a> = BTreeMap<&'a str, &'a [Value]>;

impl Draw {
    fn of((seed, day): (&Digest, Date), free: bool) -> Self {
        let (first, _) = seed.0.split_first_chunk::<8>().expect("a digest has 32 bytes");
        Self { state: u64::from_be_bytes(*first), day, free }
    }

    /// Each value from the tables' bounds or by its type, now and then none.
    fn input(&mut self, fields: &Fields, pools: &Pools<'_>) -> Input {
        let value = |(name, kind): (&Arc<str>, &Option<Type>)| {
            let pool = pools.get(&**name).filter(|pool| !pool.is_empty());
            let value = match (pool, kind) {
                (Some(pool), _) if !self.free || self.below(2) == 0 => self.one_of(pool),
                (_, Some(_)) if self.below(10) == 0 => Value::Null,
                (_, Some(kind)) => self.of_type(kind),
                (_, None) => Value::Null,
            };
            (Arc::clone(name), value)
        };
        fields.0.iter().map(value).collect()
    }

    fn of_type(&mut self, kind: &Type) -> Value {
        match kind {
            Type::Boolean => Value::Boolean(self.below(2) == 0),
            Type::Number => Value::Number(self.number()),
            Type::Text => Value::Text(["", "是", "示例", "…"][self.place(4)].into()),
            Type::Date => {
                let years = i64::try_from(self.below(100)).expect("below 100");
                let days = i64::try_from(self.below(366)).expect("below 366");
                let span = jiff::Span::new().years(years).days(days);
                self.day.checked_sub(span).map_or(Value::Null, Value::Date)
            }
            // Cases have instants only where a task's own time is asked for; a bound names none.
            Type::Instant => Value::Null,
            Type::List(kind) => {
                Value::List((0..self.below(ITEMS_MAX + 1)).map(|_| self.of_type(kind)).collect())
            }
            Type::Record(fields) => Value::Record(
                fields.iter().map(|(name, kind)| (Arc::clone(name), self.of_type(kind))).collect(),
            ),
        }
    }

    /// Small counts, yuan with fen, large sums, seldom a debt.
    fn number(&mut self) -> Decimal {
        let drawn = |draw: &mut Self, below| i64::try_from(draw.below(below)).expect("it is small");
        match self.below(8) {
            0..=2 => Decimal::from(drawn(self, 10)),
            3..=5 => Decimal::new(drawn(self, 1_000_000), 2),
            6 => Decimal::from(drawn(self, 10_000_000)),
            _ => -Decimal::new(drawn(self, 100_000), 2),
        }
    }

    fn one_of(&mut self, values: &[Value]) -> Value {
        values[self.place(values.len())].clone()
    }

    fn place(&mut self, count: usize) -> usize {
        let below = self.below(u64::try_from(count).expect("usize fits u64"));
        usize::try_from(below).expect("below a usize")
    }

    fn below(&mut self, count: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % count
    }
}
