//! Cases by what they satisfy: one for each set of rules, over all tables, that can match.
//!
//! Column by column, each set of rules that is still alive is kept once, with the values that led
//! to it. Values that leave the same rules alive count as one; under a policy that takes the first
//! match, rules behind one that holds whatever follows are let go. Not here: the values (`values`).
//! Law: if a list comes out, every set of matching rules that any case has is that of a listed one.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{Policy, Table},
    BoundaryColumn,
};

/// Most sets kept at one column, so that memory stays below some tens of megabytes.
const SETS_MAX: usize = 50_000;
/// Most operations on 64 rules: less than a second on one core.
const WORK_MAX: usize = 50_000_000;

/// Rules of all tables, a bit each, and a bit for each table that has refused an input.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Alive(Vec<u64>);

/// Cases as places among the columns' values; `None` if there are more than `cases_max`.
pub(super) fn listed(
    tables: &[&Table],
    columns: &[BoundaryColumn],
    cases_max: usize,
) -> Option<Vec<Vec<usize>>> {
    let layout = Layout::of(tables);
    let groups: Vec<Vec<Group>> = columns.iter().map(|column| layout.groups(column)).collect();
    let open = layout.open(&groups);
    let mut work = WORK_MAX;
    let mut sets = BTreeMap::from([(layout.all(), Vec::new())]);
    for (at, groups) in groups.iter().enumerate() {
        let mut next: BTreeMap<Alive, Vec<usize>> = BTreeMap::new();
        work = work.checked_sub(sets.len() * groups.len() * (layout.bits / 64 + 4))?;
        for (alive, path) in &sets {
            for group in groups {
                let met = layout.without_hidden(alive.meet(&group.alive), &open[at + 1]);
                next.entry(met).or_insert_with(|| {
                    let mut path = path.clone();
                    path.push(group.place);
                    path
                });
                if next.len() > SETS_MAX {
                    return None;
                }
            }
        }
        sets = next;
    }
    (sets.len() <= cases_max).then(|| sets.into_values().collect())
}

/// Values of a column that leave the same rules alive.
struct Group {
    /// One of them.
    place: usize,
    alive: Alive,
}

/// Where each table's bits are.
struct Layout<'a> {
    tables: &'a [&'a Table],
    /// The first bit of each table: that it has not refused; its rules follow as they are tried.
    starts: Vec<usize>,
    bits: usize,
}

impl<'a> Layout<'a> {
    fn of(tables: &'a [&'a Table]) -> Self {
        let (mut starts, mut bits) = (Vec::new(), 0);
        for table in tables {
            starts.push(bits);
            bits += 1 + table.rules.len();
        }
        Self { tables, starts, bits }
    }

    fn all(&self) -> Alive {
        let mut all = Alive(vec![0; self.bits.div_ceil(64)]);
        (0..self.bits).for_each(|bit| all.set(bit, true));
        all
    }

    fn groups(&self, column: &BoundaryColumn) -> Vec<Group> {
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for (place, value) in column.values.iter().enumerate() {
            let mut alive = self.all();
            for (table, start) in self.tables.iter().zip(&self.starts) {
                let input = table.inputs.iter().position(|input| input.name == column.name);
                let Some(input) = input else { continue };
                let encoded = table.inputs[input].encode(value);
                for (nth, rule) in table.order.iter().map(|at| &table.rules[*at]).enumerate() {
                    let accepts =
                        encoded.as_ref().is_ok_and(|it| rule.accepted[input].accepts(*it));
                    alive.set(start + 1 + nth, accepts);
                }
                alive.set(*start, encoded.is_ok());
            }
            if seen.insert(alive.clone()) {
                groups.push(Group { place, alive });
            }
        }
        groups
    }

    /// For each column and behind the last, what holds for every value from there on.
    fn open(&self, groups: &[Vec<Group>]) -> Vec<Alive> {
        let mut open = vec![self.all(); groups.len() + 1];
        for at in (0..groups.len()).rev() {
            open[at] = groups[at].iter().fold(open[at + 1].clone(), |all, it| all.meet(&it.alive));
        }
        open
    }

    /// Lets go of rules that can no longer be reached: a table that refused has no answer, and
    /// behind a rule that will match nothing is tried under `F` and `P`.
    fn without_hidden(&self, mut alive: Alive, open: &Alive) -> Alive {
        for (table, start) in self.tables.iter().zip(&self.starts) {
            let rules = start + 1..start + 1 + table.rules.len();
            let stops = matches!(table.policy, Policy::First | Policy::Priority);
            let mut hidden = !alive.get(*start);
            for bit in rules {
                if hidden {
                    alive.set(bit, false);
                } else if stops && alive.get(bit) && open.get(*start) && open.get(bit) {
                    hidden = true;
                }
            }
        }
        alive
    }
}

impl Alive {
    fn get(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn set(&mut self, bit: usize, on: bool) {
        let mask = 1 << (bit % 64);
        if on { self.0[bit / 64] |= mask } else { self.0[bit / 64] &= !mask }
    }

    fn meet(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }
}
