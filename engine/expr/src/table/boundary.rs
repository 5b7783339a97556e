//! Boundary inputs: cases on both sides of every bound of one table, or of several at once.
//!
//! ```text
//! tables ─ values of each input ─► every combination            where these are few
//!                              └─► one case for each set of rules that can match  (`classes`)
//!                              └─► drawn cases, each value at least once          otherwise
//! ```
//! Not here: asking anybody. Invariants: the same tables and limit give the same cases in the same
//! order; [`Coverage`] says honestly how much they show.

mod classes;
mod values;

use std::{collections::BTreeMap, sync::Arc};

use indexmap::IndexMap;

use crate::Value;

use super::Table;

/// How much a set of boundary inputs shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Every combination of the values of all inputs.
    Combinations,
    /// One case for each set of rules that can match, over all tables together: exhaustive for
    /// what rules say as it stands, a sample for what they calculate.
    RuleSets,
    /// A repeatable draw in which every value of every input comes up, if the limit allows: a
    /// sample.
    Drawn,
}

impl Coverage {
    /// Whether no decision that rules state outright can hide between the cases.
    pub fn is_exhaustive(self) -> bool {
        matches!(self, Self::Combinations | Self::RuleSets)
    }
}

/// An input and the values to try.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundaryColumn {
    /// The input's name.
    pub name: Arc<str>,
    /// Both sides of every bound at every declared scale, the ends of declared ranges and what lies
    /// just outside, all words and an unknown one, and null.
    pub values: Vec<Value>,
}

/// Cases on both sides of every bound.
#[derive(Clone, Debug)]
pub struct BoundaryInputs {
    columns: Vec<BoundaryColumn>,
    cases: Cases,
}

#[derive(Clone, Debug)]
enum Cases {
    /// All of this many.
    All(usize),
    /// These, each a place among the values of every column.
    Listed(Vec<Vec<usize>>),
    /// This many, drawn.
    Drawn(usize),
}

impl Table {
    /// Values of an input (by its place) on both sides of every bound, and null: what a test sheet
    /// should try. At most five times as many as there are bounds.
    pub fn boundary_values(&self, input: usize) -> Vec<Value> {
        values::of(&[(self, input)])
    }

    /// Boundary inputs of this table alone, at most `cases_max`.
    pub fn boundary_inputs(&self, cases_max: usize) -> BoundaryInputs {
        BoundaryInputs::of(&[self], cases_max)
    }
}

impl BoundaryInputs {
    /// Boundary inputs over the merged bounds of `tables`, at most `cases_max`: what two tables are
    /// compared over.
    pub fn of(tables: &[&Table], cases_max: usize) -> Self {
        let columns = columns(tables);
        let mut all = Some(1_usize);
        for column in &columns {
            all = all.and_then(|all| all.checked_mul(column.values.len()));
        }
        let cases = match all {
            Some(all) if all <= cases_max => Cases::All(all),
            _ => classes::listed(tables, &columns, cases_max)
                .map_or(Cases::Drawn(cases_max), Cases::Listed),
        };
        Self { columns, cases }
    }

    /// A repeatable draw of `cases_count` combinations, whatever else would be possible: for
    /// holding two evaluators to each other.
    pub fn drawn(tables: &[&Table], cases_count: usize) -> Self {
        Self { columns: columns(tables), cases: Cases::Drawn(cases_count) }
    }

    /// The inputs of all tables, each with its values.
    pub fn columns(&self) -> &[BoundaryColumn] {
        &self.columns
    }

    /// What the cases show.
    pub fn coverage(&self) -> Coverage {
        match self.cases {
            Cases::All(_) => Coverage::Combinations,
            Cases::Listed(_) => Coverage::RuleSets,
            Cases::Drawn(_) => Coverage::Drawn,
        }
    }

    /// How many cases there are.
    pub fn cases_count(&self) -> usize {
        match &self.cases {
            Cases::All(count) | Cases::Drawn(count) => *count,
            Cases::Listed(list) => list.len(),
        }
    }

    /// How many combinations of the values there are, whether tried or not.
    pub fn combinations_count(&self) -> u128 {
        let counts = self.columns.iter().map(|column| column.values.len() as u128);
        counts.fold(1, u128::saturating_mul)
    }

    /// The cases, each made when it is asked for.
    pub fn cases(&self) -> impl Iterator<Item = IndexMap<Arc<str>, Value>> {
        (0..self.cases_count()).map(|number| self.case(number))
    }

    fn case(&self, number: usize) -> IndexMap<Arc<str>, Value> {
        let (mut rest, mut draw) = (number, Draw::of(number));
        let pairs = self.columns.iter().enumerate().map(|(at, column)| {
            let count = column.values.len();
            let place = match &self.cases {
                Cases::All(_) => {
                    let place = rest % count;
                    rest /= count;
                    place
                }
                Cases::Listed(list) => list[number][at],
                // The first cases walk through the values, each column from another start.
                Cases::Drawn(_) if number < count => (number + at) % count,
                Cases::Drawn(_) => draw.below(count),
            };
            (Arc::clone(&column.name), column.values[place].clone())
        });
        pairs.collect()
    }
}

/// The inputs of all tables in the order in which they are first named.
fn columns(tables: &[&Table]) -> Vec<BoundaryColumn> {
    let mut names: Vec<Arc<str>> = Vec::new();
    let mut readers: BTreeMap<Arc<str>, Vec<(&Table, usize)>> = BTreeMap::new();
    for table in tables {
        for (at, column) in table.inputs.iter().enumerate() {
            let of_name = readers.entry(Arc::clone(&column.name)).or_default();
            if of_name.is_empty() {
                names.push(Arc::clone(&column.name));
            }
            of_name.push((table, at));
        }
    }
    let values = |name: &Arc<str>| values::of(&readers[name]);
    names
        .iter()
        .map(|name| BoundaryColumn { name: Arc::clone(name), values: values(name) })
        .collect()
}

/// A repeatable draw for each case: SplitMix64 from the case's number.
struct Draw(u64);

impl Draw {
    fn of(number: usize) -> Self {
        Self(u64::try_from(number).expect("usize fits u64"))
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        usize::try_from(bits % u64::try_from(count).expect("usize fits u64"))
            .expect("below a usize")
    }
}
